import assert from 'node:assert/strict';
import { test } from 'node:test';

import { GAP_MS, listen, SILENT, thresholdWords } from '../alerts.js';
import { waitingRow } from './sample.js';

const skill = () => 'Sales';
const row = (/** @type {string} */ chat, requestedAt = 0) => waitingRow({ chat, requestedAt });

test('nothing is said before the wait is long', () => {
  assert.equal(listen(SILENT, [row('A')], 60_000, 59_999, skill).say, undefined);
  assert.notEqual(listen(SILENT, [row('A')], 60_000, 60_000, skill).say, undefined);
});

test('several at once are one sentence', () => {
  assert.equal(listen(SILENT, [row('A'), row('B')], 60_000, 60_000, skill).say, '2 more chats waiting for over 1 minute.');
});

test('what comes too soon after is told when the time has come', () => {
  const first = listen(SILENT, [row('A')], 60_000, 100_000, skill);
  const soon = listen(first.alerts, [row('A'), row('B')], 60_000, 100_000 + GAP_MS - 1, skill);
  assert.equal(soon.say, undefined);
  const later = listen(soon.alerts, [row('A'), row('B')], 60_000, 100_000 + GAP_MS, skill);
  assert.match(later.say ?? '', /^Ann has been waiting/);
});

test('a chat that went and waits again is told again', () => {
  const first = listen(SILENT, [row('A')], 60_000, 100_000, skill);
  const without = listen(first.alerts, [], 60_000, 120_000, skill);
  assert.notEqual(listen(without.alerts, [row('A')], 60_000, 140_000, skill).say, undefined);
});

test('a chat without skill is told without one', () => {
  assert.equal(listen(SILENT, [waitingRow({ skill: undefined, requestedAt: 0 })], 30_000, 60_000, skill).say, 'Ann has been waiting for over 30 seconds.');
});

test('a threshold reads as people say it', () => {
  assert.deepEqual([thresholdWords(30_000), thresholdWords(60_000), thresholdWords(300_000)], ['30 seconds', '1 minute', '5 minutes']);
});
