/** Keeps what is typed and not sent: at once on this browser, a moment later on the server, and from there on the other devices. */

import { newKey } from '../shared/api.js';
import { now } from '../shared/time.js';
import { isHere } from './chat.js';
import { TYPING_MS, beginWith, noDraft, takeRemote } from './draft.js';
import { keepDraft, keptDraft } from './kept.js';

/** @typedef {import('./app.js').App} App */
/** @typedef {import('./draft.js').LocalDraft} LocalDraft */
/** @typedef {ReturnType<typeof createDrafting>} Drafting */

const SAVE_MS = 400;
/** For how long after the last key the visitor is told that the agent types. */
const TYPING_SHOWN_MS = 4000;

/** @param {App} app */
export function createDrafting(app) {
  /** @type {Map<string, LocalDraft>} */
  const drafts = new Map();
  /** @type {Map<string, ReturnType<typeof setTimeout>>} */
  const saves = new Map();
  /** What the server was told last. @type {Map<string, string>} */
  const told = new Map();
  /** @type {Map<string, ReturnType<typeof setTimeout>>} */
  const typing = new Map();
  /** @type {Set<(chat: string) => void>} */
  const listeners = new Set();

  /** @param {string} chat */
  function get(chat) {
    let draft = drafts.get(chat);
    if (!draft) {
      draft = beginWith(keptDraft(app.session, chat), app.state.chats[chat]?.draft ?? null);
      drafts.set(chat, draft);
      if (draft.dirty) later(chat);
    }
    return draft;
  }

  /** @param {string} chat @param {LocalDraft} draft */
  function set(chat, draft) {
    drafts.set(chat, draft);
    const empty = draft.text === '' && !draft.dirty;
    keepDraft(app.session, chat, empty ? null : { text: draft.text, private: draft.private, at: now(), dirty: draft.dirty });
  }

  /** @param {string} chat */
  function later(chat) {
    clearTimeout(saves.get(chat));
    saves.set(chat, setTimeout(() => void save(chat), SAVE_MS));
  }

  /** @param {string} chat @param {boolean} [leaving] */
  async function save(chat, leaving) {
    clearTimeout(saves.get(chat));
    saves.delete(chat);
    const draft = drafts.get(chat);
    if (!draft?.dirty || app.state.chats[chat]?.state === 'ended' || !isHere(app.state.chats[chat])) return;
    const body = { text: draft.text, private: draft.private };
    told.set(chat, draft.text);
    try {
      await app.api.put(`${app.pages}/chat/${chat}/draft`, body, { key: newKey(), ...(leaving ? { keepalive: true, attempts: 1 } : {}) });
      const after = drafts.get(chat);
      if (after && after.text === body.text && after.private === body.private) set(chat, { ...after, dirty: false });
    } catch {
      // It stays dirty: the next key, the next connection or the next reload saves it.
    }
  }

  function saveAll() {
    for (const [chat, draft] of drafts) if (draft.dirty) void save(chat, true);
  }

  /** @param {string} chat */
  function takeFromServer(chat) {
    const local = drafts.get(chat);
    if (!local) return;
    const next = takeRemote(local, app.state.chats[chat]?.draft ?? null, Date.now());
    if (next === local) {
      // Whoever types keeps the words; when the hands rest, the other device is heard.
      const rest = local.typedAt + TYPING_MS - Date.now();
      if (rest > 0 && !local.dirty) setTimeout(() => takeFromServer(chat), rest + 50);
      return;
    }
    set(chat, next);
    for (const listener of listeners) listener(chat);
  }

  app.subscribe((next, before) => {
    if (next.chats !== before.chats) {
      for (const chat of drafts.keys()) {
        if (next.chats[chat]?.draft !== before.chats[chat]?.draft) takeFromServer(chat);
        if (!next.chats[chat]) {
          drafts.delete(chat);
          keepDraft(app.session, chat, null);
        }
      }
    }
    if (next.connection === 'live' && before.connection !== 'live') {
      for (const [chat, draft] of drafts) if (draft.dirty) later(chat);
    }
  });

  /** @param {string} chat @param {boolean} is */
  function tellTyping(chat, is) {
    const was = typing.has(chat);
    clearTimeout(typing.get(chat));
    if (is) typing.set(chat, setTimeout(() => tellTyping(chat, false), TYPING_SHOWN_MS));
    else typing.delete(chat);
    if (was === is || app.state.chats[chat]?.state !== 'chatting' || !isHere(app.state.chats[chat])) return;
    const agentTyping = is ? 'typing' : 'not-typing';
    app.api.put(`${app.base}/chat/${chat}/info/agentTyping?v=1`, { agentTyping }, { attempts: 1 }).catch(() => {});
  }

  addEventListener('pagehide', saveAll);
  app.onClose(() => {
    removeEventListener('pagehide', saveAll);
    for (const timer of [...saves.values(), ...typing.values()]) clearTimeout(timer);
  });

  return {
    get,
    /** @param {string} chat @param {string} text @param {boolean} hidden */
    typed(chat, text, hidden) {
      set(chat, { text, private: hidden, typedAt: Date.now(), dirty: true });
      later(chat);
      tellTyping(chat, text !== '' && !hidden);
    },
    /** The words became a line, which takes the place of a draft that says the same. @param {string} chat @param {string} text */
    sent(chat, text) {
      clearTimeout(saves.get(chat));
      const last = told.get(chat) ?? app.state.chats[chat]?.draft?.text ?? '';
      // A note is often followed by another; and what was meant for colleagues must not slip out.
      const hidden = get(chat).private;
      set(chat, { ...noDraft(), private: hidden, typedAt: Date.now(), dirty: last !== '' && last !== text });
      if (get(chat).dirty) later(chat);
      told.set(chat, '');
      clearTimeout(typing.get(chat));
      // The line itself ends the typing for the visitor.
      typing.delete(chat);
    },
    /** Whether this device typed a moment ago. @param {string} chat */
    isTyping: (chat) => Date.now() - get(chat).typedAt < 2 * TYPING_SHOWN_MS,
    /** @param {string} chat */
    left: (chat) => void save(chat),
    /** @param {(chat: string) => void} listener told when a draft came from another device */
    onRemote(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
