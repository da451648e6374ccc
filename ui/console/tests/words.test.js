import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inserted, matching, slashAt } from '../canned.js';
import { eventOf, lineKind, nameOf } from '../chat.js';
import { TYPING_MS, beginWith, noDraft, takeRemote } from '../draft.js';
import { KEYS, actOf } from '../keys.js';
import { bodyOf, firstAnswers, missing, surveyOf, visible } from '../survey.js';
import { searched, targetsOf } from '../targets.js';
import { MAYA, NOW } from './helpers.js';

const TEXTS = [
  { shortcut: 'hi', title: 'Greeting', text: 'Hello', skills: [] },
  { shortcut: 'ship', title: 'Shipping', text: 'Three days', skills: [] },
  { shortcut: 'vat', title: 'Invoice', text: 'It is shipped with the parcel', skills: [11] },
];

test('a slash counts at the beginning of a word, up to the cursor', () => {
  assert.deepEqual(slashAt('/sh', 3), { query: 'sh', from: 0 });
  assert.deepEqual(slashAt('Well, /sh tomorrow', 9), { query: 'sh', from: 6 });
  for (const text of ['and/or', 'http://x', '1/2', 'no slash']) assert.equal(slashAt(text, text.length), null, text);
});

test('canned texts are those of the skill, by shortcut, title and words', () => {
  assert.deepEqual(matching(TEXTS, 'ship', 10).map((text) => text.shortcut), ['ship']);
  assert.deepEqual(matching(TEXTS, 'ship', 11).map((text) => text.shortcut), ['ship', 'vat']);
  assert.deepEqual(matching(TEXTS, '', null).map((text) => text.shortcut), ['hi', 'ship']);
  assert.deepEqual(inserted('Well, /sh tomorrow', { from: 6, to: 9 }, 'Three days'), { text: 'Well, Three days tomorrow', cursor: 16 });
});

test('a draft from another device is taken unless this composer is being typed in', () => {
  const remote = { text: 'theirs', private: true, at: NOW };
  const rested = { text: 'mine', private: false, typedAt: NOW - TYPING_MS, dirty: false };
  assert.deepEqual(takeRemote(rested, remote, NOW), { text: 'theirs', private: true, typedAt: 0, dirty: false });
  assert.equal(takeRemote(rested, null, NOW).text, '');
  const typing = { ...rested, typedAt: NOW - 1 };
  assert.equal(takeRemote(typing, remote, NOW), typing);
  const unsaved = { ...rested, dirty: true };
  assert.equal(takeRemote(unsaved, remote, NOW), unsaved);
  const same = { text: 'theirs', private: true, typedAt: 0, dirty: false };
  assert.equal(takeRemote(same, remote, NOW), same);
});

test('a composer that is set to notes stays so when nothing is written', () => {
  const note = { text: '', private: true, typedAt: 0, dirty: false };
  assert.equal(takeRemote(note, null, NOW), note);
});

test('after a reload the younger of what was kept here and what the server has is shown', () => {
  const remote = { text: 'server', private: false, at: 100 };
  assert.equal(beginWith({ text: 'kept', private: false, at: 200, dirty: true }, remote).text, 'kept');
  assert.equal(beginWith({ text: 'kept', private: false, at: 50, dirty: true }, remote).text, 'server');
  assert.equal(beginWith({ text: 'kept', private: false, at: 200, dirty: false }, remote).text, 'server');
  assert.deepEqual(beginWith(null, null), noDraft());
});

const stroke = (/** @type {string} */ key, more = {}) => ({ key, code: '', altKey: false, ctrlKey: false, metaKey: false, shiftKey: false, ...more });
const IN_FIELD = { writing: true, choosing: false };
const OUTSIDE = { writing: false, choosing: false };

test('no key that is a character by itself does anything while somebody writes', () => {
  for (let code = 32; code < 127; code += 1) assert.equal(actOf(stroke(String.fromCharCode(code)), IN_FIELD), null);
  assert.equal(actOf(stroke('?'), OUTSIDE), 'keys');
});

