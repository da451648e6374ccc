/**
 * What the board says in words: why a chat is still waiting, why an agent was chosen, and figures in short forms. Everything here is pure.
 */

import { visitorOf } from './model.js';

/** @typedef {import('./model.js').WaitingRow} WaitingRow */
/** @typedef {import('./model.js').ChatRow} ChatRow */
/** @typedef {import('./model.js').AgentRow} AgentRow */
/** @typedef {import('./model.js').SkillRow} SkillRow */
/** @typedef {import('./model.js').Names} Names */
/** @typedef {import('./model.js').Why} Why */

/** How a choice reads behind "Rings at Maya: …". */
const RINGS = /** @type {Record<Why, string>} */ ({
  transferred: 'transferred in person',
  asked_for: 'the visitor asked for this agent',
  previous_agent: 'answered this visitor before',
  only_one: 'the only one who can take it',
  lowest_load: 'lowest load',
  longest_idle: 'idle for longest',
  lowest_id: 'all else equal, first by number',
  taken_over: 'takes it over',
});

/** How a choice reads of an agent who has the chat; `@` stands for the nickname. */
const CHOSEN = /** @type {Record<Why, string>} */ ({
  transferred: 'Transferred to @',
  asked_for: '@ was asked for',
  previous_agent: '@ answered this visitor before',
  only_one: '@ was the only one who could take it',
  lowest_load: '@ had the lowest load',
  longest_idle: '@ had been idle for longest',
  lowest_id: '@ came first by number, all else equal',
  taken_over: '@ took it over',
});

/**
 * Where a chat rings, for how long, and why there.
 * @param {{ until: number, why: Why }} ringing
 * @param {string} nickname
 * @param {number} now
 */
export function rings({ until, why }, nickname, now) {
  const seconds = Math.ceil((until - now) / 1000);
  const left = seconds > 0 ? ` for ${seconds} s more` : '';
  return `Rings at ${nickname}${left}: ${RINGS[why] ?? why}`;
}

/**
 * Why this agent has the chat.
 * @param {Why} why
 * @param {string} nickname
 */
export const whyAgent = (why, nickname) => (CHOSEN[why] ?? '@').replace('@', () => nickname);

/**
 * Why a chat is still waiting.
 * @param {WaitingRow} row
 * @param {Names} name
 * @param {number} now
 */
export function whyWaiting(row, name, now) {
  const { reason, agents } = row;
  const skill = row.skill === undefined ? undefined : name.skill(row.skill);
  switch (reason) {
    case 'ringing':
      return row.ringing ? rings(row.ringing, name.agent(row.ringing.agent), now) : 'Rings at an agent';
    case 'no_agent_has_skill':
      return skill === undefined ? 'There is no agent who could take it' : `No agent has the skill ${skill}`;
    case 'nobody_signed_in':
      return nobodySignedIn(agents.skilled, skill);
    case 'nobody_online':
      return withRest('Nobody who could take it is online', rest(agents));
    case 'all_full':
      return withRest(allFull(agents.full), rest(agents));
    case 'kept':
      return withRest(kept(agents.kept), [...(agents.full > 0 ? [`${agents.full} ${is(agents.full)} full`] : []), ...rest(agents)]);
  }
  return `Still waiting: ${reason}`;
}

/** @param {number} count */
const is = (count) => (count === 1 ? 'is' : 'are');

/**
 * @param {number} skilled
 * @param {string | undefined} skill
 */
function nobodySignedIn(skilled, skill) {
  const who = skill === undefined ? 'agent' : `${skill} agent`;
  if (skilled <= 1) return `The only ${who} is not signed in`;
  return skilled === 2 ? `Neither of the 2 ${who}s is signed in` : `None of the ${skilled} ${who}s is signed in`;
}

/** @param {number} full */
function allFull(full) {
  if (full <= 1) return 'The only agent who is online is full';
  return full === 2 ? 'Both agents who are online are full' : `All ${full} agents who are online are full`;
}

/** @param {number} count */
function kept(count) {
  return count <= 1
    ? 'The only agent who could take it passed it on a moment ago'
    : `The ${count} agents who could take it passed it on a moment ago`;
}

/**
 * What keeps the others from it, in the order in which it may change soonest.
 * @param {WaitingRow['agents']} agents
 */
function rest(agents) {
  /** @type {[number, string][]} */
  const parts = [[agents.away, 'away'], [agents.occupied, 'occupied'], [agents.absent, 'not heard from'], [agents.offline, 'signed out']];
  return parts.filter(([count]) => count > 0).map(([count, what]) => `${count} ${is(count)} ${what}`);
}

/**
 * @param {string} sentence
 * @param {string[]} others
 */
const withRest = (sentence, others) => (others.length > 0 ? `${sentence}; ${others.join(', ')}` : sentence);

