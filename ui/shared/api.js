/**
 * Calls to the server: bearer, JSON, `Idempotency-Key`, and patience. A write that carries a key may be repeated safely, so it
 * is, with back-off, when the answer is lost or the server asks to come again.
 */

import { noteServerTime } from './time.js';

/** Why a call failed. `status` 0: there was no answer. */
export class ApiError extends Error {
  /**
   * @param {number} status
   * @param {string} message
   * @param {{ code?: number, retryAfterMs?: number, document?: unknown }} [more]
   */
  constructor(status, message, more = {}) {
    super(message);
    this.name = 'ApiError';
    this.status = status;
    this.code = more.code;
    this.retryAfterMs = more.retryAfterMs;
    this.document = more.document;
  }

  /** Whether the same call may well succeed in a moment. */
  get passing() {
    return this.status === 0 || this.status === 429 || this.status === 502 || this.status === 503 || this.status === 504;
  }
}

/**
 * Whether nothing is to be done before a second factor was set up, which the sign-in leads to.
 * @param {unknown} error
 */
export const lacksFactor = (error) => error instanceof ApiError && error.status === 403 && error.message === 'Set up a second factor first';

/**
 * @typedef {object} CallOptions
 * @property {unknown} [body] sent as JSON
 * @property {string} [key] the `Idempotency-Key`
 * @property {number} [attempts] how often to try; 1 without a key on a write, else 4
 * @property {boolean} [keepalive] goes on when the page is left
 * @property {AbortSignal} [signal]
 * @property {Record<string, string>} [headers]
 */

/** @typedef {ReturnType<typeof createApi>} Api */

/** A new `Idempotency-Key`; `randomUUID` is only there on a secure origin. */
export function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/**
 * How long to wait before attempt `attempt` (the first repeat is 1): doubling, up to 15 s, and up to a half longer by chance, so that
 * many clients do not come back at once.
 * @param {number} attempt
 * @param {number} [chance] 0 to 1
 */
export function backOffMs(attempt, chance = Math.random()) {
  const base = Math.min(15_000, 500 * 2 ** Math.max(0, attempt - 1));
  return Math.round(base * (1 + chance / 2));
}

/**
 * `Retry-After` in milliseconds; both forms of the header.
 * @param {string | null} value
 * @param {number} [present]
 */
export function retryAfterMs(value, present = Date.now()) {
  if (!value) return undefined;
  const seconds = Number(value);
  const ms = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(value) - present;
  return Number.isFinite(ms) ? Math.min(Math.max(0, ms), 120_000) : undefined;
}

/**
 * @param {number} ms
 * @param {AbortSignal} [signal]
 * @returns {Promise<void>}
 */
export function pause(ms, signal) {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop);
      resolve();
    }, ms);
    if (signal?.aborted) stop();
    else signal?.addEventListener('abort', stop, { once: true });
  });
}

/**
 * @param {{ token?: () => string | undefined, onSignedOut?: (why: 'elsewhere' | 'factor') => void }} [options]
 */
export function createApi({ token, onSignedOut } = {}) {
  /**
   * @param {string} method
   * @param {string} path
   * @param {CallOptions} [options]
   * @returns {Promise<any>} the document of the answer, `null` when there is none
   */
  async function call(method, path, options = {}) {
    const repeatable = method === 'GET' || options.key !== undefined;
    const attempts = options.attempts ?? (repeatable ? 4 : 1);
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await once(method, path, options);
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
        if (error.status === 401) onSignedOut?.('elsewhere');
        if (lacksFactor(error)) onSignedOut?.('factor');
        if (!error.passing || attempt >= attempts) throw error;
        await pause(error.retryAfterMs ?? backOffMs(attempt), options.signal);
      }
    }
  }

  /**
   * @param {string} method
   * @param {string} path
   * @param {CallOptions} options
   */
  async function once(method, path, { body, key, keepalive, signal, headers }) {
    const bearer = token?.();
    /** @type {Response} */
    let response;
    try {
      response = await fetch(path, {
        method,
        keepalive: keepalive ?? false,
        ...(signal ? { signal } : {}),
        headers: {
          Accept: 'application/json',
          ...(bearer ? { Authorization: `Bearer ${bearer}` } : {}),
          ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
          ...(key ? { 'Idempotency-Key': key } : {}),
          ...headers,
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
    } catch (error) {
      if (signal?.aborted) throw error;
      throw new ApiError(0, 'The server cannot be reached.');
    }
    const date = Date.parse(response.headers.get('date') ?? '');
    // The header is cut to the second: half of one is the better guess.
    if (Number.isFinite(date)) noteServerTime(date + 500);
    const document = await documentOf(response);
    if (response.ok) return document;
    throw failure(response, document);
  }

  return {
    call,
    /** @param {string} path @param {CallOptions} [options] */
    get: (path, options) => call('GET', path, options),
    /** @param {string} path @param {unknown} body @param {CallOptions} [options] */
    post: (path, body, options) => call('POST', path, { ...options, body }),
    /** @param {string} path @param {unknown} body @param {CallOptions} [options] */
    put: (path, body, options) => call('PUT', path, { ...options, body }),
    /** @param {string} path @param {CallOptions} [options] */
    del: (path, options) => call('DELETE', path, options),
  };
}

/** @param {Response} response */
async function documentOf(response) {
  try {
    const text = await response.text();
    return text ? JSON.parse(text) : null;
  } catch {
    return null;
  }
}

/**
 * @param {Response} response
 * @param {any} document
 */
function failure(response, document) {
  const message = document?.error?.message ?? document?.transfer?.errormsg ?? `The server answered ${response.status}.`;
  const wait = retryAfterMs(response.headers.get('retry-after'));
  return new ApiError(response.status, String(message), {
    document,
    ...(document?.error?.internalCode === undefined ? {} : { code: Number(document.error.internalCode) }),
    ...(wait === undefined ? {} : { retryAfterMs: wait }),
  });
}
