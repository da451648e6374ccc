/**
 * Lines on their way. A line has one `Idempotency-Key` for its life and is kept on this browser until the server has it, so that
 * neither a reload nor a repeat loses or doubles it. Lines of a chat go one after the other.
 */

import { ApiError, backOffMs, newKey } from '../shared/api.js';
import { now } from '../shared/time.js';
import { toast } from '../shared/toast.js';
import { lineAdded, lineChanged, lineDiscarded, lineSent } from './acts.js';
import { dropLine, keepLine, keptLines } from './kept.js';

/** @typedef {import('./app.js').App} App */
/** @typedef {import('./chat.js').Outgoing} Outgoing */
/** @typedef {ReturnType<typeof createOutbox>} Outbox */

/** @param {App} app */
export function createOutbox(app) {
  /** The end of what is being sent, by chat. @type {Map<string, Promise<void>>} */
  const tails = new Map();
  /** Failures of a line, and when it is sent again by itself. @type {Map<string, number>} */
  const tries = new Map();
  /** @type {Map<string, ReturnType<typeof setTimeout>>} */
  const again = new Map();

  /** @param {Outgoing} line */
  function enqueue(line) {
    const tail = (tails.get(line.chat) ?? Promise.resolve()).then(() => post(line));
    tails.set(line.chat, tail);
    void tail;
  }

  /** @param {Outgoing} line */
  async function post(line) {
    const event = { '@type': 'line', text: line.text, textType: 'plain', ...(line.private ? { subType: 'ONLY_TO_REP' } : {}) };
    try {
      const answer = await app.api.post(`${app.base}/chat/${line.chat}/events?v=1`, { event }, { key: line.key, attempts: 3 });
      const href = String(answer?.chatEventLocation?.link?.['@href'] ?? '');
      const id = Number(href.slice(href.lastIndexOf('/') + 1));
      done(line, href && Number.isFinite(id) ? id : null);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      // The key was used under an agent session that is over: the line is there.
      if (error.status === 422) done(line, null);
      else fail(line, error);
    }
  }

  /** @param {Outgoing} line @param {number | null} id */
  function done(line, id) {
    dropLine(app.session, line.key);
    app.update((state) => lineSent(state, line, id));
  }

  /** @param {Outgoing} line @param {ApiError} error */
  function fail(line, error) {
    if (error.status === 401) return;
    const held = error.passing;
    keepLine(app.session, { ...line, status: 'failed', held, error: error.message });
    app.update((state) => lineChanged(state, line, { status: 'failed', held, error: error.message }));
    if (!held) return;
    // The stream may be alive while a write is not; then nobody says that the connection is back.
    const failures = (tries.get(line.key) ?? 0) + 1;
    tries.set(line.key, failures);
    clearTimeout(again.get(line.key));
    again.set(line.key, setTimeout(() => retryHeld(line), backOffMs(failures + 2)));
  }

  /** @param {Outgoing} line */
  function retryHeld(line) {
    const is = app.state.chats[line.chat]?.outgoing.find((other) => other.key === line.key);
    if (is?.status === 'failed' && is.held) retry(is);
  }

  /** @param {Outgoing} line */
  function retry(line) {
    clearTimeout(again.get(line.key));
    app.update((state) => lineChanged(state, line, { status: 'sending' }));
    enqueue(line);
  }

  /** @param {Outgoing} line */
  function bringBack(line) {
    keepLine(app.session, line);
    app.update((state) => lineAdded(state, line));
    retryHeld(line);
  }

  // What could not be sent for want of a connection goes when it is back.
  app.subscribe((next, before) => {
    if (next.connection === before.connection || (next.connection !== 'live' && next.connection !== 'polling')) return;
    for (const key of next.order) {
      for (const line of next.chats[key]?.outgoing ?? []) retryHeld(line);
    }
  });

  // Lines of before the reload go on once their chat is known again.
  let waiting = keptLines(app.session);
  app.subscribe((next) => {
    if (waiting.length === 0) return;
    const ready = waiting.filter((line) => next.chats[line.chat]?.known);
    if (ready.length === 0) return;
    waiting = waiting.filter((line) => !ready.includes(line));
    for (const line of ready) {
      const fresh = { ...line, status: /** @type {const} */ ('sending') };
      app.update((state) => lineAdded(state, fresh));
      enqueue(fresh);
    }
  });

  app.onClose(() => {
    for (const timer of again.values()) clearTimeout(timer);
  });

  return {
    /** @param {string} chat @param {string} text @param {boolean} hidden a private note */
    send(chat, text, hidden) {
      /** @type {Outgoing} */
      const line = { key: newKey(), chat, text, private: hidden, at: now(), status: 'sending' };
      keepLine(app.session, line);
      app.update((state) => lineAdded(state, line));
      enqueue(line);
    },
    retry,
    /** @param {Outgoing} line */
    discard(line) {
      const failed = app.state.chats[line.chat]?.outgoing.find((other) => other.key === line.key) ?? line;
      clearTimeout(again.get(line.key));
      dropLine(app.session, line.key);
      app.update((state) => lineDiscarded(state, line));
      toast('The line was discarded.', { act: { label: 'Undo', run: () => bringBack(failed) } });
    },
  };
}
