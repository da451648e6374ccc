// The conversation: asking for a chat, following it, sending lines, in step with other tabs.
import { backOff, follow, key } from './server.js';
import { initial, isLive, lastToSee, reduce, toSend, unread } from './store.js';
/** @import { Action, Asker, Kept, Refused, State } from './types' */

/** One of all tabs at a time does the work; where the browser cannot tell, every tab does. @type {(name: string, work: () => Promise<unknown>) => Promise<unknown>} */
const alone = (name, work) => (navigator.locks ? navigator.locks.request(name, work) : work());

/** Silence after which the server ends the chat, in seconds: a phone may sleep for a while, a page may be left for another. */
const SILENCE_S = 300;
const TYPING_MS = 5000;

/**
 * @param {{ ask: Asker, show: () => void }} parts
 */
export const talk = ({ ask, show }) => {
  const { shell, server, keep } = ask;
  const { space } = shell;
  /** @type {State} */
  let state = { ...initial(), status: shell.status, visitorId: keep.get('')?.visitorId };
  let isDue = false;
  /** @param {Action} action */
  const dispatch = (action) => {
    const before = state;
    state = reduce(before, action);
    if (state === before) return;
    if (state.phase !== before.phase || state.agent !== before.agent) {
      shell.active = isLive(state);
      shell.emit('state', { state: state.phase, chat: state.chat, agent: state.agent || null });
      send();
      if (!shell.active) shell.ask();
    }
    if (state.visitorId !== before.visitorId) change({ visitorId: state.visitorId });
    if (before.isCaughtUp) state.entries.slice(before.entries.length).forEach(({ from, by, text }) => shell.emit('message', { from, by, text }));
    if (!isDue) queueMicrotask(draw);
    isDue = true;
  };
  /** @param {Extract<Action, { type: 'set' }>['part']} part */
  const set = (part) => dispatch({ type: 'set', part });
  const draw = () => {
    isDue = false;
    show();
    look();
    const count = unread(state);
    if (count !== shell.unread) shell.emit('unread', { count });
    shell.unread = count;
    shell.draw();
  };

  /** Ends what follows the chat in this tab. @type {AbortController | null} */
  let following = null;
  /** Lets another tab be the one that follows while it is hidden. @type {(() => void) | null} */
  let release = null;
  let isOver = false, leads = false, isSending = false, isTyping = false;
  /** How far the server was told that the visitor has read. */
  let told = -1;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let typingTimer;
  /** @type {Set<() => void>} */
  const sleepers = new Set();

  const kept = () => /** @type {Kept} */ (keep.get('') ?? {});
  const change = (/** @type {Kept} */ part) => keep.set('', { ...kept(), ...part });
  /** Waits, but not longer than until something speaks for trying again. @param {number} ms */
  const awake = (ms) => new Promise((wake) => {
    sleepers.add(() => wake(0));
    setTimeout(wake, ms);
  });
  const nudge = () => {
    sleepers.forEach((wake) => wake());
    sleepers.clear();
  };
  /** Does it again until it is done or refused. @type {<T>(work: () => Promise<T>) => Promise<T>} */
  const persist = async (work) => {
    for (let fails = 0; ; fails += 1) {
      try {
        return await work();
      } catch (error) {
        if (!(/** @type {Refused} */ (error).isPassing)) throw error;
        if (!state.chat) set({ isLost: true });
        await awake(backOff(fails));
      }
    }
  };

  const stop = () => {
    following?.abort();
    following = null;
  };
  /** Follows the chat in every tab that is seen, and in one more: connections are few. */
  const sync = () => {
    const { chat } = state;
    if (!chat || isOver) return;
    if (!release) {
      const held = new Promise((resolve) => { release = () => resolve(0); });
      alone(`${space}.follow`, () => {
        leads = true;
        sync();
        return held;
      });
    }
    if (document.hidden && !leads) return stop();
    if (following) return;
    following = new AbortController();
    follow({
      signal: following.signal, awake, from: () => state.next, url: (of, more) => server.url(`/${chat}${of}`, more), link: (isLost) => set({ isLost }),
      tell: (type, data) => {
        if (type === 'event' || type === 'info') dispatch({ ...data, type });
        if (type === 'marks') dispatch({ type, marks: data });
        if (type === 'queue') set({ queue: data });
        if (type === 'typing') set({ isTyping: data.agentTyping === 'typing' });
        if (type === 'caughtUp') set({ isCaughtUp: true });
      },
      over: (isGone) => {
        isOver = true;
        release?.();
        if (!isGone) return set({ isCaughtUp: true });
        forget();
        if (state.entries.length) set({ phase: 'ended', queue: null });
        else dispatch({ type: 'reset' });
      },
    });
  };
  /** Takes the chat and its lines out of the browser, unless another tab has begun another. */
  const forget = () => {
    if (kept().chat !== state.chat) return;
    change({ chat: null, seen: -1 });
    keep.parts('line.').forEach((part) => keep.set(part, null));
  };

  /** Takes a line in that was written in another tab or before a reload. @param {string} part */
  const adopt = (part) => {
    const line = keep.get(part);
    if (line) dispatch({ type: 'wrote', line });
  };
  /** Begins to follow a chat that was started here or in another tab. @param {string} chat */
  const join = (chat) => {
    if (state.chat === chat) return;
    stop();
    release?.();
    release = null;
    isOver = leads = false;
    told = -1;
    dispatch({ type: 'started', chat });
    dispatch({ type: 'seen', event: kept().seen ?? -1 });
    keep.parts('line.').forEach(adopt);
    sync();
    send();
  };
  /** Asks for the chat that is noted down. The key makes a repeat harmless, also after a reload. */
  const request = async () => {
    if (state.phase === 'starting') return;
    set({ phase: 'starting' });
    try {
      const started = await persist(async () => {
        const { start, chat } = kept();
        return chat || server.start(start?.request, start?.once);
      });
      change({ chat: started, start: null });
      join(started);
    } catch (error) {
      change({ start: null });
      set({ phase: 'none' });
      throw error;
    }
  };

  const send = async () => {
    if (isSending || !toSend(state).length) return;
    isSending = true;
    await alone(`${space}.send`, async () => {
      for (let line; (line = toSend(state)[0]);) {
        const { key: once, text } = line;
        const part = `line.${once}`;
        const { chat } = state;
        // A line that is not there any more was sent by another tab.
        if (!chat || !keep.get(part)) dispatch({ type: 'dropped', key: once });
        else {
          try {
            const event = await persist(() => server.say(chat, text, once));
            keep.set(part, null);
            dispatch({ type: 'sent', key: once, event });
          } catch {
            keep.set(part, { ...line, failed: true });
            dispatch({ type: 'refused', key: once });
          }
        }
      }
    });
    isSending = false;
    send();
  };

  const setTyping = (/** @type {boolean} */ now) => {
    clearTimeout(typingTimer);
    if (now) typingTimer = setTimeout(setTyping, TYPING_MS, false);
    const { chat, phase } = state;
    if (now === isTyping || phase !== 'chatting') return;
    isTyping = now;
    server.put(`/${chat}/info/visitorTyping`, { visitorTyping: now ? 'typing' : 'not-typing' }).catch(() => {});
  };

  keep.watch((part) => {
    const { chat } = kept();
    if (!part && chat && state.phase !== 'ended') join(chat);
    if (!part.startsWith('line.')) return;
    if (!keep.get(part)) return dispatch({ type: 'dropped', key: part.slice(5) });
    adopt(part);
    send();
  });
  document.addEventListener('visibilitychange', () => {
    sync();
    nudge();
    look();
  });
  addEventListener('online', nudge);

  /** @param {string} text */
  const write = (text) => {
    const line = { key: key(), text, at: Date.now() };
    keep.set(`line.${line.key}`, line);
    clearTimeout(typingTimer);
    isTyping = false;
    dispatch({ type: 'wrote', line });
    send();
    return line.key;
  };
  /** @param {string} which */
  const retry = (which) => {
    keep.set(`line.${which}`, { ...keep.get(`line.${which}`), failed: false });
    dispatch({ type: 'retry', key: which });
    send();
  };
  /** @param {string} which */
  const drop = (which) => {
    keep.set(`line.${which}`, null);
    dispatch({ type: 'dropped', key: which });
  };
  /** Says how far the visitor has read, once the lines are in view. */
  const look = () => {
    const { chat, marks, seen } = state;
    const last = lastToSee(state);
    if (!chat || !shell.opened || document.hidden || last < 0) return;
    if (last > seen) {
      change({ seen: last });
      dispatch({ type: 'seen', event: last });
    }
    if (last > Math.max(marks.visitorRead ?? -1, told)) server.read(chat, told = last).catch(() => {});
  };

  const end = () => {
    if (state.chat) server.end(state.chat).catch(() => {});
  };

  return {
    get: () => state, dispatch, set, draw, forget, write, retry, drop, setTyping, end,
    /** Goes on with what the browser has kept. */
    resume: () => {
      const { chat, start } = kept();
      if (chat) join(chat);
      else if (start) {
        keep.parts('line.').forEach(adopt);
        request().catch(() => {});
      }
    },
    /** Notes the request down and asks. @param {any} wanted */
    start: (wanted) => {
      change({ start: { once: key(), request: { visitorId: state.visitorId, ...wanted, interactionTimeout: SILENCE_S } } });
      return request();
    },
  };
};
