// How the chat is followed: by a stream, else by long-polls, else by polls (docs/push.md). One cursor for all, so the way may change at any moment.

/** Ways, the best first. */
export const STREAM = 0, LONG_POLL = 1, POLL = 2;
const POLL_MS = 2500, CLIMB_MS = 60_000, OPENING_MS = 10_000, SILENCE_MS = 40_000, WAIT_S = 20;

/** @typedef {{ way: number, fails: number, since: number }} At */
/** @typedef {'told' | 'silent' | 'failed'} Outcome */

/** The way to go on after what came of the last one: two failures lead down a step, a minute below leads up one. Pure.
 * @type {(at: At, outcome: Outcome, now: number) => At} */
export const onwards = (at, outcome, now) => {
  if (outcome !== 'told') {
    const fails = at.fails + 1;
    return fails < 2 || at.way === POLL ? { ...at, fails } : { way: at.way + 1, fails: 0, since: now };
  }
  if (at.way > STREAM && now - at.since >= CLIMB_MS) return { way: at.way - 1, fails: 1, since: now };
  return { ...at, fails: 0 };
};

/** Milliseconds until the next try. Pure. @type {(at: At, outcome: Outcome) => number} */
export const pauseMs = (at, outcome) => {
  if (outcome === 'failed') return Math.min(1000 * 2 ** Math.max(0, at.fails - 1), 15_000);
  return at.way === POLL ? POLL_MS : outcome === 'silent' ? 500 : 0;
};

/** Takes Server-Sent Events apart. Pure but for what it keeps of an unfinished one. */
export const parser = () => {
  let rest = '';
  /** @param {string} chunk @returns {{ type: string, data: any }[]} */
  return (chunk) => {
    const blocks = (rest + chunk).split(/\r?\n\r?\n/);
    rest = blocks.pop() ?? '';
    return blocks.flatMap((block) => {
      const lines = block.split(/\r?\n/);
      const of = (/** @type {string} */ name) => lines.filter((line) => line.startsWith(`${name}:`)).map((line) => line.slice(name.length + 1).trimStart());
      const data = of('data').join('\n');
      return data ? [{ type: of('event')[0] ?? 'message', data: JSON.parse(data) }] : [];
    });
  };
};

/**
 * Follows a chat until it is over or the signal says so.
 * @param {{ url: (path: string, query: string) => string, from: () => number, tell: (type: string, data: any) => void, link: (isLost: boolean) => void,
 *   over: (isGone: boolean) => void, signal: AbortSignal, awake: (ms: number) => Promise<unknown>, fetch?: typeof fetch }} ways
 */
export const follow = async ({ url, from, tell, link, over, signal, awake, fetch = globalThis.fetch }) => {
  let isOver = false;
  const done = (/** @type {boolean} */ isGone) => {
    isOver = true;
    over(isGone);
  };
  /** @type {(address: string, headers: Record<string, string>, ms: number, use: (answer: Response, touch: (ms: number) => void) => Promise<Outcome>) => Promise<Outcome>} */
  const ask = async (address, headers, ms, use) => {
    const control = new AbortController();
    const stop = () => control.abort();
    signal.addEventListener('abort', stop);
    let timer = setTimeout(stop, ms);
    let isSilence = false;
    try {
      const answer = await fetch(address, { headers, signal: control.signal, credentials: 'omit', cache: 'no-store' });
      if (answer.status === 404) done(true);
      link(false);
      if (!answer.ok) return 'failed';
      isSilence = true;
      return await use(answer, (next) => {
        clearTimeout(timer);
        timer = setTimeout(stop, next);
      });
    } catch {
      if (!isSilence && !signal.aborted) link(true);
      return isSilence ? 'silent' : 'failed';
    } finally {
      clearTimeout(timer);
      signal.removeEventListener('abort', stop);
      control.abort();
    }
  };

  const stream = () => ask(url('/events', `from=${from()}&kinds=event,info,typing,queue,marks`), { Accept: 'text/event-stream' }, OPENING_MS, async (answer, touch) => {
    if (answer.status === 204) return done(false), 'told';
    if (!answer.body || !/event-stream/.test(answer.headers.get('content-type') ?? '')) return 'failed';
    const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
    const take = parser();
    let hasTold = false;
    try {
      for (;;) {
        const { value, done: isEnd } = await reader.read();
        if (isEnd) return hasTold ? 'told' : 'silent';
        touch(SILENCE_MS);
        for (const { type, data } of take(value)) {
          if (type === 'close' && /ended|gone/.test(data.reason)) done(data.reason === 'gone');
          else tell(type, data);
          hasTold = true;
        }
        if (hasTold) tell('caughtUp', null);
      }
    } catch {
      return hasTold ? 'told' : 'silent';
    }
  });

  /** @param {boolean} isLong */
  const poll = (isLong) => ask(url('', `from=${from()}`), { Accept: 'application/json', ...(isLong && { Prefer: `wait=${WAIT_S}` }) }, isLong ? SILENCE_MS : OPENING_MS, async (answer) => {
    const { chat } = await answer.json();
    [chat.events?.event ?? []].flat().forEach((event) => tell('event', { event }));
    tell('info', { info: chat.info });
    tell('typing', chat.info);
    tell('caughtUp', null);
    if (chat.info.state === 'ended') done(false);
    return isLong && !answer.headers.get('preference-applied') ? 'silent' : 'told';
  });

  /** @type {At} */
  let at = { way: STREAM, fails: 0, since: Date.now() };
  while (!signal.aborted && !isOver) {
    const outcome = at.way === STREAM ? await stream() : await poll(at.way === LONG_POLL);
    if (signal.aborted || isOver) return;
    at = onwards(at, outcome, Date.now());
    await awake(pauseMs(at, outcome));
  }
};
