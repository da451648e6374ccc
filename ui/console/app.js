/** The console as one thing: its state, who listens to it, and whom it speaks to the server as. No view is known here. */

import { handoverPath, sessionApi, sessionPath } from '../shared/session.js';
import { initialState } from './store.js';

/** @typedef {import('./store.js').State} State */
/** @typedef {import('../shared/session.js').Session} Session */

/** @typedef {ReturnType<typeof createApp>} App */

/**
 * @param {Session} session
 * @param {(why: 'elsewhere' | 'here') => void} onSignedOut
 */
export function createApp(session, onSignedOut) {
  let state = initialState();
  let current = session;
  let over = false;
  /** @type {Set<(next: State, before: State) => void>} */
  const listeners = new Set();
  /** @type {Set<() => void>} */
  const closers = new Set();

  const app = {
    get state() {
      return state;
    },
    get session() {
      return current;
    },
    /** Another agent session of the same login goes on. @param {Session} next */
    setSession(next) {
      current = next;
    },
    /** Path of the agent session in the old API, and in that of the pages. */
    get base() {
      return sessionPath(current);
    },
    get pages() {
      return handoverPath(current);
    },
    api: sessionApi(() => current, () => app.signedOut('elsewhere')),
    /** @param {(state: State) => State} change pure */
    update(change) {
      const before = state;
      state = change(before);
      if (state === before) return;
      for (const listener of listeners) listener(state, before);
    },
    /**
     * @param {(next: State, before: State) => void} listener called in the moment of the change
     * @returns {() => void} stops it
     */
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    /**
     * Calls a view at most once a frame with what is and what it was shown last.
     * @param {(next: State, before: State) => void} draw
     * @returns {() => void} stops it
     */
    view(draw) {
      let shown = state;
      let due = false;
      const show = () => {
        due = false;
        const before = shown;
        shown = state;
        if (!over) draw(shown, before);
      };
      return app.subscribe(() => {
        if (due) return;
        due = true;
        // A page that is not seen gets no frames, and must still tell of a ring.
        if (document.hidden) setTimeout(show, 50);
        else requestAnimationFrame(show);
      });
    },
    /** @param {() => void} close what ends with the console */
    onClose(close) {
      closers.add(close);
    },
    close() {
      over = true;
      for (const close of closers) close();
      closers.clear();
      listeners.clear();
    },
    /** @param {'elsewhere' | 'here'} why */
    signedOut(why) {
      if (over) return;
      app.close();
      onSignedOut(why);
    },
  };
  return app;
}
