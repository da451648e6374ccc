/**
 * Lines on their way. A line has one `Idempotency-Key` for its life and is kept on this browser until the server has it, so that
 * neither a reload nor a repeat loses or doubles it. Lines of a chat go one after the other. The tabs of a browser share what is
 * kept: a line that one of them discarded is sent by none.
 */

import { ApiError, backOffMs, newKey } from '../shared/api.js';
import { now } from '../shared/time.js';
import { toast } from '../shared/toast.js';
import { lineAdded, lineChanged, lineDiscarded, lineSent } from './acts.js';
import { dropLine, hasLine, keepLine, keptLines, onLineGone } from './kept.js';

/** @typedef {import('./app.js').App} App */
/** @typedef {import('./chat.js').Outgoing} Outgoing */
/** @param {App} app */
export const createOutbox = (app) => new Outbox(app);

export class Outbox {
  #app;
  /** The end of what is being sent, by chat. @type {Map<string, Promise<void>>} */
  #tails = new Map();
  /** Failures of a line, and when it is sent again by itself. @type {Map<string, number>} */
  #failures = new Map();
  /** @type {Map<string, ReturnType<typeof setTimeout>>} */
  #timers = new Map();
  /** Keys of the lines that this browser keeps: one of them that is not there any more is none of ours. @type {Set<string>} */
  #kept = new Set();
  /** What is being sent, by line. @type {Map<string, AbortController>} */
  #calls = new Map();

  /** @param {App} app */
  constructor(app) {
    this.#app = app;
    // What could not be sent for want of a connection goes when it is back.
    app.subscribe((next, before) => {
      if (next.connection === before.connection || (next.connection !== 'live' && next.connection !== 'polling')) return;
      for (const key of next.order) {
        for (const line of next.chats[key]?.outgoing ?? []) this.#retryHeld(line);
      }
    });
    this.#goOn();
    const stopHearing = onLineGone(app.session, () => this.#dropGone());
    app.onClose(() => {
      stopHearing();
      for (const timer of this.#timers.values()) clearTimeout(timer);
    });
  }

  /** @param {string} chat @param {string} text @param {boolean} hidden a private note */
  send(chat, text, hidden) {
    this.#begin({ key: newKey(), chat, text, private: hidden, at: now(), status: 'sending' });
  }

  /** @param {Outgoing} line */
  retry(line) {
    clearTimeout(this.#timers.get(line.key));
    this.#app.update((state) => lineChanged(state, line, { status: 'sending' }));
    this.#enqueue(line);
  }

  /** @param {Outgoing} line */
  discard(line) {
    const failed = this.#current(line) ?? line;
    dropLine(this.#app.session, line.key);
    this.#drop(line);
    toast('The line was discarded.', { act: { label: 'Undo', run: () => this.#bringBack(failed) } });
  }

  /** @param {Outgoing} line */
  #bringBack(line) {
    this.#keep(line);
    this.#app.update((state) => lineAdded(state, line));
    this.#retryHeld(line);
  }

  /** Lines of before a reload go on once their chat is known again. */
  #goOn() {
    let waiting = keptLines(this.#app.session);
    if (waiting.length === 0) return;
    for (const line of waiting) this.#kept.add(line.key);
    this.#app.subscribe((next) => {
      waiting = waiting.filter((line) => !this.#isGone(line));
      const ready = waiting.filter((line) => next.chats[line.chat]?.known);
      waiting = waiting.filter((line) => !ready.includes(line));
      for (const line of ready) this.#begin({ ...line, status: 'sending' });
    });
  }

  /** @param {Outgoing} line */
  #begin(line) {
    this.#keep(line);
    this.#app.update((state) => lineAdded(state, line));
    this.#enqueue(line);
  }

  /** @param {Outgoing} line */
  #enqueue(line) {
    // A line that ended in an exception does not hold up those behind it.
    const before = (this.#tails.get(line.chat) ?? Promise.resolve()).catch(() => {});
    const tail = before.then(() => this.#post(line));
    this.#tails.set(line.chat, tail);
  }

  /** @param {Outgoing} line */
  async #post(line) {
    if (this.#isGone(line)) return this.#drop(line);
    const call = new AbortController();
    this.#calls.set(line.key, call);
    const event = { '@type': 'line', text: line.text, textType: 'plain', ...(line.private ? { subType: 'ONLY_TO_REP' } : {}) };
    try {
      const answer = await this.#app.api.post(`${this.#app.base}/chat/${line.chat}/events?v=1`, { event }, { key: line.key, attempts: 3, signal: call.signal });
      const href = String(answer?.chatEventLocation?.link?.['@href'] ?? '');
      const id = Number(href.slice(href.lastIndexOf('/') + 1));
      this.#done(line, href && Number.isFinite(id) ? id : null);
    } catch (error) {
      if (call.signal.aborted) return;
      if (!(error instanceof ApiError)) throw error;
      // The key was used under an agent session that is over: the line is there.
      if (error.status === 422) this.#done(line, null);
      else this.#fail(line, error);
    } finally {
      this.#calls.delete(line.key);
    }
  }

  /** @param {Outgoing} line @param {number | null} id */
  #done(line, id) {
    this.#kept.delete(line.key);
    dropLine(this.#app.session, line.key);
    this.#app.update((state) => lineSent(state, line, id));
  }

  /** @param {Outgoing} line @param {ApiError} error */
  #fail(line, error) {
    if (error.status === 401) return;
    if (this.#isGone(line)) return this.#drop(line);
    const change = { status: /** @type {const} */ ('failed'), held: error.passing, error: error.message };
    this.#keep({ ...line, ...change });
    this.#app.update((state) => lineChanged(state, line, change));
    if (!change.held) return;
    // The stream may be alive while a write is not; then nobody says that the connection is back.
    const failures = (this.#failures.get(line.key) ?? 0) + 1;
    this.#failures.set(line.key, failures);
    clearTimeout(this.#timers.get(line.key));
    this.#timers.set(line.key, setTimeout(() => this.#retryHeld(line), backOffMs(failures + 2)));
  }

  /** @param {Outgoing} line */
  #retryHeld(line) {
    const is = this.#current(line);
    if (is?.status === 'failed' && is.held) this.retry(is);
  }

  /** @param {Outgoing} line */
  #keep(line) {
    if (keepLine(this.#app.session, line)) this.#kept.add(line.key);
  }

  /** Whether another tab sent or discarded a line. @param {Outgoing} line */
  #isGone(line) {
    return this.#kept.has(line.key) && !hasLine(this.#app.session, line.key);
  }

  #dropGone() {
    for (const chat of Object.values(this.#app.state.chats)) {
      for (const line of chat.outgoing) if (this.#isGone(line)) this.#drop(line);
    }
  }

  /** Takes a line from the view and sends it no more. @param {Outgoing} line */
  #drop(line) {
    clearTimeout(this.#timers.get(line.key));
    this.#calls.get(line.key)?.abort();
    this.#app.update((state) => lineDiscarded(state, line));
  }

  /** @param {Outgoing} line */
  #current(line) {
    return this.#app.state.chats[line.chat]?.outgoing.find((other) => other.key === line.key);
  }
}
