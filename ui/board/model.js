/**
 * The documents of the board as the server tells them, and what is derived from them. Everything here is pure.
 */

/** @typedef {'transferred' | 'asked_for' | 'previous_agent' | 'only_one' | 'lowest_load' | 'longest_idle' | 'lowest_id' | 'taken_over'} Why */
/** @typedef {'ringing' | 'no_agent_has_skill' | 'nobody_signed_in' | 'nobody_online' | 'all_full' | 'kept'} Reason */
/** @typedef {{ skilled: number, offline: number, away: number, occupied: number, absent: number, full: number, kept: number }} Hindrances */
/** @typedef {{ online: number, occupied: number, away: number, absent: number, offline: number }} ByState */
/** @typedef {{ agent: number, until: number, why: Why }} Ringing */

/**
 * @typedef {object} SkillRow
 * @property {number} [id] absent: chats that need no skill
 * @property {string} [name]
 * @property {number} waiting
 * @property {number} [oldestAt]
 * @property {number} estimatedWait seconds; -1 nobody online, -2 unknown
 * @property {number} slots -1 is unlimited
 * @property {number} chats
 * @property {ByState} agents
 * @property {number} answered
 * @property {number} abandoned
 * @property {number} [meanWaitMs]
 * @property {number[]} answeredByMinute
 * @property {number[]} abandonedByMinute
 */

/**
 * @typedef {object} AgentRow
 * @property {number} id
 * @property {string} nickname
 * @property {'Online' | 'Occupied' | 'Away' | 'Offline'} state
 * @property {number} [since]
 * @property {boolean} present
 * @property {number} chats
 * @property {number} ringing
 * @property {number} maxChats -1 is unlimited
 * @property {number} devices
 * @property {boolean} secondFactor whether the agent has one
 * @property {number[]} skills
 */

/**
 * @typedef {object} WaitingRow
 * @property {string} chat
 * @property {string} [visitorName]
 * @property {number} [skill]
 * @property {number} requestedAt
 * @property {Reason} reason
 * @property {Hindrances} agents
 * @property {Ringing} [ringing]
 */

/**
 * @typedef {object} ChatRow
 * @property {string} chat
 * @property {string} [visitorName]
 * @property {number} [skill]
 * @property {number} agent
 * @property {number} requestedAt
 * @property {number} acceptedAt
 * @property {Why} why
 */

/**
 * @typedef {object} Board
 * @property {number} now
 * @property {SkillRow[]} skills
 * @property {AgentRow[]} agents
 * @property {WaitingRow[]} waiting
 * @property {number} waitingTotal
 * @property {ChatRow[]} chats
 * @property {number} chatsTotal
 */

/**
 * What the lists are narrowed to. `skill`: an id, `none` for chats that need no skill, absent for all.
 * @typedef {{ skill?: number | 'none', agent?: number, text: string }} Filter
 */

/** @typedef {WaitingRow & { place: number }} PlacedRow a waiting chat and its place in the service order, from 1 */

/**
 * @typedef {object} Shown what the lists show under a filter
 * @property {SkillRow[]} skills
 * @property {PlacedRow[]} waiting
 * @property {ChatRow[]} chats
 * @property {AgentRow[]} agents
 */

/** The name of a visitor who gave none. */
export const UNNAMED = 'Visitor';

/** How much of a name is shown. */
const LONGEST_NAME = 60;
/** Characters that turn the text behind a name around, or end its line. */
const TURNING = /[\u202A-\u202E\u2066-\u2069\p{Cc}]/gu;

/**
 * The name of a visitor, as it may stand in a sentence.
 * @param {{ visitorName?: string | undefined }} row
 */
export function visitorOf({ visitorName = '' }) {
  const name = [...visitorName.replaceAll(TURNING, ' ').trim()];
  if (name.length === 0) return UNNAMED;
  return name.length > LONGEST_NAME ? `${name.slice(0, LONGEST_NAME).join('')}…` : name.join('');
}

/**
 * Looks names up by id, for one board.
 * @param {Board} board
 */
export function names(board) {
  const skills = new Map(board.skills.map((skill) => [skill.id, skill.name]));
  const agents = new Map(board.agents.map((agent) => [agent.id, agent.nickname]));
  return {
    /** @param {number | undefined} id */
    skill: (id) => (id === undefined ? 'No skill' : skills.get(id) ?? `Skill ${id}`),
    /** @param {number} id */
    agent: (id) => agents.get(id) ?? `Agent ${id}`,
  };
}

/** @typedef {ReturnType<typeof names>} Names */

/**
 * For comparing what is looked for with what is there: case and accents do not matter.
 * @param {string} text
 */
export const folded = (text) => text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLocaleLowerCase();

/**
 * @param {string} wanted folded
 * @param {...string} texts
 */
function has(wanted, ...texts) {
  return wanted === '' || texts.some((text) => folded(text).includes(wanted));
}

/**
 * @param {Filter['skill']} wanted
 * @param {number | undefined} skill
 */
const ofSkill = (wanted, skill) => wanted === undefined || (wanted === 'none' ? skill === undefined : skill === wanted);

