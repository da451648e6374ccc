/** A small board for the tests, and ways to change it. */

/** @typedef {import('../model.js').Board} Board */

const NONE = { skilled: 0, offline: 0, away: 0, occupied: 0, absent: 0, full: 0, kept: 0 };

/** @param {Record<number, number>} minutes by how many minutes ago */
export const hour = (minutes = {}) => Array.from({ length: 60 }, (_, index) => minutes[59 - index] ?? 0);

/** @param {Partial<import('../model.js').WaitingRow>} [change] @returns {import('../model.js').WaitingRow} */
export const waitingRow = (change = {}) => ({ chat: 'W1', visitorName: 'Ann', skill: 1, requestedAt: 1000, reason: 'all_full', agents: NONE, ...change });

/** @param {Partial<import('../model.js').WaitingRow['agents']>} agents */
export const hindered = (agents) => ({ ...NONE, ...agents });

/** @param {Partial<import('../model.js').AgentRow>} [change] @returns {import('../model.js').AgentRow} */
export const agentRow = (change = {}) => ({ id: 10, nickname: 'Maya', state: 'Online', since: 1000, present: true, chats: 1, ringing: 0, maxChats: 3, devices: 1, secondFactor: false, skills: [1], ...change });

/** @param {Partial<import('../model.js').SkillRow>} [change] @returns {import('../model.js').SkillRow} */
export const skillRow = (change = {}) => ({
  id: 1, name: 'Sales', waiting: 1, oldestAt: 1000, estimatedWait: 45, slots: 2, chats: 1, agents: { online: 1, occupied: 0, away: 0, absent: 0, offline: 0 },
  answered: 2, abandoned: 1, meanWaitMs: 8000, answeredByMinute: hour({ 0: 2 }), abandonedByMinute: hour({ 5: 1 }), ...change,
});

/** @param {Partial<Board>} [change] @returns {Board} */
export const board = (change = {}) => ({
  now: 60_000,
  skills: [skillRow(), skillRow({ id: 2, name: 'Billing', waiting: 0, oldestAt: undefined, chats: 1, answered: 0, abandoned: 0, meanWaitMs: undefined, answeredByMinute: hour(), abandonedByMinute: hour() })],
  agents: [agentRow({ id: 12, nickname: 'Ben', state: 'Offline', since: undefined, present: false, devices: 0, chats: 0 }), agentRow(), agentRow({ id: 11, nickname: 'Zoë', skills: [2], maxChats: -1 })],
  waiting: [waitingRow(), waitingRow({ chat: 'W2', visitorName: undefined, skill: undefined, reason: 'ringing', ringing: { agent: 11, until: 70_000, why: 'lowest_load' } })],
  waitingTotal: 2,
  chats: [
    { chat: 'C1', visitorName: 'Bob', skill: 1, agent: 10, requestedAt: 1000, acceptedAt: 5000, why: 'only_one' },
    { chat: 'C2', visitorName: 'José', skill: 2, agent: 11, requestedAt: 1000, acceptedAt: 6000, why: 'lowest_load' },
  ],
  chatsTotal: 2,
  ...change,
});