test('keys with Alt work while writing, on layouts that make other characters of them too', () => {
  assert.equal(actOf(stroke('n', { altKey: true }), IN_FIELD), 'note');
  assert.equal(actOf(stroke('Dead', { altKey: true, code: 'KeyN' }), IN_FIELD), 'note');
  assert.equal(actOf(stroke('ArrowDown', { altKey: true }), IN_FIELD), 'next');
  assert.equal(actOf(stroke('ArrowDown', { altKey: true }), { writing: true, choosing: true }), null);
  assert.equal(actOf(stroke('F2'), IN_FIELD), 'acceptOrOnline');
  assert.equal(actOf(stroke('n', { altKey: true, ctrlKey: true }), IN_FIELD), null);
});

test('the keys are distinct and leave the browser its own', () => {
  const names = KEYS.map(({ keys }) => keys.join('+'));
  assert.equal(new Set(names).size, names.length);
  for (const letter of 'BDEFHSTV0123456789') assert.ok(!names.includes(`Alt+${letter}`), letter);
});

const SURVEY = { survey: { id: 7, header: 'After', questions: { question: [
  { id: 2, logicId: 5, order: 1, type: 'Text Field', mandatory: 'true', label: 'Which?', lastKnownValue: '' },
  { id: 1, logicId: 4, order: 0, type: 'Radio Button', mandatory: true, label: 'What?',
    entry: [{ value: 'Order', logic: { showLogicId: '5' } }, { value: 'Other', checked: 'true' }] },
  { id: 3, logicId: 6, order: 2, type: 'Checkbox', mandatory: false, label: 'Tags', entry: [{ value: 'a' }, { value: 'b' }] },
] } } };

test('a question that an answer brings in is hidden, and not missing, until then', () => {
  const survey = surveyOf(SURVEY);
  const first = firstAnswers(survey);
  assert.deepEqual(visible(survey, first).map(({ id }) => id), [1, 3]);
  assert.deepEqual(missing(survey, first), []);
  const order = { ...first, 1: ['Order'] };
  assert.deepEqual(visible(survey, order).map(({ id }) => id), [1, 2, 3]);
  assert.deepEqual(missing(survey, order).map(({ id }) => id), [2]);
});

test('only answers of questions that show are sent, several only where there are several', () => {
  const survey = surveyOf(SURVEY);
  assert.deepEqual(bodyOf(survey, { 1: ['Other'], 2: ['left over'], 3: ['a', 'b'] }), { survey: { id: 7, question: [{ id: 1, answer: 'Other' }, { id: 3, answer: ['a', 'b'] }] } });
});

const AGENTS = { availableAgents: { agents: { agent: [
  { '@id': '1', '@chatState': '2', '@maxChats': '3', nickname: 'Maya', chats: '1' },
  { '@id': '2', '@chatState': '1', '@maxChats': '3', nickname: 'Ben', chats: '0' },
  { '@id': '3', '@chatState': '3', '@maxChats': '-1', nickname: 'Cid', chats: '4' },
] } } };

test('who can take a chat stands first; oneself is not there; a single skill is read like several', () => {
  const targets = targetsOf(AGENTS, { transfer: { skill: { id: '11', name: 'Billing', onlineAgents: '2' } } }, MAYA);
  assert.deepEqual(targets.map(({ name, possible }) => [name, possible]), [['Billing', true], ['Cid', true], ['Sales', false], ['Ben', false]]);
  assert.deepEqual(searched(targets, 'bi').map(({ name }) => name), ['Billing']);
  assert.deepEqual(searched(targets, 'online').map(({ name }) => name), ['Billing', 'Sales']);
  assert.deepEqual(targetsOf(null, { transfer: null }, MAYA).map(({ possible }) => possible), [false, false]);
});

test('a private line of another is a note for who gets the chat, or a whisper to who has it', () => {
  const note = eventOf({ '@id': '5', '@type': 'line', text: 'x', by: 'Sue', source: 'agent', subType: 'ONLY_TO_REP' });
  assert.equal(lineKind(note, 'Maya', 8), 'handed');
  assert.equal(lineKind(note, 'Maya', 2), 'whisper');
  assert.equal(lineKind({ ...note, by: 'Maya' }, 'Maya', 2), 'note');
  assert.equal(lineKind({ ...note, private: false }, 'Maya', 2), 'agent');
});

test('a name cannot turn the direction of the words behind it', () => {
  assert.equal(nameOf({ visitorName: 'E\u202Eve\u2066' }), 'Eve');
  assert.equal(nameOf({ visitorName: '\u202E' }), 'Visitor');
  assert.equal(nameOf({ visitorName: 'visitor' }), 'Visitor');
});
