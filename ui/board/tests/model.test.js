import assert from 'node:assert/strict';
import { test } from 'node:test';

import { chatsPerAgent, find, names, shown, totals, visitorOf } from '../model.js';
import { agentRow, board, hour, skillRow } from './sample.js';

const keys = (/** @type {import('../model.js').Filter} */ filter) => {
  const rows = shown(board(), filter);
  return { skills: rows.skills.map((one) => one.id), waiting: rows.waiting.map((one) => one.chat), chats: rows.chats.map((one) => one.chat), agents: rows.agents.map((one) => one.id) };
};

test('without a filter all is shown, and who is signed in comes first', () => {
  assert.deepEqual(keys({ text: '' }), { skills: [1, 2], waiting: ['W1', 'W2'], chats: ['C1', 'C2'], agents: [10, 11, 12] });
});

test('a skill narrows all lists', () => {
  assert.deepEqual(keys({ text: '', skill: 2 }), { skills: [2], waiting: [], chats: ['C2'], agents: [11] });
});

test('chats that need no skill are a choice of their own', () => {
  assert.deepEqual(keys({ text: '', skill: 'none' }).waiting, ['W2']);
});

test('an agent narrows to what it has and what rings at it', () => {
  const { waiting, chats, agents } = keys({ text: '', agent: 11 });
  assert.deepEqual({ waiting, chats, agents }, { waiting: ['W2'], chats: ['C2'], agents: [11] });
});

test('a text is found in names whatever its case and accents', () => {
  assert.deepEqual(keys({ text: ' JOSE ' }).chats, ['C2']);
  assert.deepEqual(keys({ text: 'jose' }).agents, [11]);
  assert.deepEqual(keys({ text: 'zoe' }).waiting, ['W2']);
});

test('a filter leaves the place in the service order as it is', () => {
  assert.equal(shown(board(), { text: '', skill: 'none' }).waiting[0]?.place, 2);
});

test('who is unknown has a name all the same', () => {
  const name = names(board());
  assert.deepEqual([name.skill(undefined), name.skill(9), name.agent(9)], ['No skill', 'Skill 9', 'Agent 9']);
});

test('totals add figures and weigh the mean wait by what was answered', () => {
  const all = totals([skillRow({ answered: 1, meanWaitMs: 1000 }), skillRow({ answered: 3, meanWaitMs: 5000, oldestAt: 500 })], []);
  assert.deepEqual([all.answered, all.meanWaitMs, all.oldestAt, all.answeredByMinute], [4, 4000, 500, hour({ 0: 4 })]);
});

test('totals have no oldest and no mean wait where nothing is', () => {
  const all = totals([], []);
  assert.equal('oldestAt' in all || 'meanWaitMs' in all, false);
});

test('free slots are those of agents who are online and present, ringing chats taken off', () => {
  const agents = [agentRow({ ringing: 1 }), agentRow({ present: false }), agentRow({ state: 'Away' }), agentRow({ chats: 5 })];
  assert.deepEqual([totals([], agents).free, totals([], agents).online, totals([], agents).signedIn], [1, 2, 4]);
  assert.equal(totals([], [agentRow(), agentRow({ maxChats: -1 })]).free, -1);
});

test('chats per agent counts who is signed in, and says nothing when nobody is', () => {
  assert.equal(chatsPerAgent(skillRow({ chats: 3, agents: { online: 1, occupied: 0, away: 1, absent: 0, offline: 4 } })), 1.5);
  assert.equal(chatsPerAgent(skillRow({ agents: { online: 0, occupied: 0, away: 0, absent: 0, offline: 4 } })), undefined);
});

test('a chat is found where it is', () => {
  assert.equal(find(board(), 'W1').waiting?.chat, 'W1');
  assert.equal(find(board(), 'C1').chatting?.chat, 'C1');
  assert.deepEqual(find(undefined, 'C1'), {});
});

test('a name that would turn or burst the sentence around it does neither', () => {
  assert.equal(visitorOf({ visitorName: 'A\u202Enn\u2066' }), 'A nn');
  assert.equal(visitorOf({ visitorName: '\u202E \n' }), 'Visitor');
  assert.equal(visitorOf({ visitorName: 'x'.repeat(10_000) }).length, 61);
  assert.equal(visitorOf({}), 'Visitor');
});
