/**
 * The state of the page and how it changes. Everything here is pure: a state goes in, another comes out.
 */

/** @typedef {import('./model.js').Board} Board */
/** @typedef {import('./model.js').Filter} Filter */
/** @typedef {import('./alerts.js').Alerts} Alerts */

import { SILENT, listen } from './alerts.js';
import { names } from './model.js';

/** @typedef {'connecting' | 'live' | 'polling' | 'offline'} Link */
/** @typedef {{ kind: 'watch', chat: string } | { kind: 'audit' } | { kind: 'locks' }} Drawer */
/** @typedef {'skills' | 'waiting' | 'chats' | 'agents'} View which list a narrow screen shows */
/** @typedef {{ act: 'takeOver' | 'end' | 'signOut' | 'removeFactor', done: boolean }} Busy */

/**
 * @typedef {object} State
 * @property {Link} link
 * @property {Board} [board]
 * @property {number} boardAt when the figures came, by the clock of the server; 0: never
 * @property {Filter} filter
 * @property {Drawer} [drawer]
 * @property {View} view
 * @property {number} thresholdMs from when on a wait is too long
 * @property {Readonly<Record<string, Busy>>} busy acts under way, by chat or `agent:` and its id
 * @property {Alerts} alerts
 */

/** The choices of how long is too long. */
export const THRESHOLDS_MS = [30_000, 60_000, 120_000, 300_000, 600_000];

/**
 * @param {{ thresholdMs?: number }} [kept]
 * @returns {State}
 */
export function initial({ thresholdMs } = {}) {
  const known = thresholdMs !== undefined && THRESHOLDS_MS.includes(thresholdMs);
  return { link: 'connecting', boardAt: 0, filter: { text: '' }, view: 'waiting', thresholdMs: known ? thresholdMs : 60_000, busy: {}, alerts: SILENT };
}

/**
 * Takes a board in. Acts that were done are over once a board came after them.
 * @param {State} state
 * @param {Board} board
 * @param {number} at
 * @returns {State}
 */
export function withBoard(state, board, at) {
  const busy = Object.fromEntries(Object.entries(state.busy).filter(([, act]) => !act.done));
  return { ...state, board, boardAt: at, busy };
}

/**
 * @param {State} state
 * @param {Link} link
 * @returns {State}
 */
export const withLink = (state, link) => ({ ...state, link });

/**
 * @param {State} state
 * @param {Partial<Filter>} change
 * @returns {State}
 */
export const withFilter = (state, change) => ({ ...state, filter: { ...state.filter, ...change } });

/** @param {State} state @returns {State} */
export const withoutFilter = (state) => ({ ...state, filter: { text: '' } });

/** @param {Filter} filter */
export const isFiltered = (filter) => filter.skill !== undefined || filter.agent !== undefined || filter.text.trim() !== '';

/**
 * Narrows to a skill, or to all when it is the one already.
 * @param {State} state
 * @param {Filter['skill']} skill
 */
export const toggleSkill = (state, skill) => withFilter(state, { skill: state.filter.skill === skill ? undefined : skill });

/**
 * @param {State} state
 * @param {number} agent
 */
export const toggleAgent = (state, agent) => withFilter(state, { agent: state.filter.agent === agent ? undefined : agent });

/**
 * @param {State} state
 * @param {Drawer | undefined} drawer
 * @returns {State}
 */
export function withDrawer(state, drawer) {
  const { drawer: _, ...rest } = state;
  return drawer ? { ...rest, drawer } : rest;
}

/**
 * The panel that an address names.
 * @param {string} hash
 * @returns {Drawer | undefined}
 */
export function drawerOf(hash) {
  if (hash === '#audit') return { kind: 'audit' };
  if (hash === '#locks') return { kind: 'locks' };
  const chat = /^#watch=([\w%-]{1,300})$/.exec(hash)?.[1];
  return chat === undefined ? undefined : { kind: 'watch', chat: decoded(chat) };
}

/** @param {string} text */
function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/**
 * @param {State} state
 * @param {View} view
 * @returns {State}
 */
export const withView = (state, view) => ({ ...state, view });

/**
 * @param {State} state
 * @param {number} thresholdMs
 * @returns {State}
 */
export const withThreshold = (state, thresholdMs) => ({ ...state, thresholdMs });

/**
 * @param {State} state
 * @param {string} key
 * @param {Busy | undefined} act
 * @returns {State}
 */
export function withBusy(state, key, act) {
  const { [key]: _, ...rest } = state.busy;
  return { ...state, busy: act ? { ...rest, [key]: act } : rest };
}

/**
 * What is to be said aloud of the queue, if anything.
 * @param {State} state
 * @param {number} now
 * @returns {{ state: State, say?: string }}
 */
export function withAlerts(state, now) {
  if (!state.board) return { state };
  const { alerts, say } = listen(state.alerts, state.board.waiting, state.thresholdMs, now, names(state.board).skill);
  return { state: { ...state, alerts }, ...(say === undefined ? {} : { say }) };
}

/**
 * How good the figures are. `old` carries since when.
 * @param {State} state
 * @returns {{ kind: 'loading' | 'live' | 'polling' } | { kind: 'unreachable' } | { kind: 'old', since: number }}
 */
export function freshness({ link, board, boardAt }) {
  if (!board) return { kind: link === 'offline' ? 'unreachable' : 'loading' };
  if (link === 'offline') return { kind: 'old', since: boardAt };
  return { kind: link === 'polling' ? 'polling' : 'live' };
}
