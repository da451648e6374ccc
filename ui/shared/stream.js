/**
 * A stream that stays: Server-Sent Events over `fetch` (which can send the bearer), taken up where it broke off, with back-off.
 * Where streams do not pass, as behind a proxy that holds answers back, it steps down to polling and tries the stream again from
 * time to time.
 */

import { backOffMs, pause, retryAfterMs } from './api.js';
import { createSseReader } from './sse.js';

/**
 * @typedef {'connecting' | 'live' | 'polling' | 'offline' | 'over'} StreamState
 * `over`: there is no use in coming again; `why` says what happened
 * @typedef {'signed-out' | 'gone' | 'forbidden' | 'ended' | 'refused'} StreamEnd
 * @typedef {{ type: string, id?: string, data: any }} StreamMessage
 *
 * @typedef {object} StreamOptions
 * @property {string} url
 * @property {() => string} token the bearer
 * @property {(message: StreamMessage) => void} onMessage
 * @property {(state: StreamState, why?: StreamEnd) => void} onState
 * @property {() => void} [onRestart] the cursor was refused: what was told so far will be told again
 * @property {(signal: AbortSignal) => Promise<void>} [poll] one round of polling, for when streams do not pass
 * @property {string} [cursor]
 * @property {number} [silenceMs] how long nothing may come; the server says something every 15 s
 * @property {number} [pollEveryMs]
 */

/** What an answer says for good. @type {Record<number, StreamEnd>} */
const ENDS = { 204: 'ended', 401: 'signed-out', 403: 'forbidden', 404: 'gone' };
/** Of these, what something in between may say of a stream as well: where there is polling, that is asked. */
const DOUBTFUL = [403, 404];
/** How long the first byte may take: the server says something at once. */
const FIRST_MS = 8000;
/** Streams that brought nothing before polling begins. */
const MUTE_STREAMS = 2;
/** How long to poll before a stream is tried again. */
const POLL_FOR_MS = 120_000;

/**
 * @param {StreamOptions} options
 * @returns {Stream}
 */
export const openStream = (options) => new Stream(options);

export class Stream {
  #options;
  #closing = new AbortController();
  /** @type {string | undefined} */
  #cursor;
  /** Wakes a wait between two attempts. */
  #wake = () => {};
  /** Gives up the stream that is open. */
  #breakOff = () => {};
  /** Streams in a row that brought nothing. */
  #mute = 0;
  /** Attempts in a row that failed. */
  #failures = 0;
  /** @type {StreamState | undefined} */
  #told;

  /** @param {StreamOptions} options */
  constructor(options) {
    this.#options = options;
    this.#cursor = options.cursor;
    this.#watchConnection();
    void this.#run();
  }

  get cursor() {
    return this.#cursor;
  }

  close() {
    this.#closing.abort();
  }

  /** Tries at once instead of waiting. */
  again() {
    this.#wake();
  }

