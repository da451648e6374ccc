import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dropOldTexts, endedChats, keepDraft, keepEnded, keepLine, keptDraft, keptLines } from '../kept.js';
import { NOW } from './helpers.js';
import { SESSION, openPage } from './page.js';

const DAY_MS = 24 * 3_600_000;
const OTHER = { ...SESSION, agent: '70' };

/** @param {import('../../shared/session.js').Session} session @param {string} chat @param {number} at */
function writeIn(session, chat, at) {
  keepDraft(session, chat, { text: 'a draft', private: false, at, dirty: true });
  keepLine(session, { key: `${session.agent}-${chat}`, chat, text: 'a line', private: false, at, status: 'failed' });
}

/** @param {import('../../shared/session.js').Session} session @param {string} chat */
const isKept = (session, chat) => [keptDraft(session, chat) !== null, keptLines(session).some((line) => line.chat === chat)];

test('texts of chats that are not known, and of other agents, are dropped after a day', () => {
  openPage();
  for (const session of [SESSION, OTHER]) {
    writeIn(session, 'mine', NOW - 2 * DAY_MS);
    writeIn(session, 'gone', NOW - 2 * DAY_MS);
    writeIn(session, 'young', NOW - DAY_MS + 1);
  }
  localStorage.setItem('handover.draft.1.7.broken', '{');
  keepEnded(SESSION, ['over']);
  dropOldTexts(SESSION, ['mine'], NOW);
  assert.deepEqual(['mine', 'gone', 'young'].map((chat) => isKept(SESSION, chat)), [[true, true], [false, false], [true, true]]);
  assert.deepEqual(['mine', 'gone', 'young'].map((chat) => isKept(OTHER, chat)), [[false, false], [false, false], [true, true]]);
  assert.equal(localStorage.getItem('handover.draft.1.7.broken'), null);
  assert.deepEqual(endedChats(SESSION), ['over']);
});
