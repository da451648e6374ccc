/** The console as one thing: its state, who listens to it, and whom it speaks to the server as. No view is known here. */

import { handoverPath, sessionApi, sessionPath } from '../shared/session.js';
import { initialState } from './store.js';

/** @typedef {import('./store.js').State} State */
/** @typedef {import('../shared/session.js').Session} Session */

/** @typedef {(next: State, before: State) => void} Listener */

/**
 * @param {Session} session
 * @param {(why: 'elsewhere' | 'factor' | 'here') => void} onSignedOut
 */
export const createApp = (session, onSignedOut) => new App(session, onSignedOut);

export class App {
  #state = initialState();
  #session;
  #onSignedOut;
  #over = false;
  /** @type {Set<Listener>} */
  #listeners = new Set();
  /** @type {Set<() => void>} */
  #closers = new Set();

  /** @param {Session} session @param {(why: 'elsewhere' | 'factor' | 'here') => void} onSignedOut */
  constructor(session, onSignedOut) {
    this.#session = session;
    this.#onSignedOut = onSignedOut;
    this.api = sessionApi(() => this.#session, (why) => this.signedOut(why));
  }

  get state() {
    return this.#state;
  }

  get session() {
    return this.#session;
  }

  /** Another agent session of the same login goes on. @param {Session} next */
  setSession(next) {
    this.#session = next;
  }

  /** Path of the agent session in the old API. */
  get base() {
    return sessionPath(this.#session);
  }

  /** Path of the agent session in the API of the pages. */
  get pages() {
    return handoverPath(this.#session);
  }

  /** @param {(state: State) => State} change pure */
  update(change) {
    const before = this.#state;
    this.#state = change(before);
    if (this.#state === before) return;
    for (const listener of this.#listeners) listener(this.#state, before);
  }

  /**
   * @param {Listener} listener called in the moment of the change
   * @returns {() => void} stops it
   */
  subscribe(listener) {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /**
   * Calls a view at most once a frame with what is and what it was shown last.
   * @param {Listener} draw
   * @returns {() => void} stops it
   */
  view(draw) {
    let shown = this.#state;
    let due = false;
    const show = () => {
      due = false;
      const before = shown;
      shown = this.#state;
      if (!this.#over) draw(shown, before);
    };
    return this.subscribe(() => {
      if (due) return;
      due = true;
      // A page that is not seen gets no frames, and must still tell of a ring.
      if (document.hidden) setTimeout(show, 50);
      else requestAnimationFrame(show);
    });
  }

  /** @param {() => void} close what ends with the console */
  onClose(close) {
    this.#closers.add(close);
  }

  close() {
    this.#over = true;
    for (const close of this.#closers) close();
    this.#closers.clear();
    this.#listeners.clear();
  }

  /** @param {'elsewhere' | 'factor' | 'here'} why `factor`: a second factor is to be set up first */
  signedOut(why) {
    if (this.#over) return;
    this.close();
    this.#onSignedOut(why);
  }
}
