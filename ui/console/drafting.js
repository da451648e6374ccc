/** Keeps what is typed and not sent: at once on this browser, a moment later on the server, and from there on the other devices. */

import { ApiError, backOffMs, newKey } from '../shared/api.js';
import { now } from '../shared/time.js';
import { isHere } from './chat.js';
import { TYPING_MS, beginWith, noDraft, takeRemote } from './draft.js';
import { keepDraft, keptDraft } from './kept.js';

/** @typedef {import('./app.js').App} App */
/** @typedef {import('./draft.js').LocalDraft} LocalDraft */
/** @typedef {import('./store.js').State} State */

const SAVE_MS = 400;
/** Which of the waits of `backOffMs` comes before a draft that could not be saved is saved again. */
const PATIENCE = 4;
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
  /** What is being saved, by chat: one call at a time, so that an older draft never comes after a younger one. @type {Map<string, AbortController>} */
  #calls = new Map();
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
      for (const [chat, draft] of this.#drafts) {
        // A call of before may never be answered.
        this.#giveUp(chat);
        if (draft.dirty) this.#later(chat);
      }
    });
    const leave = () => {
      for (const [chat, draft] of this.#drafts) if (draft.dirty) void this.#save(chat, true);
    };
    addEventListener('pagehide', leave);
    app.onClose(() => {
      removeEventListener('pagehide', leave);
      for (const chat of this.#drafts.keys()) this.#giveUp(chat);
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
    // A call that was on its way may arrive after the line and bring the words back.
    const underway = this.#giveUp(chat);
    const dirty = last !== '' && (underway || last !== text);
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

  /** @param {string} chat @param {number} [ms] */
  #later(chat, ms = SAVE_MS) {
    clearTimeout(this.#saves.get(chat));
    this.#saves.set(chat, setTimeout(() => void this.#save(chat), ms));
  }

  /** @param {string} chat @returns {boolean} whether a save was on its way */
  #giveUp(chat) {
    this.#calls.get(chat)?.abort();
    return this.#calls.delete(chat);
  }

  /** @param {string} chat @param {boolean} [leaving] */
  async #save(chat, leaving) {
    clearTimeout(this.#saves.get(chat));
    this.#saves.delete(chat);
    const draft = this.#drafts.get(chat);
    const is = this.#app.state.chats[chat];
    if (!draft?.dirty || is?.state === 'ended' || !isHere(is)) return;
    if (leaving) this.#giveUp(chat);
    // What was typed meanwhile is saved when the call before has its answer.
    if (this.#calls.has(chat)) return;
    const body = { text: draft.text, private: draft.private };
    const call = new AbortController();
    this.#calls.set(chat, call);
    this.#told.set(chat, draft.text);
    const how = { key: newKey(), attempts: 1, signal: call.signal, ...(leaving ? { keepalive: true } : {}) };
    /** @type {unknown} */
    let error;
    await this.#app.api.put(`${this.#app.pages}/chat/${chat}/draft`, body, how).catch((/** @type {unknown} */ why) => { error = why ?? true; });
    if (call.signal.aborted) return;
    this.#calls.delete(chat);
    this.#settle(chat, body, error);
  }

  /**
   * A draft that changed since, or that could not be saved, stays dirty and is saved again.
   * @param {string} chat
   * @param {{ text: string, private: boolean }} saved
   * @param {unknown} error
   */
  #settle(chat, saved, error) {
    const draft = this.#drafts.get(chat);
    if (!draft?.dirty) return;
    const differs = draft.text !== saved.text || draft.private !== saved.private;
    if (differs) this.#later(chat);
    else if (error === undefined) this.#set(chat, { ...draft, dirty: false });
    else if (error instanceof ApiError && error.passing) this.#later(chat, error.retryAfterMs ?? backOffMs(PATIENCE));
    // Else the next key, the next connection or the next reload saves it.
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
