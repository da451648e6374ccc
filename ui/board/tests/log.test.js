import assert from 'node:assert/strict';
import { test } from 'node:test';

import { EMPTY, newest, withPage } from '../log.js';

const entry = (/** @type {number} */ no, act = 'watch', nickname = 'Maya') => ({ no, at: no, agent: { id: 1, nickname: 'Sue' }, act, chat: `H${no}`, subject: { id: 2, nickname } });

test('pages follow each other, and what came twice is there once', () => {
  let log = withPage(EMPTY, { entries: [entry(1), entry(2)], next: 3 });
  log = withPage(log, { entries: [entry(2), entry(3)], next: 4 });
  assert.deepEqual([log.entries.map((one) => one.no), log.next], [[1, 2, 3], 4]);
});

test('an empty page leaves the log as it is', () => {
  const log = withPage(EMPTY, { entries: [entry(1)], next: 2 });
  assert.equal(withPage(log, { entries: [], next: 2 }).entries, log.entries);
});

test('the newest come first, and it says when there are more', () => {
  const log = withPage(EMPTY, { entries: [entry(1), entry(2), entry(3)], next: 4 });
  assert.deepEqual([newest(log, '', 2).rows.map((one) => one.no), newest(log, '', 2).more, newest(log, '', 3).more], [[3, 2], true, false]);
});

test('a text is looked for in the words of an entry', () => {
  const log = withPage(EMPTY, { entries: [entry(1, 'end_chat'), entry(2, 'watch', 'Zoë')], next: 3 });
  assert.deepEqual(newest(log, 'ended', 9).rows.map((one) => one.no), [1]);
  assert.deepEqual(newest(log, 'zoe', 9).rows.map((one) => one.no), [2]);
});
