/** A page without a browser, for the tests of what keeps, sends and listens: a storage, its events, and a console on top. */

import { ApiError } from '../../shared/api.js';
import { createApp } from '../app.js';
import { accepted, desk, sessions, tell } from './helpers.js';

/** @typedef {import('../../shared/session.js').Session} Session */

/** @type {Session} */
export const SESSION = { account: '1', login: 'maya', agent: '7', bearer: 'b', csrf: 'c', session: 's1', device: 'Laptop' };

/** @param {string} name @param {unknown} value */
const put = (name, value) => Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });

/** Gives each test a page of its own. @param {string} [userAgent] */
export function openPage(userAgent = 'Firefox Linux') {
  /** @type {Map<string, string>} */
  const items = new Map();
  const page = new EventTarget();
  put('localStorage', {
    get length() { return items.size; },
    key: (/** @type {number} */ at) => [...items.keys()][at] ?? null,
    getItem: (/** @type {string} */ name) => items.get(name) ?? null,
    setItem: (/** @type {string} */ name, /** @type {string} */ value) => void items.set(name, value),
    removeItem: (/** @type {string} */ name) => void items.delete(name),
  });
  put('document', new EventTarget());
  put('navigator', { onLine: true, userAgent });
  for (const act of /** @type {const} */ (['addEventListener', 'removeEventListener', 'dispatchEvent'])) put(act, page[act].bind(page));
  return items;
}

/** What a tab hears when another one takes something away. @param {string} key */
export function removedElsewhere(key) {
  localStorage.removeItem(key);
  dispatchEvent(Object.assign(new Event('storage'), { key, newValue: null }));
}

/**
 * A console with one chat, whose calls are answered by the test.
 * @param {(path: string, body: any, options: import('../../shared/api.js').CallOptions) => Promise<any>} answer
 */
export function consoleWith(answer) {
  const app = createApp(SESSION, () => {});
  const call = (/** @type {string} */ path, /** @type {any} */ body, /** @type {any} */ options) => answer(path, body, options ?? {});
  app.api = /** @type {any} */ ({ put: call, post: call });
  app.update(() => tell({ ...desk(), connection: 'live' }, [...accepted('c1'), sessions('c1')]));
  return app;
}

/** The server cannot be reached. */
export const away = () => new ApiError(0, 'The server cannot be reached.');

/** Waits until something holds; the runner ends a test that waits in vain. @param {() => unknown} holds */
export async function until(holds) {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 5));
}
