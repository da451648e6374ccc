import assert from 'node:assert/strict';
import { test } from 'node:test';

import { held, settled } from '../hold.js';

const key = (/** @type {{ id: string }} */ row) => row.id;
const rows = (/** @type {string} */ ids) => [...ids].map((id) => ({ id }));
const told = (/** @type {import('../hold.js').Held<{ id: string }>[]} */ list) => list.map((one) => one.key + (one.gone ? '!' : '')).join('');

test('a list that is let go is as the server has it', () => {
  assert.equal(told(settled(rows('cab'), key)), 'cab');
});

test('what goes keeps its place while the list is held', () => {
  assert.equal(told(held(settled(rows('abc'), key), rows('bc'), key)), 'a!bc');
});

test('what comes is added at the end while the list is held, wherever it belongs', () => {
  assert.equal(told(held(settled(rows('abc'), key), rows('zabc'), key)), 'abcz');
});

test('what went and came back is there again', () => {
  const without = held(settled(rows('abc'), key), rows('bc'), key);
  assert.equal(told(held(without, rows('bca'), key)), 'abc');
});

test('rows are the fresh ones, and of what is gone the last known', () => {
  const before = settled([{ id: 'a', n: 1 }, { id: 'b', n: 1 }], key);
  assert.deepEqual(held(before, [{ id: 'a', n: 2 }], key).map((one) => one.row.n), [2, 1]);
});