/**
 * The rows that a filter leaves. A text is looked for in the names of visitors, agents and skills, and in chat keys.
 * @param {Board} board
 * @param {Filter} filter
 * @returns {Shown}
 */
export function shown(board, filter) {
  const name = names(board);
  const text = folded(filter.text.trim());
  const { skill, agent } = filter;
  return {
    skills: board.skills.filter((row) => ofSkill(skill, row.id)),
    waiting: board.waiting
      .map((row, index) => ({ ...row, place: index + 1 }))
      .filter((row) => ofSkill(skill, row.skill) && (agent === undefined || row.ringing?.agent === agent))
      .filter((row) => has(text, visitorOf(row), name.skill(row.skill), row.chat, row.ringing ? name.agent(row.ringing.agent) : '')),
    chats: board.chats
      .filter((row) => ofSkill(skill, row.skill) && (agent === undefined || row.agent === agent))
      .filter((row) => has(text, visitorOf(row), name.skill(row.skill), name.agent(row.agent), row.chat)),
    agents: signedInFirst(board.agents)
      .filter((row) => (typeof skill === 'number' ? row.skills.includes(skill) : true))
      .filter((row) => agent === undefined || row.id === agent)
      .filter((row) => has(text, row.nickname, row.state, ...row.skills.map(name.skill)) || hasChat(board, row, text)),
  };
}

/**
 * Whether an agent has a chat of a visitor who is looked for.
 * @param {Board} board
 * @param {AgentRow} agent
 * @param {string} text folded
 */
function hasChat(board, agent, text) {
  return board.chats.some((chat) => chat.agent === agent.id && has(text, visitorOf(chat)));
}

/**
 * Those who are signed in before those who are not, each by nickname as the server has them.
 * @param {AgentRow[]} agents
 */
function signedInFirst(agents) {
  return [...agents.filter((row) => row.state !== 'Offline'), ...agents.filter((row) => row.state === 'Offline')];
}

/**
 * @typedef {object} Totals
 * @property {number} waiting
 * @property {number} [oldestAt]
 * @property {number} chats
 * @property {number} online agents who take chats: online and present
 * @property {number} signedIn
 * @property {number} free slots of those; -1 is unlimited
 * @property {number} answered
 * @property {number} abandoned
 * @property {number} [meanWaitMs]
 * @property {number[]} answeredByMinute
 * @property {number[]} abandonedByMinute
 */

/**
 * The figures of all rows of skills together. Agents are counted once, however many skills they have.
 * @param {SkillRow[]} skills
 * @param {AgentRow[]} agents
 * @returns {Totals}
 */
export function totals(skills, agents) {
  const online = agents.filter((agent) => agent.state === 'Online' && agent.present);
  const oldest = skills.flatMap((skill) => skill.oldestAt ?? []);
  const answered = sum(skills.map((skill) => skill.answered));
  const waited = sum(skills.map((skill) => (skill.meanWaitMs ?? 0) * skill.answered));
  return {
    waiting: sum(skills.map((skill) => skill.waiting)),
    ...(oldest.length > 0 ? { oldestAt: Math.min(...oldest) } : {}),
    chats: sum(skills.map((skill) => skill.chats)),
    online: online.length,
    signedIn: agents.filter((agent) => agent.state !== 'Offline').length,
    free: freeSlots(online),
    answered,
    abandoned: sum(skills.map((skill) => skill.abandoned)),
    ...(answered > 0 ? { meanWaitMs: waited / answered } : {}),
    answeredByMinute: sumOfLists(skills.map((skill) => skill.answeredByMinute)),
    abandonedByMinute: sumOfLists(skills.map((skill) => skill.abandonedByMinute)),
  };
}

/** @param {AgentRow[]} agents */
function freeSlots(agents) {
  if (agents.some((agent) => agent.maxChats < 0)) return -1;
  return sum(agents.map((agent) => Math.max(0, agent.maxChats - agent.chats - agent.ringing)));
}

/** @param {number[]} list */
export const sum = (list) => list.reduce((all, one) => all + one, 0);

/**
 * @param {number[][]} lists
 * @returns {number[]} 60 numbers
 */
function sumOfLists(lists) {
  return Array.from({ length: 60 }, (_, index) => sum(lists.map((list) => list[index] ?? 0)));
}

/**
 * Chats per agent who is signed in, of a skill.
 * @param {SkillRow} skill
 */
export function chatsPerAgent(skill) {
  const { online, occupied, away, absent } = skill.agents;
  const signedIn = online + occupied + away + absent;
  return signedIn > 0 ? skill.chats / signedIn : undefined;
}

/**
 * Where a chat is on the board.
 * @param {Board | undefined} board
 * @param {string} chat
 * @returns {{ waiting?: WaitingRow, chatting?: ChatRow }}
 */
export function find(board, chat) {
  const waiting = board?.waiting.find((row) => row.chat === chat);
  const chatting = board?.chats.find((row) => row.chat === chat);
  return { ...(waiting ? { waiting } : {}), ...(chatting ? { chatting } : {}) };
}