/**
 * A number as it is written: `1,234`.
 * @param {number} value
 */
export const figure = (value) => value.toLocaleString('en');

/**
 * `1 chat`, `2 chats`.
 * @param {number} count
 * @param {string} one
 * @param {string} [many]
 */
export const counted = (count, one, many = `${one}s`) => `${figure(count)} ${count === 1 ? one : many}`;

/**
 * A rate with one decimal: `1.3`, and `2` rather than `2.0`.
 * @param {number | undefined} value
 */
export const rate = (value) => (value === undefined ? '–' : value.toLocaleString('en', { maximumFractionDigits: 1 }));

/**
 * A limit: `3`, or a word for none.
 * @param {number} value
 */
export const limit = (value) => (value < 0 ? '∞' : figure(value));

/**
 * A limit for those who listen.
 * @param {number} value
 */
export const limitWords = (value) => (value < 0 ? 'no limit' : figure(value));

/**
 * The estimated wait of a skill: short, and in words.
 * @param {number} seconds
 * @returns {{ short: string, words: string }}
 */
export function estimate(seconds) {
  if (seconds === -1) return { short: 'nobody', words: 'Nobody is online' };
  if (seconds < 0) return { short: '?', words: 'The wait is not known yet' };
  if (seconds === 0) return { short: 'at once', words: 'A chat is answered at once' };
  return { short: `≈ ${seconds < 60 ? `${seconds} s` : spanWords(seconds)}`, words: `A chat waits about ${spanWords(seconds)}` };
}

/** @param {number} seconds */
function spanWords(seconds) {
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  return minutes % 60 === 0 ? `${minutes / 60} h` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/**
 * A mean wait: tenths below ten seconds, then seconds, then minutes and seconds.
 * @param {number | undefined} ms
 */
export function meanWait(ms) {
  if (ms === undefined) return '–';
  const seconds = ms / 1000;
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  if (seconds < 59.5) return `${Math.round(seconds)} s`;
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')} min`;
}

/**
 * How much of a list is shown: `12`, `100 of 1,234`, `3 of 12` under a filter.
 * @param {number} rows
 * @param {number} total
 */
export const howMany = (rows, total) => (rows === total ? figure(total) : `${figure(rows)} of ${figure(total)}`);

/** @type {[keyof SkillRow['agents'], string][]} */
export const STATES = [['online', 'online'], ['occupied', 'occupied'], ['away', 'away'], ['absent', 'not heard from'], ['offline', 'signed out']];

/**
 * The agents of a skill by state, for those who listen.
 * @param {SkillRow['agents']} agents
 */
export function statesWords(agents) {
  const parts = STATES.filter(([key]) => agents[key] > 0).map(([key, word]) => `${agents[key]} ${word}`);
  return parts.length > 0 ? parts.join(', ') : 'no agents';
}

/**
 * The state of an agent in words.
 * @param {AgentRow} agent
 */
export function agentState(agent) {
  if (agent.state === 'Offline') return 'Signed out';
  return agent.state;
}

/**
 * How much an agent has to do, for those who listen.
 * @param {AgentRow} agent
 */
export function loadWords(agent) {
  if (agent.maxChats === 0) return agent.chats === 0 ? 'answers no chats' : counted(agent.chats, 'chat');
  const ringing = agent.ringing > 0 ? `, ${figure(agent.ringing)} ringing` : '';
  return agent.maxChats < 0 ? `${counted(agent.chats, 'chat')}${ringing}, no limit` : `${figure(agent.chats)} of ${counted(agent.maxChats, 'chat')}${ringing}`;
}

/** What each entry of the audit log says; `@` stands for the agent it was done to. */
const ACTS = /** @type {Record<string, [string, string]>} */ ({
  watch: ['watched a chat of @', 'watched a waiting chat'],
  whisper: ['whispered to @', 'whispered in a chat'],
  take_over: ['took a chat over from @', 'took a waiting chat'],
  end_chat: ['ended a chat of @', 'ended a waiting chat'],
  sign_out: ['signed @ out', 'signed an agent out'],
  remove_factor: ['removed the second factor of @', 'removed a second factor'],
  unlock: ['let the locked login of @ go', 'let a locked login go'],
});

/**
 * @param {{ act: string, subject?: { nickname: string } }} entry
 */
export function actWords({ act, subject }) {
  const words = ACTS[act];
  if (!words) return subject ? `${act}: ${subject.nickname}` : act;
  return subject ? words[0].replace('@', () => subject.nickname) : words[1];
}

/**
 * The name of a chat for buttons and questions.
 * @param {WaitingRow | ChatRow} row
 */
export const chatWith = (row) => `the chat with ${visitorOf(row)}`;
