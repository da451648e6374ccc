import assert from 'node:assert/strict';
import { test } from 'node:test';

import { chartWords, drawing, minuteAt, minuteWords, scaleOf, WIDTH } from '../chart.js';
import { hour } from './sample.js';

/** The bars of a path. @param {string} path */
const bars = (path) => [...path.matchAll(/M([\d.]+) ([\d.]+)h3v([\d.]+)h-3z/g)].map(([, x, y, height]) => ({ x: Number(x), y: Number(y), height: Number(height) }));

test('an hour in which nothing happened has no bars', () => {
  const { up, down } = drawing({ answered: hour(), abandoned: hour() }, 30);
  assert.equal(up + down, '');
});

test('the minute of now is the last bar, at the right edge', () => {
  const [bar] = bars(drawing({ answered: hour({ 0: 4 }), abandoned: hour() }, 30).up);
  assert.equal((bar?.x ?? 0) + 3, WIDTH);
});

test('answered bars stand on the line, abandoned ones hang from it, and none leaves the drawing', () => {
  const { up, down, line } = drawing({ answered: hour({ 0: 9, 30: 1 }), abandoned: hour({ 1: 7 }) }, 30);
  for (const bar of bars(up)) assert.ok(bar.y >= 0 && Math.abs(bar.y + bar.height - line) < 0.02);
  for (const bar of bars(down)) assert.ok(bar.y === line + 1 && bar.y + bar.height <= 30.02);
});

test('bars of one length mean the same in both directions', () => {
  const { up, down } = drawing({ answered: hour({ 0: 8 }), abandoned: hour({ 0: 8 }) }, 40);
  assert.equal(bars(up)[0]?.height, bars(down)[0]?.height);
});

test('one chat in a crowded hour is still to be seen', () => {
  const { up } = drawing({ answered: hour({ 0: 500, 1: 1 }), abandoned: hour() }, 30);
  assert.ok((bars(up)[0]?.height ?? 0) >= 2);
});

test('one chat in an hour is no peak', () => {
  assert.equal(scaleOf(hour({ 3: 1 })), 4);
});

test('a place of the drawing is a minute, also at the edges', () => {
  assert.deepEqual([minuteAt(0), minuteAt(0.5), minuteAt(1), minuteAt(-1)], [0, 30, 59, 0]);
});

test('the figures are there in words', () => {
  assert.equal(chartWords({ answered: hour(), abandoned: hour() }), 'Last 60 minutes: nothing answered, nothing abandoned');
  assert.equal(chartWords({ answered: hour({ 0: 2, 20: 3 }), abandoned: hour({ 5: 1 }) }),
    'Last 60 minutes: 5 answered, at most 3 in a minute, 2 in the last 10 minutes, 1 chat abandoned, the last 5 min ago');
  assert.equal(chartWords({ answered: hour(), abandoned: hour({ 0: 2 }) }), 'Last 60 minutes: 0 answered, 2 chats abandoned, the last in this minute');
});

test('one minute tells its figures and when it was', () => {
  assert.equal(minuteWords({ answered: hour({ 0: 2 }), abandoned: hour() }, 59, (ago) => `${ago} ago`), '0 ago: 2 answered, 0 abandoned');
});
