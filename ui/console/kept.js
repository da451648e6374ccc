/** What the console keeps on this browser for an agent: lines on their way, drafts, ended chats, and how the page is laid out. */

/** @typedef {import('../shared/session.js').Session} Session */
/** @typedef {import('./chat.js').Outgoing} Outgoing */
/** @typedef {import('./chat.js').Draft} Draft */

/** @param {Session} session @param {string} what */
const prefix = (session, what) => `handover.${what}.${session.account}.${session.agent}.`;

/**
 * @param {string} name
 * @returns {any}
 */
function read(name) {
  try {
    return JSON.parse(localStorage.getItem(name) ?? 'null');
  } catch {
    return null;
  }
}

/**
 * A full or forbidden storage costs the safety net, not the act.
 * @param {string} name
 * @param {unknown} value null takes it away
 * @returns {boolean} whether it is kept as it should be
 */
function write(name, value) {
  try {
    if (value === null) localStorage.removeItem(name);
    else localStorage.setItem(name, JSON.stringify(value));
    return true;
  } catch {
    // The server has drafts and lines as well.
    return false;
  }
}

/** @param {string} start */
function names(start) {
  return Array.from({ length: localStorage.length }, (_, at) => localStorage.key(at) ?? '').filter((name) => name.startsWith(start));
}

/** @param {Session} session @returns {Outgoing[]} in the order in which they were written */
export function keptLines(session) {
  const lines = names(prefix(session, 'line')).map(read).filter((line) => line && line.key && line.chat);
  return lines.sort((a, b) => a.at - b.at);
}

/** @param {Session} session @param {Outgoing} line */
export const keepLine = (session, line) => write(prefix(session, 'line') + line.key, line);

/** @param {Session} session @param {string} key */
export const hasLine = (session, key) => read(prefix(session, 'line') + key) !== null;

/**
 * Tells when another tab took a line away: it sent or discarded it.
 * @param {Session} session
 * @param {() => void} listener
 * @returns {() => void} stops listening
 */
export function onLineGone(session, listener) {
  const hear = (/** @type {StorageEvent} */ event) => {
    if (event.key === null || (event.newValue === null && event.key.startsWith(prefix(session, 'line')))) listener();
  };
  addEventListener('storage', hear);
  return () => removeEventListener('storage', hear);
}

/** @param {Session} session @param {string} key */
export const dropLine = (session, key) => write(prefix(session, 'line') + key, null);

/** @param {Session} session @param {string} chat @returns {(Draft & { dirty: boolean }) | null} */
export const keptDraft = (session, chat) => read(prefix(session, 'draft') + chat);

/** @param {Session} session @param {string} chat @param {(Draft & { dirty: boolean }) | null} draft */
export const keepDraft = (session, chat, draft) => write(prefix(session, 'draft') + chat, draft);

/** @param {Session} session @returns {string[]} */
export const endedChats = (session) => read(`${prefix(session, 'ended')}list`) ?? [];

/** @param {Session} session @param {string[]} keys */
export const keepEnded = (session, keys) => write(`${prefix(session, 'ended')}list`, keys.length > 0 ? keys : null);

/** @param {string} name @param {boolean} otherwise */
export const setting = (name, otherwise) => read(`handover.set.${name}`) ?? otherwise;

/** @param {string} name @param {boolean} value */
export const keepSetting = (name, value) => write(`handover.set.${name}`, value);

/** Which columns are open: of this tab, so that two tabs may show different chats.
 * @returns {{ pinned: string[], current: string | null, focus: string | null }} */
export function keptColumns() {
  try {
    const { pinned = [], current = null, focus = null } = JSON.parse(sessionStorage.getItem('handover.columns') ?? '{}');
    return { pinned, current, focus };
  } catch {
    return { pinned: [], current: null, focus: null };
  }
}

/** @param {{ pinned: readonly string[], current: string | null, focus: string | null }} columns */
export function keepColumns({ pinned, current, focus }) {
  sessionStorage.setItem('handover.columns', JSON.stringify({ pinned, current, focus }));
}
