import assert from 'node:assert/strict';
import { test } from 'node:test';
import { closeChat, columns, handedOver, lineAdded, lineChanged, lineDiscarded, lineSent, neighbour, nextUnread, openChat, readUpTo, togglePin, unreadTotal, unsentTotal } from '../acts.js';
import { stillOutgoing } from '../chat.js';
import { SETTLE_MS, settled } from '../store.js';
import { NOW, accepted, agentSays, becomes, chatOf, desk, sessions, tell, visitorSays } from './helpers.js';

/** @typedef {import('../chat.js').Outgoing} Outgoing */

const three = () => tell(desk(), [...accepted('A'), ...accepted('B'), ...accepted('C'), sessions('A', 'B', 'C')]);
/** @returns {Outgoing} */
const line = (text = 'Hello', key = 'k1') => ({ key, chat: 'A', text, private: false, at: NOW, status: 'sending' });
const shown = (/** @type {import('../store.js').State} */ state) => stillOutgoing(chatOf(state, 'A')).map(({ text }) => text);

test('a chat that is opened takes the column that is not pinned', () => {
  let state = openChat(three(), 'A');
  state = openChat(state, 'B');
  assert.deepEqual(columns(state, 3), ['B']);
  state = openChat(togglePin(state, 'B'), 'C');
  assert.deepEqual(columns(state, 3), ['B', 'C']);
  assert.equal(openChat(state, 'B').focus, 'B');
  assert.deepEqual(columns(openChat(state, 'B'), 3), ['B', 'C']);
});

test('with room for fewer columns the one with the focus is shown', () => {
  let state = three();
  for (const key of ['A', 'B', 'C']) state = togglePin(openChat(state, key), key);
  assert.deepEqual(columns(state, 2), ['B', 'C']);
  assert.deepEqual(columns(openChat(state, 'A'), 2), ['A', 'C']);
  assert.deepEqual(columns(openChat(state, 'A'), 1), ['A']);
});

test('a closed column leaves a chat in the list unless it has ended', () => {
  const open = openChat(three(), 'A');
  assert.deepEqual(closeChat(open, 'A').order, ['A', 'B', 'C']);
  assert.deepEqual(closeChat(tell(open, [becomes('A', 2, 'ended')]), 'A').order, ['B', 'C']);
});

test('next and previous go around, and the next unread skips what is read', () => {
  const state = tell(three(), [visitorSays('C', 2, 'x')]);
  assert.equal(neighbour(state, 1), 'A');
  assert.equal(neighbour(openChat(state, 'C'), 1), 'A');
  assert.equal(neighbour(openChat(state, 'A'), -1), 'C');
  assert.equal(nextUnread(openChat(state, 'A')), 'C');
  assert.equal(unreadTotal(state), 1);
  assert.equal(nextUnread(readUpTo(state, 'C', 2)), null);
});

test('a line on its way is shown once, whether the answer or the stream is first', () => {
  const sending = lineAdded(three(), line());
  assert.deepEqual(shown(sending), ['Hello']);
  const answerFirst = tell(lineSent(sending, line(), 2), [agentSays('A', 2, 'Hello')]);
  assert.deepEqual(chatOf(answerFirst, 'A').outgoing, []);
  const streamFirst = tell(sending, [agentSays('A', 2, 'Hello')]);
  assert.deepEqual(shown(streamFirst), []);
  const both = lineSent(streamFirst, line(), 2);
  assert.deepEqual(chatOf(both, 'A').outgoing, []);
  assert.equal(chatOf(both, 'A').events.filter((event) => event.text === 'Hello').length, 1);
});

test('a line whose answer was lost is not shown as failed once the stream brings it; one that was refused is', () => {
  const lost = lineChanged(lineAdded(three(), line()), line(), { status: 'failed', held: true });
  assert.deepEqual(shown(tell(lost, [agentSays('A', 2, 'Hello')])), []);
  const refused = lineChanged(lineAdded(three(), line()), line(), { status: 'failed', held: false });
  assert.deepEqual(shown(tell(refused, [agentSays('A', 2, 'Hello')])), ['Hello']);
});

test('two lines that say the same are both shown', () => {
  let state = lineAdded(lineAdded(three(), line('Hello', 'k1')), line('Hello', 'k2'));
  state = tell(state, [agentSays('A', 2, 'Hello')]);
  assert.deepEqual(shown(state), ['Hello']);
});

test('a line of the visitor or a note with the same words does not take the place of a line on its way', () => {
  const state = tell(lineAdded(three(), line()), [visitorSays('A', 2, 'Hello'), agentSays('A', 3, 'Hello', { subType: 'ONLY_TO_REP' })]);
  assert.deepEqual(shown(state), ['Hello']);
});

test('a line that failed stays until it is sent or discarded, and is added once', () => {
  let state = lineChanged(lineAdded(three(), line()), line(), { status: 'failed', held: true });
  assert.equal(chatOf(state, 'A').outgoing[0]?.status, 'failed');
  assert.equal(lineAdded(state, line()), state);
  assert.deepEqual(shown(lineDiscarded(state, line())), []);
  state = lineSent(lineChanged(state, line(), { status: 'sending' }), line(), null);
  assert.deepEqual(shown(state), []);
});

test('a chat that was handed over is closed at once and is no news when it goes', () => {
  let state = handedOver(openChat(three(), 'A'), 'A');
  assert.equal(state.current, null);
  state = settled(tell(state, [sessions('B', 'C')]), NOW + SETTLE_MS);
  assert.deepEqual(state.order, ['B', 'C']);
  assert.deepEqual(state.news, []);
});

test('lines that could not be sent are counted, those on their way are not', () => {
  const failed = lineChanged(lineAdded(three(), line()), line(), { status: 'failed', held: true });
  assert.equal(unsentTotal(failed), 1);
  assert.equal(unsentTotal(lineAdded(failed, line('Next', 'k2'))), 1);
  assert.equal(unsentTotal(desk()), 0);
});

test('a key that is no chat opens none, though every object has a member of that name', () => {
  for (const key of ['constructor', 'toString', '__proto__']) {
    const state = three();
    assert.equal(openChat(state, key), state);
    assert.equal(handedOver(state, key).chats, state.chats);
  }
});
