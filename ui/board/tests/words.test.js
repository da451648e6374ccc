import assert from 'node:assert/strict';
import { test } from 'node:test';

import { names } from '../model.js';
import { actWords, counted, estimate, howMany, limit, loadWords, meanWait, rate, rings, statesWords, whyAgent, whyWaiting } from '../words.js';
import { agentRow, board, hindered, waitingRow } from './sample.js';

const name = names(board());
const why = (/** @type {Partial<import('../model.js').WaitingRow>} */ row) => whyWaiting(waitingRow(row), name, 50_000);

test('a chat that rings says where, for how long, and why there', () => {
  assert.equal(why({ reason: 'ringing', ringing: { agent: 10, until: 62_000, why: 'lowest_load' } }), 'Rings at Maya for 12 s more: lowest load');
});

test('a ring whose time is over says no seconds', () => {
  assert.equal(rings({ until: 50_000, why: 'only_one' }, 'Maya', 50_000), 'Rings at Maya: the only one who can take it');
});

test('a chat whose agents are full says how many, and what keeps the others', () => {
  assert.equal(why({ agents: hindered({ skilled: 3, full: 2, away: 1 }) }), 'Both agents who are online are full; 1 is away');
  assert.equal(why({ agents: hindered({ skilled: 3, full: 3 }) }), 'All 3 agents who are online are full');
  assert.equal(why({ agents: hindered({ skilled: 4, full: 1, away: 2, absent: 1 }) }), 'The only agent who is online is full; 2 are away, 1 is not heard from');
});

test('a chat whose agents are all away says so', () => {
  assert.equal(why({ reason: 'nobody_online', agents: hindered({ skilled: 4, away: 1, occupied: 2, offline: 1 }) }),
    'Nobody who could take it is online; 1 is away, 2 are occupied, 1 is signed out');
});

test('a chat that nobody could take says what is missing', () => {
  assert.equal(why({ reason: 'no_agent_has_skill' }), 'No agent has the skill Sales');
  assert.equal(why({ reason: 'no_agent_has_skill', skill: undefined }), 'There is no agent who could take it');
});

test('a chat whose agents are not signed in counts them', () => {
  assert.equal(why({ reason: 'nobody_signed_in', agents: hindered({ skilled: 1, offline: 1 }) }), 'The only Sales agent is not signed in');
  assert.equal(why({ reason: 'nobody_signed_in', agents: hindered({ skilled: 2, offline: 2 }) }), 'Neither of the 2 Sales agents is signed in');
  assert.equal(why({ reason: 'nobody_signed_in', skill: undefined, agents: hindered({ skilled: 4, offline: 4 }) }), 'None of the 4 agents is signed in');
});

test('a chat that was passed on says by how many', () => {
  assert.equal(why({ reason: 'kept', agents: hindered({ skilled: 2, kept: 1, full: 1 }) }), 'The only agent who could take it passed it on a moment ago; 1 is full');
});

test('a reason that is not known is shown as it is', () => {
  assert.equal(why({ reason: /** @type {any} */ ('moon') }), 'Still waiting: moon');
});

test('every choice of an agent reads as a sentence with its name', () => {
  assert.equal(whyAgent('transferred', 'Maya'), 'Transferred to Maya');
  assert.equal(whyAgent('previous_agent', '$&'), '$& answered this visitor before');
  assert.equal(whyAgent(/** @type {any} */ ('moon'), 'Maya'), 'Maya');
});

test('an estimate is short, and whole in words', () => {
  assert.deepEqual([-1, -2, 0, 45, 90, 3600, 3900].map((seconds) => estimate(seconds).short), ['nobody', '?', 'at once', '≈ 45 s', '≈ 2 min', '≈ 1 h', '≈ 1 h 5 min']);
  assert.equal(estimate(45).words, 'A chat waits about 45 s');
});

test('figures are written as people write them', () => {
  assert.deepEqual([howMany(3, 3), howMany(100, 1234), limit(-1), limit(3), rate(1.25), rate(2), rate(undefined)], ['3', '100 of 1,234', '∞', '3', '1.3', '2', '–']);
  assert.deepEqual([meanWait(undefined), meanWait(8200), meanWait(9990), meanWait(42_000), meanWait(119_700)], ['–', '8.2 s', '10 s', '42 s', '2:00 min']);
  assert.deepEqual([counted(1, 'chat'), counted(1200, 'entry', 'entries')], ['1 chat', '1,200 entries']);
});

test('states and load are told to those who listen', () => {
  assert.equal(statesWords({ online: 2, occupied: 0, away: 1, absent: 0, offline: 3 }), '2 online, 1 away, 3 signed out');
  assert.equal(statesWords({ online: 0, occupied: 0, away: 0, absent: 0, offline: 0 }), 'no agents');
  assert.equal(loadWords(agentRow({ chats: 2, ringing: 1 })), '2 of 3 chats, 1 ringing');
  assert.equal(loadWords(agentRow({ maxChats: -1 })), '1 chat, no limit');
});

test('an entry of the audit log reads as a sentence', () => {
  assert.equal(actWords({ act: 'take_over', subject: { nickname: 'Maya' } }), 'took a chat over from Maya');
  assert.equal(actWords({ act: 'end_chat' }), 'ended a waiting chat');
  assert.equal(actWords({ act: 'moon' }), 'moon');
});
