/**
 * The state of the console and what the stream's messages make of it. Pure: no clock, no page, no network.
 */

import { eventOf, newChat, withEvent, withInfo, withMarks } from './chat.js';

/** @typedef {import('./chat.js').Chat} Chat */
/** @typedef {'Online' | 'Occupied' | 'Away'} Availability */
/** @typedef {{ id: string, skill: string, visitorName: string, requestedAt: number, expiresAt: number | null, why: string }} Offer */
/** @typedef {{ session: string, name?: string, current: boolean, startedAt: number, connected: boolean }} Device */
/** @typedef {{ shortcut: string, title: string, text: string, skills: number[] }} CannedText */

/**
 * @typedef {object} Me
 * @property {number} id
 * @property {string} nickname
 * @property {string} name
 * @property {'agent' | 'supervisor' | 'admin'} role
 * @property {number} maxChats
 * @property {{ id: number, name: string }[]} skills
 * @property {{ id: string, skills: { id: number, name: string }[], offerMs: number, lineBytes: number, surveys: string[] }} account
 */

/**
 * @typedef {object} State
 * @property {Me | null} me
 * @property {readonly CannedText[]} canned
 * @property {Readonly<Record<string, Chat>>} chats
 * @property {readonly string[]} order in which chats came; a chat keeps its place
 * @property {boolean} told whether the list of chats has come
 * @property {Availability | null} availability
 * @property {readonly Offer[]} offers
 * @property {{ offer: Offer, at: number } | null} lastGone the offer that ceased to ring last, and when
 * @property {{ visitorName: string, skill: string, at: number } | null} missed
 * @property {number} waiting chats in the queue
 * @property {readonly Device[]} devices
 * @property {import('../shared/stream.js').StreamState} connection
 * @property {readonly string[]} pinned chats that keep their column
 * @property {string | null} current the chat in the column that is not pinned
 * @property {string | null} focus the chat that acts are about
 * @property {readonly { key: string, visitorName: string }[]} news chats that went away by themselves, to be told of
 */

/** @returns {State} */
export function initialState() {
  return {
    me: null, canned: [], chats: {}, order: [], told: false, availability: null, offers: [], lastGone: null, missed: null, waiting: 0, devices: [],
    connection: 'connecting', pinned: [], current: null, focus: null, news: [],
  };
}

/**
 * The chat of a key, which may be anything: `constructor` is no chat, though every object has one.
 * @param {State} state
 * @param {string} key
 * @returns {Chat | undefined}
 */
export const chatAt = (state, key) => (Object.hasOwn(state.chats, key) ? state.chats[key] : undefined);

/**
 * Changes one chat. A chat that is not known begins.
 * @param {State} state
 * @param {string} key
 * @param {(chat: Chat) => Chat} change
 * @returns {State}
 */
export function withChat(state, key, change) {
  const before = chatAt(state, key);
  const after = change(before ?? newChat(key));
  if (after === before) return state;
  return {
    ...state,
    chats: { ...state.chats, [key]: after },
    order: before ? state.order : [...state.order, key],
  };
}

/**
 * Changes a chat if it is known.
 * @param {State} state
 * @param {string} key
 * @param {(chat: Chat) => Chat} change
 */
export const withKnownChat = (state, key, change) => (chatAt(state, key) ? withChat(state, key, change) : state);

/**
 * What a message of the stream makes of the state.
 * @param {State} state
 * @param {{ type: string, data: any }} message
 * @param {number} now
 * @returns {State}
 */
export function heard(state, { type, data }, now) {
  const nickname = state.me?.nickname ?? '';
  switch (type) {
    case 'event':
      return withEventOf(state, data.chat, eventOf(data.event), nickname);
    case 'info':
      // One that has ended and is not known was closed here.
      return (data.info.state === 'ended' ? withKnownChat : withChat)(state, data.chat, (chat) => withInfo(chat, data.info));
    case 'typing':
      return withKnownChat(state, data.chat, (chat) => ({
        ...chat, visitorTyping: data.visitorTyping === 'typing', agentTyping: data.agentTyping === 'typing',
      }));
    case 'marks':
      return withChat(state, data.chat, (chat) => withMarks(chat, data, nickname));
    case 'chatSessions':
      return withSessions(state, list(data.chatSessions?.chatSession), now);
    case 'availability':
      return withAvailability(state, data.availability.chat, now);
    case 'offers':
      return withOffers(state, list(data.offers).map(offerOf), now);
    case 'queue':
      return { ...state, waiting: Number(data.waiting ?? 0) };
    case 'devices':
      return { ...state, devices: list(data.devices) };
    default:
      return state;
  }
}

/**
 * A chat is told from its first event on: a later one of a chat that is not known is of one that was closed here.
 * @param {State} state
 * @param {string} key
 * @param {import('./chat.js').ChatEvent} event
 * @param {string} nickname
 */
