import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ago, clock, span } from '../time.js';

const AT = 1_764_111_600_000;

test('a relative time is rough, and a date when it is long ago', () => {
  assert.equal(ago(AT, AT + 10_000), 'just now');
  assert.equal(ago(AT, AT - 10_000), 'just now');
  assert.equal(ago(AT, AT + 125_000), '2 min ago');
  assert.equal(ago(AT, AT + 3 * 3_600_000), '3 h ago');
  assert.equal(ago(AT, AT + 30 * 3_600_000), 'yesterday');
  assert.match(ago(AT, AT + 90 * 3_600_000), /2025/);
});

test('a duration counts in minutes and seconds, then in hours', () => {
  assert.equal(clock(7_900), '0:07');
  assert.equal(clock(765_000), '12:45');
  assert.equal(clock(3_790_000), '1:03:10');
  assert.equal(clock(-5), '0:00');
});

test('a duration in words has one or two parts', () => {
  assert.equal(span(7_200), '7 s');
  assert.equal(span(125_000), '2 min');
  assert.equal(span(3_900_000), '1 h 5 min');
});
