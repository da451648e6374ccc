// What goes between a chat and the server: asking for it, following it, sending lines, in step with other tabs.
import { backOff, follow, key } from './server.js';
import { lastToSee, toSend } from './store.js';

/** @typedef {{ chat?: string | null, start?: { once: string, request: unknown } | null, visitorId?: number, seen?: number }} Kept */

/** What the browser keeps: the chat, lines on their way, what was typed. Each line is an item of its own, so that tabs do not overwrite one another.
 * @param {string} space */
export const memory = (space) => {
  /** What stands in where the browser keeps nothing lives as long as the page. @type {Record<string, string>} */
  let kept = {};
  try {
    kept = localStorage;
    void kept[space];
  } catch { /* It is not allowed to. */ }
  const name = (/** @type {string} */ part) => (part ? `${space}.${part}` : space);
  return {
    /** @param {string} part @returns {any} */
    get: (part) => JSON.parse(kept[name(part)] ?? 'null'),
    /** Nothing takes it away. @param {string} part @param {unknown} value */
    set: (part, value) => {
      try {
        if (value === null) delete kept[name(part)];
        else kept[name(part)] = JSON.stringify(value);
      } catch { /* It is full. */ }
    },
    /** The parts whose names begin so. @param {string} start */
    parts: (start) => Object.keys(kept).filter((one) => one.startsWith(name(start))).map((one) => one.slice(space.length + 1)),
    /** Tells what other tabs change. @param {(part: string) => void} heard */
    watch: (heard) => addEventListener('storage', ({ key }) => {
      if (`${key}.`.startsWith(`${space}.`)) heard(/** @type {string} */ (key).slice(space.length + 1));
    }),
    /** Whether the chat is open in this tab, also after a reload. @param {boolean} [isOpen] */
    opened: (isOpen) => {
      try {
        if (isOpen !== undefined) sessionStorage[space] = isOpen ? 1 : '';
        return Boolean(sessionStorage[space]);
      } catch {
        return false;
      }
    },
  };
};

/** One of all tabs at a time does the work; where the browser cannot tell, every tab does. @type {(name: string, work: () => Promise<unknown>) => Promise<unknown>} */
const alone = (name, work) => (navigator.locks ? navigator.locks.request(name, work) : work());

/** Silence after which the server ends the chat, in seconds: a phone may sleep for a while, a page may be left for another. */
const SILENCE_S = 300;
const TYPING_MS = 5000;

/**
 * @param {{ space: string, server: ReturnType<typeof import('./server.js').api>, keep: ReturnType<typeof memory>,
 *   get: () => import('./types').State, dispatch: (action: import('./types').Action) => void, isOpen: () => boolean }} parts
 */