function withEventOf(state, key, event, nickname) {
  const change = (/** @type {Chat} */ chat) => withEvent(chat, event, nickname);
  return event.id === 0 ? withChat(state, key, change) : withKnownChat(state, key, change);
}

/** The chats that can be shown, in their order. @param {State} state */
export const shownChats = (state) => state.order.filter((key) => state.chats[key]?.known);

/** @param {any} value @returns {any[]} */
const list = (value) => (value === undefined || value === null ? [] : Array.isArray(value) ? value : [value]);

/** @param {any} document @returns {Offer} */
function offerOf(document) {
  return {
    id: String(document.id),
    skill: String(document.skill ?? ''),
    visitorName: String(document.visitorName ?? ''),
    requestedAt: Date.parse(document.requestedAt) || 0,
    expiresAt: Date.parse(document.expiresAt) || null,
    why: String(document.why ?? ''),
  };
}

/**
 * Takes in which chats are this agent's. One that is not listed has ended, and its end is told in a moment, or went elsewhere.
 * @param {State} state
 * @param {any[]} sessions
 * @param {number} now
 * @returns {State}
 */
function withSessions(state, sessions, now) {
  const listed = new Map(sessions.map((session) => [String(session.chatSessionKey), Number(session.startTime)]));
  let next = { ...state, told: true };
  for (const [key, startedAt] of listed) {
    next = withChat(next, key, (chat) => (chat.mine && chat.startedAt && chat.lostAt === null ? chat
      : { ...chat, mine: true, lostAt: null, handedOver: false, startedAt: chat.startedAt || startedAt }));
  }
  for (const key of state.order) {
    if (listed.has(key)) continue;
    next = withChat(next, key, (chat) => (chat.state === 'ended' || !chat.mine || chat.lostAt !== null ? chat : { ...chat, lostAt: now }));
  }
  return next;
}

/** How long the end of a chat may come after the list that lacks it. */
export const SETTLE_MS = 1000;

/**
 * Chats that left the list a while ago and did not end went elsewhere: an open one stays to be read, the others go.
 * @param {State} state
 * @param {number} now
 * @returns {State}
 */
export function settled(state, now) {
  let next = state;
  for (const key of state.order) {
    const chat = state.chats[key];
    if (!chat || chat.lostAt === null || now - chat.lostAt < SETTLE_MS) continue;
    if (chat.handedOver) {
      next = withoutChat(next, key);
      continue;
    }
    if (isOpen(next, key)) next = withChat(next, key, (gone) => ({ ...gone, mine: false, lostAt: null, visitorTyping: false, unansweredAt: null }));
    else next = withoutChat(next, key);
    next = { ...next, news: [...next.news, { key, visitorName: chat.visitorName }] };
  }
  return next;
}

/** A missed ring and the availability it costs come in two messages; this far apart they still belong together. */
const TOGETHER_MS = 3000;
/** How near its end an offer must be to be missed rather than withdrawn. */
const NEAR_END_MS = 1500;

/**
 * @param {State} state
 * @param {Availability} availability
 * @param {number} now
 * @returns {State}
 */
function withAvailability(state, availability, now) {
  const before = state.availability;
  if (before === availability) return state;
  const next = { ...state, availability };
  if (availability !== 'Away') return { ...next, missed: null };
  if (before === null) return next;
  const ringing = state.offers[0];
  const gone = state.lastGone && now - state.lastGone.at < TOGETHER_MS ? state.lastGone.offer : undefined;
  const missed = [gone, ringing].find((offer) => offer && isOver(offer, now));
  return missed ? { ...next, missed: missedOf(missed, now) } : next;
}

/** @param {Offer} offer @param {number} now */
const isOver = (offer, now) => offer.expiresAt === null || offer.expiresAt - now < NEAR_END_MS;

/** @param {Offer} offer @param {number} at */
const missedOf = (offer, at) => ({ visitorName: offer.visitorName, skill: offer.skill, at });

/**
 * @param {State} state
 * @param {Offer[]} offers
 * @param {number} now
 * @returns {State}
 */
function withOffers(state, offers, now) {
  const ids = new Set(offers.map((offer) => offer.id));
  const gone = state.offers.find((offer) => !ids.has(offer.id));
  return { ...state, offers, lastGone: gone ? { offer: gone, at: now } : state.lastGone };
}

/** @param {State} state @param {string} key */
export const isOpen = (state, key) => state.current === key || state.pinned.includes(key);

/**
 * Takes a chat off the list and out of its column.
 * @param {State} state
 * @param {string} key
 * @returns {State}
 */
export function withoutChat(state, key) {
  const { [key]: _, ...chats } = state.chats;
  const pinned = state.pinned.filter((other) => other !== key);
  const current = state.current === key ? null : state.current;
  return {
    ...state, chats, pinned, current,
    order: state.order.filter((other) => other !== key),
    focus: state.focus === key ? (current ?? pinned.at(-1) ?? null) : state.focus,
  };
}
