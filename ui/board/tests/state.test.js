import assert from 'node:assert/strict';
import { test } from 'node:test';

import { drawerOf, freshness, initial, isFiltered, toggleAgent, toggleSkill, withAlerts, withBoard, withBusy, withDrawer, withFilter, withLink, withoutFilter } from '../state.js';
import { board, waitingRow } from './sample.js';

test('a threshold that was kept is taken if it is one of the choices', () => {
  assert.equal(initial({ thresholdMs: 120_000 }).thresholdMs, 120_000);
  assert.equal(initial({ thresholdMs: 7 }).thresholdMs, 60_000);
  assert.equal(initial({ thresholdMs: Number.NaN }).thresholdMs, 60_000);
});

test('an act that was done is over with the next board, one under way is not', () => {
  let state = withBusy(initial(), 'C1', { act: 'end', done: true });
  state = withBusy(state, 'C2', { act: 'takeOver', done: false });
  assert.deepEqual(Object.keys(withBoard(state, board(), 1).busy), ['C2']);
  assert.deepEqual(Object.keys(withBusy(state, 'C2', undefined).busy), ['C1']);
});

test('choosing a skill or an agent once more shows all again', () => {
  const once = toggleSkill(initial(), 'none');
  assert.equal(once.filter.skill, 'none');
  assert.equal(isFiltered(toggleSkill(once, 'none').filter), false);
  assert.equal(isFiltered(toggleAgent(toggleAgent(initial(), 3), 3).filter), false);
});

test('blanks are no filter, and a filter is dropped as a whole', () => {
  assert.equal(isFiltered(withFilter(initial(), { text: '  ' }).filter), false);
  assert.deepEqual(withoutFilter(withFilter(initial(), { text: 'a', skill: 1 })).filter, { text: '' });
});

test('a drawer that is closed is gone', () => {
  assert.equal('drawer' in withDrawer(withDrawer(initial(), { kind: 'audit' }), undefined), false);
});

test('the figures are old from when the last came, once the connection is gone', () => {
  const live = withLink(withBoard(initial(), board(), 500), 'live');
  assert.deepEqual(freshness(initial()), { kind: 'loading' });
  assert.deepEqual(freshness(withLink(initial(), 'offline')), { kind: 'unreachable' });
  assert.deepEqual(freshness(live), { kind: 'live' });
  assert.deepEqual(freshness(withLink(live, 'polling')), { kind: 'polling' });
  assert.deepEqual(freshness(withLink(live, 'offline')), { kind: 'old', since: 500 });
});

test('a chat that waits too long is told once', () => {
  const state = withBoard(initial(), board({ waiting: [waitingRow({ requestedAt: 0 })] }), 1);
  const first = withAlerts(state, 60_000);
  assert.equal(first.say, 'Ann has been waiting for over 1 minute, Sales.');
  assert.equal(withAlerts(first.state, 90_000).say, undefined);
  assert.equal(withAlerts(initial(), 90_000).say, undefined);
});

test('an address names the panel that was open', () => {
  assert.deepEqual(drawerOf('#watch=H12-abK3'), { kind: 'watch', chat: 'H12-abK3' });
  assert.deepEqual(drawerOf('#audit'), { kind: 'audit' });
  assert.deepEqual([drawerOf(''), drawerOf('#watch='), drawerOf('#watch=a/b')], [undefined, undefined, undefined]);
  assert.deepEqual(drawerOf('#watch=%'), { kind: 'watch', chat: '%' });
});
