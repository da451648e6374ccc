/** What the person does to the state of the console. Pure, like `store.js`. */

import { chatAt, isOpen, shownChats, withKnownChat, withoutChat } from './store.js';
import { withRead } from './chat.js';

/** @typedef {import('./store.js').State} State */
/** @typedef {import('./chat.js').Outgoing} Outgoing */

/**
 * Opens a chat: in its own column when it is pinned, else in the one that is not.
 * @param {State} state
 * @param {string} key
 * @returns {State}
 */
export function openChat(state, key) {
  if (!chatAt(state, key)) return state;
  if (state.pinned.includes(key)) return { ...state, focus: key };
  return { ...state, current: key, focus: key };
}

/** @param {State} state @returns {State} */
export const showList = (state) => ({ ...state, focus: null, current: null });

/**
 * A pinned chat keeps its column when another is opened.
 * @param {State} state
 * @param {string} key
 * @returns {State}
 */
export function togglePin(state, key) {
  if (state.pinned.includes(key)) {
    return { ...state, pinned: state.pinned.filter((other) => other !== key), current: key, focus: key };
  }
  return { ...state, pinned: [...state.pinned, key], current: state.current === key ? null : state.current, focus: key };
}

/**
 * Closes a column. A chat that is over or went elsewhere leaves the list with it.
 * @param {State} state
 * @param {string} key
 * @returns {State}
 */
export function closeChat(state, key) {
  const chat = chatAt(state, key);
  if (chat && (chat.state === 'ended' || !chat.mine)) return withoutChat(state, key);
  const pinned = state.pinned.filter((other) => other !== key);
  const current = state.current === key ? null : state.current;
  return { ...state, pinned, current, focus: state.focus === key ? (current ?? pinned.at(-1) ?? null) : state.focus };
}

/**
 * The columns, left to right: the pinned ones and the current one; when there is room for fewer, the one with the focus and those
 * nearest the current one stay.
 * @param {State} state
 * @param {number} room
 * @returns {string[]}
 */
export function columns(state, room) {
  const all = [...state.pinned, ...(state.current && !state.pinned.includes(state.current) ? [state.current] : [])];
  if (all.length <= room) return all;
  const kept = all.slice(-room);
  if (state.focus && all.includes(state.focus) && !kept.includes(state.focus)) kept[0] = state.focus;
  return kept;
}

/**
 * The chat `step` places further in the list; from no chat, the first or the last.
 * @param {State} state
 * @param {1 | -1} step
 * @returns {string | null}
 */
export function neighbour(state, step) {
  const { focus } = state;
  const order = shownChats(state);
  if (order.length === 0) return null;
  const at = focus ? order.indexOf(focus) : -1;
  if (at < 0) return (step > 0 ? order[0] : order.at(-1)) ?? null;
  return order[(at + step + order.length) % order.length] ?? null;
}

/**
 * The next chat with something unread, from the one with the focus on, around.
 * @param {State} state
 * @returns {string | null}
 */
export function nextUnread(state) {
  const { focus } = state;
  const order = shownChats(state);
  const at = focus ? order.indexOf(focus) : -1;
  const around = [...order.slice(at + 1), ...order.slice(0, at + 1)];
  return around.find((key) => (state.chats[key]?.unread ?? 0) > 0) ?? null;
}

/** @param {State} state @param {string} key @param {number} id */
export function readUpTo(state, key, id) {
  return withKnownChat(state, key, (chat) => withRead(chat, id, state.me?.nickname ?? ''));
}

/** @param {State} state @param {Outgoing} line */
export function lineAdded(state, line) {
  return withKnownChat(state, line.chat, (chat) =>
    (chat.outgoing.some((other) => other.key === line.key) ? chat : { ...chat, outgoing: [...chat.outgoing, line] }));
}

/**
 * @param {State} state
 * @param {Outgoing} line
 * @param {Partial<Outgoing>} change
 */
export function lineChanged(state, line, change) {
  return withKnownChat(state, line.chat, (chat) => ({
    ...chat, outgoing: chat.outgoing.map((other) => (other.key === line.key ? { ...other, ...change } : other)),
  }));
}

/**
 * The server has the line. It is shown as on its way until the stream brings it.
 * @param {State} state
 * @param {Outgoing} line
 * @param {number | null} id the event it became; null: not known, the stream tells
 */
export function lineSent(state, line, id) {
  return withKnownChat(state, line.chat, (chat) => {
    if (id === null || id <= chat.lastId) return withoutLine(chat, line.key);
    return { ...chat, outgoing: chat.outgoing.map((other) => (other.key === line.key ? { ...other, id } : other)) };
  });
}

/** @param {State} state @param {Outgoing} line */
export const lineDiscarded = (state, line) => withKnownChat(state, line.chat, (chat) => withoutLine(chat, line.key));

/** @param {import('./chat.js').Chat} chat @param {string} key */
const withoutLine = (chat, key) => ({ ...chat, outgoing: chat.outgoing.filter((other) => other.key !== key) });

/**
 * The chat was given away: its column closes at once, the list follows when the desk says so.
 * @param {State} state
 * @param {string} key
 */
export function handedOver(state, key) {
  return closeChat(withKnownChat(state, key, (chat) => ({ ...chat, handedOver: true })), key);
}

/** @param {State} state @param {string} key */
export const wrappedUp = (state, key) => withKnownChat(state, key, (chat) => ({ ...chat, wrappedUp: true }));

/** @param {State} state */
export const unreadTotal = (state) => state.order.reduce((sum, key) => sum + (state.chats[key]?.unread ?? 0), 0);

/** How many lines could not be sent. @param {State} state */
export const unsentTotal = (state) =>
  state.order.reduce((sum, key) => sum + (state.chats[key]?.outgoing.filter((line) => line.status === 'failed').length ?? 0), 0);

/** @param {State} state @param {string} key */
export const isFocused = (state, key) => state.focus === key && isOpen(state, key);