export const session = ({ space, server, keep, get, dispatch, isOpen }) => {
  /** @type {AbortController | null} */
  let following = null;
  let told = -1;
  let isOver = false, leads = !navigator.locks, isSending = false, isStarting = false, isTyping = false;
  /** Lets this tab cease to be the one that follows while it is hidden. @type {(() => void) | null} */
  let release = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let typingTimer;
  /** @type {Set<() => void>} */
  const sleepers = new Set();

  const change = (/** @type {Kept} */ part) => keep.set('', { ...keep.get(''), ...part });
  /** Waits, but not longer than until something speaks for trying again. @param {number} ms */
  const awake = (ms) => new Promise((resolve) => {
    const wake = () => {
      clearTimeout(timer);
      sleepers.delete(wake);
      resolve(undefined);
    };
    const timer = setTimeout(wake, ms);
    sleepers.add(wake);
  });
  const nudge = () => [...sleepers].forEach((wake) => wake());

  /** Follows the chat in every tab that is seen, and in one more: connections are few. */
  const sync = () => {
    const { chat } = get();
    const isWanted = Boolean(chat) && !isOver && (leads || !document.hidden);
    if (chat && !isOver && !release && navigator.locks) {
      const held = new Promise((resolve) => { release = () => resolve(undefined); });
      navigator.locks.request(`${space}.follow`, () => {
        leads = true;
        sync();
        return held;
      });
    }
    if (!isWanted && following) {
      following.abort();
      following = null;
    }
    if (!isWanted || following || !chat) return;
    const mine = following = new AbortController();
    follow({
      signal: mine.signal, awake, from: () => get().next, url: (of, more) => server.url(`/${chat}${of}`, more), link: (isLost) => dispatch({ type: 'link', isLost }),
      tell: (type, data) => {
        if (type === 'event') dispatch({ type, event: data.event });
        else if (type === 'info') dispatch({ type, info: data.info });
        else if (type === 'typing') dispatch({ type, isTyping: data.agentTyping === 'typing' });
        else if (type === 'queue') dispatch({ type, queue: data });
        else if (type === 'marks') dispatch({ type, marks: data });
        else if (type === 'caughtUp' && !get().isCaughtUp) dispatch({ type });
      },
      over: (isGone) => {
        leave();
        if (!isGone) return dispatch({ type: 'caughtUp' });
        forget();
        dispatch({ type: get().entries.length ? 'gone' : 'reset' });
      },
    });
  };
  /** The chat need not be followed any more. */
  const leave = () => {
    isOver = true;
    release?.();
    following = null;
  };
  /** Takes the chat and its lines out of the browser. */
  const forget = () => {
    change({ chat: null, start: null, seen: -1 });
    keep.parts('line.').forEach((part) => keep.set(part, null));
  };

  /** Begins to follow a chat that was started here or in another tab. @param {string} chat */
  const join = (chat) => {
    if (get().chat === chat) return;
    following?.abort();
    following = null;
    release?.();
    release = null;
    isOver = false;
    leads = !navigator.locks;
    dispatch({ type: 'started', chat });
    keep.parts('line.').forEach(adopt);
    sync();
    send();
  };
  /** Takes a line in that was written in another tab or before a reload. @param {string} part */
  const adopt = (part) => {
    const line = keep.get(part);
    if (line) dispatch({ type: 'wrote', line });
  };

  /** Asks for the chat that is noted down, until there is an answer. The key makes a repeat harmless, also after a reload. */
  const ask = async () => {
    if (isStarting) return;
    isStarting = true;
    dispatch({ type: 'starting' });
    try {
      for (let fails = 0; ; fails += 1) {
        const { start, chat } = keep.get('') ?? {};
        if (chat) return join(chat);
        if (!start) return dispatch({ type: 'notStarted' });
        try {
          const started = await server.start(start.request, start.once);
          change({ chat: started, start: null, seen: -1 });
          return join(started);
        } catch (error) {
          if (!(/** @type {import('./server.js').Refused} */ (error).isPassing)) {
            change({ start: null });
            dispatch({ type: 'notStarted' });
            throw error;
          }
          dispatch({ type: 'link', isLost: true });
          await awake(backOff(fails));
        }
      }
    } finally {
      isStarting = false;
    }
  };

  const send = async () => {
    if (isSending || !toSend(get()).length) return;
    isSending = true;
    await alone(`${space}.send`, async () => {
      for (let fails = 0, line; (line = toSend(get())[0]);) {
        const { chat } = get();
        if (!chat) return;
        if (!keep.get(`line.${line.key}`)) {
          dispatch({ type: 'dropped', key: line.key });
          continue;
        }
        try {
          const event = await server.say(chat, line.text, line.key);
          keep.set(`line.${line.key}`, null);
          dispatch({ type: 'sent', key: line.key, event });
          fails = 0;
        } catch (error) {
          if (/** @type {import('./server.js').Refused} */ (error).isPassing) await awake(backOff(fails));
          else fail(line);
          fails += 1;
        }
      }
    });
    isSending = false;
    if (toSend(get()).length) send();
  };
  /** @param {import('./types').Pending} line */
  const fail = (line) => {
    keep.set(`line.${line.key}`, { ...line, failed: true });
    dispatch({ type: 'refused', key: line.key });
  };

  const setTyping = (/** @type {boolean} */ now) => {
    clearTimeout(typingTimer);
    if (now) typingTimer = setTimeout(() => setTyping(false), TYPING_MS);
    const { chat, phase } = get();
    if (now === isTyping || !chat || phase !== 'chatting') return;
    isTyping = now;
    server.put(`/${chat}/info/visitorTyping`, { visitorTyping: now ? 'typing' : 'not-typing' }).catch(() => {});
  };

  keep.watch((part) => {
    if (part === '') {
      const { chat } = keep.get('') ?? {};
      if (chat && get().phase !== 'ended') join(chat);
    } else if (part.startsWith('line.')) {
      if (!keep.get(part)) return dispatch({ type: 'dropped', key: part.slice(5) });
      adopt(part);
      send();
    }
  });
  document.addEventListener('visibilitychange', () => {
    sync();
    nudge();
  });
  addEventListener('online', nudge);

  return {
    change, forget, send,
    /** Goes on with what the browser has kept. */
    resume: () => {
      const { chat, start, seen = -1 } = keep.get('') ?? {};
      if (chat) join(chat);
      else if (start) {
        keep.parts('line.').forEach(adopt);
        ask().catch(() => {});
      }
      dispatch({ type: 'seen', event: seen });
    },
    /** Notes the request down and asks. @param {any} request */
    start: (request) => {
      change({ start: { once: key(), request: { ...request, interactionTimeout: SILENCE_S } } });
      return ask();
    },
    /** @param {string} text */
    write: (text) => {
      const line = { key: key(), text, at: Date.now() };
      keep.set(`line.${line.key}`, line);
      clearTimeout(typingTimer);
      isTyping = false;
      dispatch({ type: 'wrote', line });
      send();
    },
    /** @param {string} which */
    retry: (which) => {
      const line = keep.get(`line.${which}`);
      if (line) keep.set(`line.${which}`, { ...line, failed: false });
      dispatch({ type: 'retry', key: which });
      send();
    },
    /** @param {string} which */
    drop: (which) => {
      keep.set(`line.${which}`, null);
      dispatch({ type: 'dropped', key: which });
    },
    setTyping,
    /** Says how far the visitor has read, once the lines are in view. */
    look: () => {
      const { chat, marks, seen } = get();
      const last = lastToSee(get());
      if (!chat || !isOpen() || document.hidden || last < 0) return;
      if (last > seen) {
        change({ seen: last });
        dispatch({ type: 'seen', event: last });
      }
      if (last > Math.max(marks.visitorRead ?? -1, told)) server.read(chat, told = last).catch(() => { told = -1; });
    },
  };
};
