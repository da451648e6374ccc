/** To whom a chat can be handed over, and which of them a search means. Pure. */

/**
 * @typedef {object} Target
 * @property {'agent' | 'skill'} kind
 * @property {number} id
 * @property {string} name
 * @property {string} about how it stands there
 * @property {string} state the agent's, or ''
 * @property {boolean} possible
 */

/** @type {Record<string, string>} */
const STATES = { 1: 'Offline', 2: 'Online', 3: 'Occupied', 4: 'Away' };

/** @param {any} value @returns {any[]} */
const list = (value) => (value === undefined || value === null ? [] : Array.isArray(value) ? value : [value]);

/**
 * @param {any} agents the document of `availableAgents`
 * @param {any} transfer the document of `transfer`: skills with somebody online
 * @param {{ id: number, account: { skills: { id: number, name: string }[] } }} me
 * @returns {Target[]} those that are possible first; skills, then agents, each by name
 */
export function targetsOf(agents, transfer, me) {
  const online = new Map(list(transfer?.transfer?.skill).map((skill) => [Number(skill.id), Number(skill.onlineAgents)]));
  /** @type {Target[]} */
  const skills = me.account.skills.map((skill) => {
    const count = online.get(skill.id) ?? 0;
    const about = count === 0 ? 'nobody online' : count === 1 ? '1 agent online' : `${count} agents online`;
    return { kind: 'skill', id: skill.id, name: skill.name, about, state: '', possible: count > 0 };
  });
  /** @type {Target[]} */
  const people = list(agents?.availableAgents?.agents?.agent).filter((agent) => Number(agent['@id']) !== me.id).map((agent) => {
    const state = STATES[String(agent['@chatState'])] ?? 'Offline';
    const most = Number(agent['@maxChats']);
    const chats = `${agent.chats ?? 0}${most >= 0 ? ` of ${most}` : ''} chats`;
    return {
      kind: 'agent', id: Number(agent['@id']), name: String(agent.nickname ?? agent.userName), state,
      about: state === 'Offline' ? 'offline' : `${state.toLowerCase()}, ${chats}`, possible: state === 'Online' || state === 'Occupied',
    };
  });
  const byName = (/** @type {Target} */ a, /** @type {Target} */ b) => Number(b.possible) - Number(a.possible) || a.name.localeCompare(b.name);
  return [...skills.sort(byName), ...people.sort(byName)].sort((a, b) => Number(b.possible) - Number(a.possible));
}

/**
 * @param {readonly Target[]} targets
 * @param {string} query
 */
export function searched(targets, query) {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  return targets.filter((target) => words.every((word) => `${target.name} ${target.about}`.toLowerCase().includes(word)));
}
