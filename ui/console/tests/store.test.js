import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SETTLE_MS, settled, shownChats } from '../store.js';
import { openChat } from '../acts.js';
import { NOW, accepted, agentSays, becomes, chatOf, desk, event, info, sessions, tell, visitorSays } from './helpers.js';

test('an event that is told again changes nothing', () => {
  const once = tell(desk(), [...accepted('A'), visitorSays('A', 2, 'Hi')]);
  const twice = tell(once, [visitorSays('A', 2, 'Hi'), becomes('A', 0, 'waiting')]);
  assert.equal(twice, once);
});

test('both dialects of an event are read the same', () => {
  const one = tell(desk(), [event('A', 0, { '@type': 'line', text: 'x', source: 'system', systemMessageId: '4' })]);
  const other = tell(desk(), [['event', { chat: 'A', event: { id: 0, type: 'line', time: new Date(NOW).toISOString(), text: 'x', source: 'system', systemMessageId: 4 } }]]);
  assert.deepEqual(one.chats, other.chats);
});

test('unread counts what the visitor and colleagues wrote after the mark, not own lines and not the system', () => {
  const state = tell(desk(), [
    ...accepted('A'), visitorSays('A', 2, 'one'), agentSays('A', 3, 'own'), visitorSays('A', 4, 'two'),
    agentSays('A', 5, 'psst', { by: 'Sue', subType: 'ONLY_TO_REP' }), event('A', 6, { '@type': 'line', source: 'system', by: 'info', text: 's' }),
  ]);
  assert.equal(chatOf(state, 'A').unread, 3);
  assert.equal(chatOf(tell(state, [['marks', { chat: 'A', agentRead: 3 }]]), 'A').unread, 2);
  assert.equal(chatOf(tell(state, [['marks', { chat: 'A', agentRead: 6 }]]), 'A').unread, 0);
});

test('a read mark never goes back', () => {
  const state = tell(desk(), [...accepted('A'), visitorSays('A', 2, 'one'), ['marks', { chat: 'A', agentRead: 2 }], ['marks', { chat: 'A', agentRead: 1 }]]);
  assert.equal(chatOf(state, 'A').agentRead, 2);
  assert.equal(chatOf(state, 'A').unread, 0);
});

test('the visitor waits from the acceptance, then from the first line that has no answer; a note is no answer', () => {
  const begun = tell(desk(), accepted('A'));
  assert.equal(chatOf(begun, 'A').unansweredAt, NOW + 1000);
  const answered = tell(begun, [agentSays('A', 2, 'Hello')]);
  assert.equal(chatOf(answered, 'A').unansweredAt, null);
  const waiting = tell(answered, [visitorSays('A', 3, 'a'), visitorSays('A', 4, 'b'), agentSays('A', 5, 'n', { subType: 'ONLY_TO_REP' })]);
  assert.equal(chatOf(waiting, 'A').unansweredAt, NOW + 3000);
});

test('chats keep the order in which they came, whatever happens in them', () => {
  let state = tell(desk(), [...accepted('A'), ...accepted('B'), ...accepted('C'), sessions('A', 'B', 'C')]);
  state = tell(state, [visitorSays('C', 2, 'x'), visitorSays('A', 2, 'y'), sessions('C', 'B', 'A')]);
  assert.deepEqual(shownChats(state), ['A', 'B', 'C']);
});

test('a chat whose end comes after the list that lacks it has ended and stays', () => {
  let state = tell(desk(), [...accepted('A'), sessions('A'), sessions()]);
  assert.equal(chatOf(state, 'A').mine, true);
  state = settled(tell(state, [becomes('A', 2, 'ended')]), NOW + SETTLE_MS);
  assert.equal(chatOf(state, 'A').state, 'ended');
  assert.equal(chatOf(state, 'A').mine, true);
  assert.deepEqual(state.news, []);
});

test('a chat that leaves the list without an end went elsewhere: an open one stays to be read', () => {
  let state = openChat(tell(desk(), [...accepted('A'), ...accepted('B'), sessions('A', 'B')]), 'A');
  state = tell(state, [sessions()]);
  assert.equal(settled(state, NOW + SETTLE_MS - 1), state);
  state = settled(state, NOW + SETTLE_MS);
  assert.equal(chatOf(state, 'A').mine, false);
  assert.deepEqual(state.order, ['A']);
  assert.deepEqual(state.news.map(({ key }) => key), ['A', 'B']);
});

test('what comes late of a chat that was closed does not bring it back', () => {
  const state = tell(desk(), [visitorSays('A', 7, 'late'), info('A', { state: 'ended' }), ['typing', { chat: 'A', visitorTyping: 'typing' }]]);
  assert.deepEqual(state.order, []);
});

const OFFER = { id: '1', skill: 'Sales', visitorName: 'Ann', requestedAt: new Date(NOW).toISOString(), expiresAt: new Date(NOW + 20_000).toISOString() };
/** @param {...any} offers @returns {[string, any]} */
const offers = (...offers) => ['offers', { offers }];
/** @param {string} chat @returns {[string, any]} */
const availability = (chat) => ['availability', { availability: { chat } }];

test('an offer that runs out and makes the agent Away is missed, in whichever order the two are told', () => {
  const ringing = tell(desk(), [availability('Online'), offers(OFFER)]);
  const late = NOW + 20_000;
  assert.equal(tell(ringing, [availability('Away'), offers()], late).missed?.visitorName, 'Ann');
  assert.equal(tell(ringing, [offers(), availability('Away')], late).missed?.visitorName, 'Ann');
});

test('who goes Away while it rings has missed nothing, and Online forgets what was missed', () => {
  const ringing = tell(desk(), [availability('Online'), offers(OFFER)]);
  assert.equal(tell(ringing, [availability('Away'), offers()], NOW + 5000).missed, null);
  const missed = tell(ringing, [availability('Away'), offers()], NOW + 20_000);
  assert.equal(tell(missed, [availability('Online')]).missed, null);
});

test('the first availability that is told is no change', () => {
  assert.equal(tell(desk(), [offers(OFFER), availability('Away')], NOW + 20_000).missed, null);
});

test('a message of a chat whose key every object has begins that chat', () => {
  const state = tell(desk(), [...accepted('constructor'), sessions('constructor')]);
  assert.deepEqual(state.order, ['constructor']);
  assert.equal(chatOf(state, 'constructor').state, 'chatting');
});
