// The way to the server: the calls of the visitor API (docs/protocol/30-visitor-api.md), and how a chat is followed: by a stream, else by long-polls,
// else by polls (docs/push.md). All have one cursor, so the way may change at any moment.
/** @import { Refuse, Server, Shell } from './types' */

/** A key for `Idempotency-Key`. */
export const key = () => crypto.getRandomValues(new Uint32Array(5)).join('-');

/** What is said against a request; status 0: the server was not reached. `isPassing`: the same may go well later. @type {Refuse} */
const refused = (status, message) => Object.assign(new Error(message), { status, isPassing: !status || status === 429 || status >= 500 });

/** @param {Shell} shell @returns {Server} */
export const api = ({ base, path, query }) => {
  const url = (of = '', more = '') => `${base}api/${path}${of}${query}&v=1${more}`;
  /** @type {(method: string, url: string, body?: unknown, once?: string) => Promise<Response>} */
  const call = async (method, address, body, once) => {
    const headers = { Accept: 'application/json', ...(body !== undefined && { 'Content-Type': 'application/json' }), ...(once && { 'Idempotency-Key': once }) };
    const answer = await fetch(address, { method, headers, body: JSON.stringify(body), credentials: 'omit', signal: AbortSignal.timeout(20_000) }).catch(() => {
      throw refused(0);
    });
    if (answer.ok) return answer;
    throw refused(answer.status, (await answer.json().catch(() => null))?.error?.message);
  };
  const created = async (/** @type {Promise<Response>} */ answer) => (await answer).headers.get('location')?.split('/').pop() ?? '';
  return {
    url,
    survey: async (of, skill) => (await (await call('GET', url(of, skill ? `&skill=${encodeURIComponent(skill)}` : ''))).json()).survey,
    start: (request, once) => created(call('POST', url('/request'), { request }, once)),
    say: async (chat, text, once) => Number(await created(call('POST', url(`/${chat}/events`), { event: { '@type': 'line', text } }, once))),
    end: (chat) => call('POST', url(`/${chat}/events`), { event: { '@type': 'state', state: 'ended' } }),
    put: (of, body, once) => call('PUT', url(of), body, once),
    read: (chat, event) => call('PUT', `${base}api/handover/v1/${path}/${chat}/read${query}`, { event }),
  };
};

const POLL_MS = 2500, CLIMB_MS = 60_000, OPENING_MS = 10_000, SILENCE_MS = 40_000, WAIT_S = 20;
/** Ways, the best first. */
export const STREAM = 0, LONG_POLL = 1, POLL = 2;

/** @typedef {{ way: number, fails: number, since: number }} At */
/** @typedef {'told' | 'silent' | 'failed'} Outcome */

/** The way to go on after what came of the last one: two failures lead down a step, a minute below leads up one. Pure.
 * @type {(at: At, outcome: Outcome, now: number) => At} */
export const onwards = ({ way, fails, since }, outcome, now) => {
  if (outcome !== 'told') return fails && way < POLL ? { way: way + 1, fails: 0, since: now } : { way, fails: fails + 1, since };
  return way && now - since >= CLIMB_MS ? { way: way - 1, fails: 1, since: now } : { way, fails: 0, since };
};

/** Milliseconds until the next try. Pure. @type {(at: At, outcome: Outcome) => number} */
export const pauseMs = ({ way, fails }, outcome) => (outcome === 'failed' ? backOff(fails - 1) : way === POLL ? POLL_MS : 500);

/** Longer with every failure. Pure. @param {number} fails */
export const backOff = (fails) => Math.min(1000 * 2 ** Math.max(0, fails), 15_000);

/** Takes Server-Sent Events apart; keeps what is unfinished. */
export const parser = () => {
  let rest = '';
  /** @param {string} chunk @returns {{ type: string, data: any }[]} */
  return (chunk) => {
    const blocks = (rest + chunk).split('\n\n');
    rest = blocks.pop() ?? '';
    return blocks.flatMap((block) => {
      const of = (/** @type {string} */ name) => RegExp(`^${name}: ?(.*)$`, 'm').exec(block)?.[1];
      const data = of('data');
      return data ? [{ type: of('event') ?? '', data: JSON.parse(data) }] : [];
    });
  };
};

/**
 * Follows a chat until it is over or the signal says so.
 * @param {{ url: (of: string, more: string) => string, from: () => number, tell: (type: string, data: any) => void, link: (isLost: boolean) => void,
 *   over: (isGone: boolean) => void, signal: AbortSignal, awake: (ms: number) => Promise<unknown> }} ways
 */
export const follow = async ({ url, from, tell, link, over, signal, awake }) => {
  let isOver = false;
  const done = (/** @type {boolean} */ isGone) => {
    if (!isOver) over(isGone);
    isOver = true;
  };
  /** @type {(address: string, headers: Record<string, string>, ms: number, use: (answer: Response, touch: () => void) => Promise<Outcome>) => Promise<Outcome>} */
  const ask = async (address, headers, ms, use) => {
    const control = new AbortController();
    const stop = () => control.abort();
    let timer = setTimeout(stop, ms);
    let isThere = false;
    try {
      const answer = await fetch(address, { headers, signal: AbortSignal.any([signal, control.signal]), credentials: 'omit', cache: 'no-store' });
      isThere = true;
      if (answer.status === 404) done(true);
      link(false);
      return answer.ok ? await use(answer, () => {
        clearTimeout(timer);
        timer = setTimeout(stop, SILENCE_MS);
      }) : 'failed';
    } catch {
      if (!isThere && !signal.aborted) link(true);
      return isThere ? 'silent' : 'failed';
    } finally {
      clearTimeout(timer);
      stop();
    }
  };

  const stream = () => ask(url('/events', `&from=${from()}&kinds=event,info,typing,queue,marks`), { Accept: 'text/event-stream' }, OPENING_MS, async (answer, touch) => {
    if (answer.status === 204) done(false);
    if (!/event-stream/.test(answer.headers.get('content-type') ?? '') || !answer.body) return 'failed';
    const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
    const take = parser();
    /** @type {Outcome} */
    let outcome = 'silent';
    for (;;) {
      const { value } = await reader.read().catch(() => ({ value: undefined }));
      if (value === undefined) return outcome;
      touch();
      for (const { type, data } of take(value)) {
        if (type === 'close' && /ended|gone/.test(data.reason)) done(data.reason === 'gone');
        else tell(type, data);
        outcome = 'told';
      }
      if (outcome === 'told') tell('caughtUp', null);
    }
  });

  /** @param {boolean} isLong */
  const poll = (isLong) => ask(url('', `&from=${from()}`), { Accept: 'application/json', ...(isLong && { Prefer: `wait=${WAIT_S}` }) }, isLong ? SILENCE_MS : OPENING_MS, async (answer) => {
    const { chat: { events, info } } = await answer.json();
    [events?.event ?? []].flat().forEach((event) => tell('event', { event }));
    tell('info', { info });
    tell('typing', info);
    tell('caughtUp', null);
    if (info.state === 'ended') done(false);
    return isLong && !answer.headers.get('preference-applied') ? 'silent' : 'told';
  });

  let at = { way: STREAM, fails: 0, since: Date.now() };
  while (!signal.aborted && !isOver) {
    const outcome = at.way ? await poll(at.way === LONG_POLL) : await stream();
    at = onwards(at, outcome, Date.now());
    if (!signal.aborted && !isOver) await awake(pauseMs(at, outcome));
  }
};
