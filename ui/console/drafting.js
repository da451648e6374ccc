/** Keeps what is typed and not sent: at once on this browser, a moment later on the server, and from there on the other devices. */

import { newKey } from '../shared/api.js';
import { now } from '../shared/time.js';
import { isHere } from './chat.js';
import { TYPING_MS, beginWith, noDraft, takeRemote } from './draft.js';
import { keepDraft, keptDraft } from './kept.js';

/** @typedef {import('./app.js').App} App */
/** @typedef {import('./draft.js').LocalDraft} LocalDraft */
/** @typedef {import('./store.js').State} State */

const SAVE_MS = 400;
/** For how long after the last key the visitor is told that the agent types. */
const TYPING_SHOWN_MS = 4000;

/** @param {App} app */
export const createDrafting = (app) => new Drafting(app);

export class Drafting {
  #app;
  /** @type {Map<string, LocalDraft>} */
  #drafts = new Map();
  /** @type {Map<string, ReturnType<typeof setTimeout>>} */
  #saves = new Map();
  /** What the server was told last. @type {Map<string, string>} */
  #told = new Map();
  /** @type {Map<string, ReturnType<typeof setTimeout>>} */
  #typing = new Map();
  /** @type {Set<(chat: string) => void>} */
  #listeners = new Set();

  /** @param {App} app */
  constructor(app) {
    this.#app = app;
    app.subscribe((next, before) => {
      if (next.chats !== before.chats) this.#hear(next, before);
      if (next.connection !== 'live' || before.connection === 'live') return;
      for (const [chat, draft] of this.#drafts) if (draft.dirty) this.#later(chat);
    });
    const leave = () => {
      for (const [chat, draft] of this.#drafts) if (draft.dirty) void this.#save(chat, true);
    };
    addEventListener('pagehide', leave);
    app.onClose(() => {
      removeEventListener('pagehide', leave);
      for (const timer of [...this.#saves.values(), ...this.#typing.values()]) clearTimeout(timer);
    });
  }

  /** @param {string} chat */
  get(chat) {
    let draft = this.#drafts.get(chat);
    if (!draft) {
      draft = beginWith(keptDraft(this.#app.session, chat), this.#app.state.chats[chat]?.draft ?? null);
      this.#drafts.set(chat, draft);
      if (draft.dirty) this.#later(chat);
    }
    return draft;
  }

  /** @param {string} chat @param {string} text @param {boolean} hidden */
  typed(chat, text, hidden) {
    this.#set(chat, { text, private: hidden, typedAt: Date.now(), dirty: true });
    this.#later(chat);
    this.#tellTyping(chat, text !== '' && !hidden);
  }

  /** The words became a line, which takes the place of a draft that says the same. @param {string} chat @param {string} text */
  sent(chat, text) {
    clearTimeout(this.#saves.get(chat));
    const last = this.#told.get(chat) ?? this.#app.state.chats[chat]?.draft?.text ?? '';
    // A note is often followed by another; and what was meant for colleagues must not slip out.
    const hidden = this.get(chat).private;
    const dirty = last !== '' && last !== text;
    this.#set(chat, { ...noDraft(), private: hidden, typedAt: Date.now(), dirty });
    if (dirty) this.#later(chat);
    this.#told.set(chat, '');
    // The line itself ends the typing for the visitor.
    clearTimeout(this.#typing.get(chat));
    this.#typing.delete(chat);
  }

  /** Whether this device typed a moment ago. @param {string} chat */
  isTyping(chat) {
    return Date.now() - this.get(chat).typedAt < 2 * TYPING_SHOWN_MS;
  }

  /** The field was left. @param {string} chat */
  left(chat) {
    void this.#save(chat);
  }

  /** @param {(chat: string) => void} listener told when a draft came from another device */
  onRemote(listener) {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** @param {string} chat @param {LocalDraft} draft */
  #set(chat, draft) {
    this.#drafts.set(chat, draft);
    const empty = draft.text === '' && !draft.dirty;
    keepDraft(this.#app.session, chat, empty ? null : { text: draft.text, private: draft.private, at: now(), dirty: draft.dirty });
  }

  /** @param {string} chat */
  #later(chat) {
    clearTimeout(this.#saves.get(chat));
    this.#saves.set(chat, setTimeout(() => void this.#save(chat), SAVE_MS));
  }

  /** @param {string} chat @param {boolean} [leaving] */
  async #save(chat, leaving) {
    clearTimeout(this.#saves.get(chat));
    this.#saves.delete(chat);
    const draft = this.#drafts.get(chat);
    const is = this.#app.state.chats[chat];
    if (!draft?.dirty || is?.state === 'ended' || !isHere(is)) return;
    const body = { text: draft.text, private: draft.private };
    this.#told.set(chat, draft.text);
    const how = { key: newKey(), ...(leaving ? { keepalive: true, attempts: 1 } : {}) };
    try {
      await this.#app.api.put(`${this.#app.pages}/chat/${chat}/draft`, body, how);
      const after = this.#drafts.get(chat);
      if (after && after.text === body.text && after.private === body.private) this.#set(chat, { ...after, dirty: false });
    } catch {
      // It stays dirty: the next key, the next connection or the next reload saves it.
    }
  }

  /** @param {State} next @param {State} before */
  #hear(next, before) {
    for (const chat of this.#drafts.keys()) {
      if (next.chats[chat]?.draft !== before.chats[chat]?.draft) this.#takeFromServer(chat);
      if (next.chats[chat]) continue;
      this.#drafts.delete(chat);
      keepDraft(this.#app.session, chat, null);
    }
  }

  /** @param {string} chat */
  #takeFromServer(chat) {
    const local = this.#drafts.get(chat);
    if (!local) return;
    const next = takeRemote(local, this.#app.state.chats[chat]?.draft ?? null, Date.now());
    if (next === local) {
      // Whoever types keeps the words; when the hands rest, the other device is heard.
      const rest = local.typedAt + TYPING_MS - Date.now();
      if (rest > 0 && !local.dirty) setTimeout(() => this.#takeFromServer(chat), rest + 50);
      return;
    }
    this.#set(chat, next);
    for (const listener of this.#listeners) listener(chat);
  }

  /** @param {string} chat @param {boolean} is */
  #tellTyping(chat, is) {
    const was = this.#typing.has(chat);
    clearTimeout(this.#typing.get(chat));
    if (is) this.#typing.set(chat, setTimeout(() => this.#tellTyping(chat, false), TYPING_SHOWN_MS));
    else this.#typing.delete(chat);
    const there = this.#app.state.chats[chat];
    if (was === is || there?.state !== 'chatting' || !isHere(there)) return;
    const agentTyping = is ? 'typing' : 'not-typing';
    this.#app.api.put(`${this.#app.base}/chat/${chat}/info/agentTyping?v=1`, { agentTyping }, { attempts: 1 }).catch(() => {});
  }
}