  #watchConnection() {
    // A stream that was open before the connection changed may be dead without knowing it; with the cursor another costs little.
    const come = () => {
      this.#breakOff();
      this.#wake();
    };
    const leave = () => this.#tell('offline');
    const look = () => {
      if (document.visibilityState === 'visible') this.#wake();
    };
    addEventListener('online', come);
    addEventListener('offline', leave);
    document.addEventListener('visibilitychange', look);
    this.#closing.signal.addEventListener('abort', () => {
      removeEventListener('online', come);
      removeEventListener('offline', leave);
      document.removeEventListener('visibilitychange', look);
    });
  }

  /** @param {StreamState} state @param {StreamEnd} [why] */
  #tell(state, why) {
    if (this.#closing.signal.aborted || (this.#told === state && !why)) return;
    this.#told = state;
    this.#options.onState(state, why);
  }

  /** @param {StreamEnd} why */
  #end(why) {
    this.#tell('over', why);
    this.#closing.abort();
  }

  #restart() {
    this.#cursor = undefined;
    this.#options.onRestart?.();
  }

  /** Waits, but not once the connection is back or somebody looks at the page. @param {number} ms */
  async #rest(ms) {
    const waking = new AbortController();
    this.#wake = () => waking.abort();
    await pause(ms, AbortSignal.any([waking.signal, this.#closing.signal])).catch(() => {});
  }

  async #run() {
    this.#tell('connecting');
    while (!this.#closing.signal.aborted) {
      if (this.#mute >= MUTE_STREAMS && this.#options.poll) {
        await this.#pollFor(POLL_FOR_MS);
        this.#mute = MUTE_STREAMS - 1;
        continue;
      }
      const wait = await this.#attempt();
      if (this.#closing.signal.aborted) return;
      if (wait > 0) await this.#rest(wait);
    }
  }

  /** One stream to its end. @returns {Promise<number>} how long to wait before the next */
  async #attempt() {
    const call = new AbortController();
    this.#breakOff = () => call.abort();
    const silenceMs = this.#options.silenceMs ?? 25_000;
    const quiet = silence(Math.min(silenceMs, FIRST_MS), silenceMs, () => call.abort());
    let heard = false;
    try {
      const response = await this.#ask(call.signal);
      if (response.status !== 200 || !response.body || !isStream(response)) return this.#refused(response);
      return await this.#read(response.body, () => {
        quiet.again();
        heard = true;
        this.#mute = 0;
        this.#failures = 0;
        this.#tell('live');
      });
    } catch {
      if (this.#closing.signal.aborted) return 0;
      if (!heard && quiet.over()) this.#mute += 1;
      this.#failures += 1;
      // The first break is often only a moment: it is not shown.
      if (this.#failures > 1 || !navigator.onLine) this.#tell('offline');
      return this.#failures === 1 ? 200 : backOffMs(this.#failures - 1);
    } finally {
      quiet.stop();
    }
  }

  /** @param {AbortSignal} signal */
  #ask(signal) {
    return fetch(this.#options.url, {
      signal: AbortSignal.any([signal, this.#closing.signal]),
      cache: 'no-store',
      headers: {
        Accept: 'text/event-stream',
        Authorization: `Bearer ${this.#options.token()}`,
        ...(this.#cursor === undefined ? {} : { 'Last-Event-ID': this.#cursor }),
      },
    });
  }

  /** @param {Response} response */
  #refused(response) {
    const { status } = response;
    if (status === 400 && this.#cursor !== undefined) {
      this.#restart();
      return 0;
    }
    const end = status === 400 ? 'refused' : ENDS[status];
    if (end && this.#options.poll && (end === 'refused' || DOUBTFUL.includes(status))) {
      this.#mute = MUTE_STREAMS;
      return 0;
    }
    if (end) this.#end(end);
    // Something in between lets no streams through: a page of its own, or a refusal that the server never gives.
    if (response.status < 500 && response.status !== 429) this.#mute += 1;
    this.#failures += 1;
    if (this.#failures > 1) this.#tell('offline');
    return retryAfterMs(response.headers.get('retry-after')) ?? backOffMs(this.#failures);
  }

  /**
   * @param {ReadableStream<Uint8Array>} body
   * @param {() => void} onBytes
   * @returns {Promise<number>}
   */
  async #read(body, onBytes) {
    const reader = body.getReader();
    const decoder = new TextDecoder();
    const sse = createSseReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return backOffMs(1);
      onBytes();
      for (const message of sse.feed(decoder.decode(value, { stream: true }))) {
        if (message.id !== undefined) this.#cursor = message.id;
        const data = JSON.parse(message.data);
        if (message.type === 'close') return this.#closed(String(data.reason));
        this.#options.onMessage({ ...message, data });
      }
    }
  }

  /** @param {string} reason */
  #closed(reason) {
    if (reason === 'gone' || reason === 'ended') this.#end(reason);
    else if (reason === 'cursor') this.#restart();
    return reason === 'stopping' ? backOffMs(1) : 100;
  }

  /** @param {number} ms */
  async #pollFor(ms) {
    const until = Date.now() + ms;
    let failed = 0;
    while (Date.now() < until && !this.#closing.signal.aborted) {
      try {
        await this.#options.poll?.(this.#closing.signal);
        failed = 0;
        this.#tell('polling');
      } catch (error) {
        const end = ENDS[Number(/** @type {{ status?: number }} */ (error).status)];
        if (end) return this.#end(end);
        failed += 1;
        if (failed > 1) this.#tell('offline');
      }
      await this.#rest(failed ? backOffMs(failed) : (this.#options.pollEveryMs ?? 2000));
    }
  }
}

/** @param {Response} response */
const isStream = (response) => response.headers.get('content-type')?.startsWith('text/event-stream') === true;

/**
 * Calls back when nothing came for a time.
 * @param {number} firstMs for the first byte
 * @param {number} ms for each that follows
 * @param {() => void} onSilence
 */
function silence(firstMs, ms, onSilence) {
  let over = false;
  const fall = () => {
    over = true;
    onSilence();
  };
  let timer = setTimeout(fall, firstMs);
  return {
    again() {
      clearTimeout(timer);
      timer = setTimeout(fall, ms);
    },
    stop: () => clearTimeout(timer),
    over: () => over,
  };
}
