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

/** How long the first byte may take: the server says something at once. */
const FIRST_MS = 8000;
/** Streams that brought nothing before polling begins. */
const MUTE_STREAMS = 2;
/** How long to poll before a stream is tried again. */
const POLL_FOR_MS = 120_000;

/**
 * @param {StreamOptions} options
 */
export function openStream(options) {
  const closing = new AbortController();
  let cursor = options.cursor;
  /** Wakes a wait between two attempts. */
  let wake = () => {};
  /** Gives up the stream that is open. */
  let breakOff = () => {};
  let mute = 0;
  let failures = 0;
  /** @type {StreamState | undefined} */
  let told;

  /** @param {StreamState} state @param {StreamEnd} [why] */
  function tell(state, why) {
    if (closing.signal.aborted || (told === state && !why)) return;
    told = state;
    options.onState(state, why);
  }

  /** @param {StreamEnd} why */
  function end(why) {
    tell('over', why);
    closing.abort();
  }

  /** Waits, but not once the connection is back or somebody looks at the page. @param {number} ms */
  async function rest(ms) {
    const waking = new AbortController();
    wake = () => waking.abort();
    await pause(ms, AbortSignal.any([waking.signal, closing.signal])).catch(() => {});
  }

  async function run() {
    tell('connecting');
    while (!closing.signal.aborted) {
      if (mute >= MUTE_STREAMS && options.poll) {
        await pollFor(POLL_FOR_MS);
        mute = MUTE_STREAMS - 1;
      }
      const wait = await attempt();
      if (closing.signal.aborted) return;
      if (wait > 0) await rest(wait);
    }
  }

  /** One stream to its end. @returns {Promise<number>} how long to wait before the next */
  async function attempt() {
    const call = new AbortController();
    breakOff = () => call.abort();
    const silenceMs = options.silenceMs ?? 25_000;
    const quiet = silence(Math.min(silenceMs, FIRST_MS), silenceMs, () => call.abort());
    let heard = false;
    try {
      const response = await fetch(options.url, {
        signal: AbortSignal.any([call.signal, closing.signal]),
        cache: 'no-store',
        headers: {
          Accept: 'text/event-stream',
          Authorization: `Bearer ${options.token()}`,
          ...(cursor === undefined ? {} : { 'Last-Event-ID': cursor }),
        },
      });
      if (response.status !== 200 || !response.body) return refused(response);
      const goOn = await read(response.body, () => {
        quiet.again();
        heard = true;
        mute = 0;
        failures = 0;
        tell('live');
      });
      return goOn;
    } catch {
      if (closing.signal.aborted) return 0;
      if (!heard && quiet.over()) mute += 1;
      failures += 1;
      // The first break is often only a moment: it is not shown.
      if (failures > 1 || !navigator.onLine) tell('offline');
      return failures === 1 ? 200 : backOffMs(failures - 1);
    } finally {
      quiet.stop();
    }
  }

  /** @param {Response} response */
  function refused(response) {
    if (response.status === 401) end('signed-out');
    else if (response.status === 403) end('forbidden');
    else if (response.status === 404) end('gone');
    else if (response.status === 204) end('ended');
    else if (response.status === 400) {
      if (cursor === undefined) end('refused');
      else {
        cursor = undefined;
        options.onRestart?.();
      }
      return 0;
    }
    failures += 1;
    if (failures > 1) tell('offline');
    return retryAfterMs(response.headers.get('retry-after')) ?? backOffMs(failures);
  }

  /**
   * @param {ReadableStream<Uint8Array>} body
   * @param {() => void} onBytes
   * @returns {Promise<number>}
   */
  async function read(body, onBytes) {
    const reader = body.getReader();
    const decoder = new TextDecoder();
    const sse = createSseReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return backOffMs(1);
      onBytes();
      for (const message of sse.feed(decoder.decode(value, { stream: true }))) {
        if (message.id !== undefined) cursor = message.id;
        const data = JSON.parse(message.data);
        if (message.type === 'close') return closed(String(data.reason));
        options.onMessage({ ...message, data });
      }
    }
  }

  /** @param {string} reason */
  function closed(reason) {
    if (reason === 'gone') end('gone');
    else if (reason === 'ended') end('ended');
    else if (reason === 'cursor') {
      cursor = undefined;
      options.onRestart?.();
    }
    return reason === 'stopping' ? backOffMs(1) : 100;
  }

  /** @param {number} ms */
  async function pollFor(ms) {
    const until = Date.now() + ms;
    let failed = 0;
    while (Date.now() < until && !closing.signal.aborted) {
      try {
        await options.poll?.(closing.signal);
        failed = 0;
        tell('polling');
      } catch (error) {
        const status = /** @type {{ status?: number }} */ (error).status;
        if (status === 401) return end('signed-out');
        if (status === 404) return end('gone');
        failed += 1;
        if (failed > 1) tell('offline');
      }
      await rest(failed ? backOffMs(failed) : (options.pollEveryMs ?? 2000));
    }
  }

  // A stream that was open before the connection changed may be dead without knowing it; with the cursor another costs little.
  const come = () => {
    breakOff();
    wake();
  };
  const leave = () => tell('offline');
  const look = () => {
    if (document.visibilityState === 'visible') wake();
  };
  addEventListener('online', come);
  addEventListener('offline', leave);
  document.addEventListener('visibilitychange', look);
  closing.signal.addEventListener('abort', () => {
    removeEventListener('online', come);
    removeEventListener('offline', leave);
    document.removeEventListener('visibilitychange', look);
  });
  void run();

  return {
    close: () => closing.abort(),
    /** Tries at once instead of waiting. */
    again: () => wake(),
    get cursor() {
      return cursor;
    },
  };
}

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
