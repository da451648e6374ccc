import assert from 'node:assert/strict';
import { test } from 'node:test';

import { discarded, marked, unseen, written } from '../outbox.js';
import { EMPTY, withEvents } from '../talk.js';

const privately = (/** @type {number} */ id, /** @type {string} */ text) => ({ '@id': id, '@type': 'line', time: '2026-01-29T08:20:10Z', text, by: 'Sue', source: 'agent', subType: 'ONLY_TO_REP' });
const lines = (/** @type {any[]} */ ...events) => withEvents(EMPTY, events).lines;

test('a whisper is sending, then sent, or failed with what went wrong', () => {
  const box = written([], { key: 'k', text: 'Offer a refund.', after: 3 });
  assert.equal(box[0]?.state, 'sending');
  const failed = marked(box, 'k', 'failed', 'No answer.');
  assert.deepEqual([failed[0]?.state, failed[0]?.error], ['failed', 'No answer.']);
  assert.equal(marked(failed, 'k', 'sending')[0]?.error, undefined);
  assert.deepEqual(discarded(failed, 'k'), []);
});

test('a whisper goes when its line is there', () => {
  const box = written([], { key: 'k', text: 'Offer a refund. ', after: 3 });
  assert.equal(unseen(box, lines(privately(4, 'Offer a refund.'))).length, 0);
});

test('a line that was there before is another one', () => {
  const box = written([], { key: 'k', text: 'Hurry', after: 3 });
  assert.equal(unseen(box, lines(privately(3, 'Hurry'))).length, 1);
});

test('the same words twice need two lines', () => {
  const box = written(written([], { key: 'a', text: 'Hurry', after: 3 }), { key: 'b', text: 'Hurry', after: 3 });
  assert.deepEqual(unseen(box, lines(privately(4, 'Hurry'))).map((one) => one.key), ['b']);
});

test('a line that the visitor sees takes no whisper away', () => {
  const box = written([], { key: 'k', text: 'Hurry', after: 3 });
  assert.equal(unseen(box, lines({ ...privately(4, 'Hurry'), subType: 'REGULAR' })).length, 1);
});
