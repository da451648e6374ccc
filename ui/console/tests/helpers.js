/** Short ways to messages of the stream, for the tests of the store. */

import { heard, initialState } from '../store.js';

/** @typedef {import('../store.js').State} State */

export const NOW = 1_764_111_600_000;
export const MAYA = /** @type {import('../store.js').Me} */ ({
  id: 1, nickname: 'Maya', name: 'Maya R', role: 'agent', maxChats: 3, skills: [], session: '1',
  account: { id: '1', skills: [{ id: 10, name: 'Sales' }, { id: 11, name: 'Billing' }], offerMs: 20_000, lineBytes: 16_384, surveys: [] },
});

/** @returns {State} */
export const desk = () => ({ ...initialState(), me: MAYA });

/**
 * @param {State} state
 * @param {[string, any][]} messages
 * @param {number} [now]
 */
export const tell = (state, messages, now = NOW) => messages.reduce((next, [type, data]) => heard(next, { type, data }, now), state);

const time = (/** @type {number} */ id) => new Date(NOW + id * 1000).toISOString();

/** @param {string} chat @param {number} id @param {any} event @returns {[string, any]} */
export const event = (chat, id, event) => ['event', { chat, event: { '@id': String(id), time: time(id), ...event } }];

/** @param {string} chat @param {number} id @param {string} text @param {any} [more] @returns {[string, any]} */
export const visitorSays = (chat, id, text, more) => event(chat, id, { '@type': 'line', text, by: 'Ann', source: 'visitor', subType: 'REGULAR', ...more });

/** @param {string} chat @param {number} id @param {string} text @param {any} [more] @returns {[string, any]} */
export const agentSays = (chat, id, text, more) => event(chat, id, { '@type': 'line', text, by: 'Maya', source: 'agent', subType: 'REGULAR', ...more });

/** @param {string} chat @param {number} id @param {string} state @returns {[string, any]} */
export const becomes = (chat, id, state) => event(chat, id, { '@type': 'state', state });

/** @param {string} chat @param {any} [more] @returns {[string, any]} */
export const info = (chat, more) => ['info', { chat, info: { state: 'chatting', visitorName: 'Ann', skillName: 'Sales', skillId: 10, startTime: time(0), ...more } }];

/** @param {...string} keys @returns {[string, any]} */
export const sessions = (...keys) => ['chatSessions', { chatSessions: { chatSession: keys.map((chatSessionKey) => ({ chatSessionKey, startTime: NOW })) } }];

/** A chat as it is just after it was accepted. @param {string} chat @returns {[string, any][]} */
export const accepted = (chat) => [info(chat), becomes(chat, 0, 'waiting'), becomes(chat, 1, 'chatting')];

/** @param {State} state @param {string} key */
export const chatOf = (state, key) => /** @type {import('../chat.js').Chat} */ (state.chats[key]);
