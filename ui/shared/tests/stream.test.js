import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { openStream } from '../stream.js';

/** @typedef {import('../stream.js').StreamOptions} StreamOptions */

const real = { fetch: globalThis.fetch, document: globalThis.document };
/** @type {Headers[]} */
let asked = [];
/** @type {{ close: () => void } | undefined} */
let stream;

beforeEach(() => {
  asked = [];
  const page = new EventTarget();
  Object.defineProperty(globalThis, 'document', { value: page, configurable: true });
  Object.defineProperty(globalThis, 'navigator', { value: { onLine: true }, configurable: true });
  for (const name of ['addEventListener', 'removeEventListener']) {
    Object.defineProperty(globalThis, name, { value: () => {}, configurable: true });
  }
});
afterEach(() => {
  stream?.close();
  globalThis.fetch = real.fetch;
  Object.defineProperty(globalThis, 'document', { value: real.document, configurable: true });
});

/** Answers calls one after the other; the last answer is never given. @param {...((signal: AbortSignal | null | undefined) => Response)} answers */
function script(...answers) {
  globalThis.fetch = (_url, init) => {
    asked.push(new Headers(init?.headers));
    const answer = answers.shift();
    if (answer) return Promise.resolve(answer(init?.signal));
    return new Promise((_, reject) => init?.signal?.addEventListener('abort', () => reject(new Error('aborted'))));
  };
}

const STREAM = { status: 200, headers: { 'content-type': 'text/event-stream' } };
const events = (/** @type {string} */ text) => () => new Response(text, STREAM);
const refusal = (/** @type {number} */ status, headers = {}) => () => new Response(null, { status, headers: { 'retry-after': '0', ...headers } });
/** A stream that is open and says nothing. @param {AbortSignal | null | undefined} signal */
const mute = (signal) => new Response(new ReadableStream({
  start: (controller) => signal?.addEventListener('abort', () => controller.error(new Error('aborted'))),
}), STREAM);

/**
 * Opens a stream and waits for a condition on what it told.
 * @param {(told: any[]) => boolean} enough
 * @param {Partial<StreamOptions>} [options]
 * @returns {Promise<any[]>}
 */
function until(enough, options = {}) {
  return new Promise((resolve) => {
    /** @type {any[]} */
    const told = [];
    const tell = (/** @type {any} */ what) => {
      told.push(what);
      if (enough(told)) resolve(told);
    };
    stream = openStream({
      url: '/x', token: () => 't', onMessage: (message) => tell(message.data), onState: (state, why) => tell(why ? `${state} ${why}` : state),
      onRestart: () => tell('restart'), ...options,
    });
  });
}

test('a stream that ends is taken up after what was told last', async () => {
  script(events('id: 4\nevent: event\ndata: {"a":1}\n\n'), events('id: 5\nevent: event\ndata: {"a":2}\n\n'));
  const told = await until((all) => all.filter((each) => each.a).length === 2);
  assert.deepEqual(told.filter((each) => each.a), [{ a: 1 }, { a: 2 }]);
  assert.equal(asked[0]?.get('last-event-id'), null);
  assert.equal(asked[1]?.get('last-event-id'), '4');
  assert.equal(asked[1]?.get('authorization'), 'Bearer t');
});

test('what is over is told with its reason and not asked again', async () => {
  for (const [status, why] of /** @type {[number, string][]} */ ([[401, 'signed-out'], [403, 'forbidden'], [404, 'gone'], [204, 'ended']])) {
    asked = [];
    script(refusal(status));
    await until((all) => all.at(-1) === `over ${why}`);
    assert.equal(asked.length, 1);
  }
});

test('the reason of the last message ends a stream or has it taken up', async () => {
  script(events('event: close\ndata: {"reason":"gone"}\n\n'));
  await until((all) => all.at(-1) === 'over gone');
  script(events('id: 9\nevent: event\ndata: {"a":1}\n\nevent: close\ndata: {"reason":"slow"}\n\n'), events('event: event\ndata: {"a":2}\n\n'));
  await until((all) => all.some((each) => each.a === 2));
  assert.equal(asked.at(-1)?.get('last-event-id'), '9');
});

test('a cursor that is refused is given up, and the page is told that all comes again', async () => {
  script(refusal(400), events('event: event\ndata: {"a":1}\n\n'));
  const told = await until((all) => all.some((each) => each.a), { cursor: 'old' });
  assert.equal(asked[0]?.get('last-event-id'), 'old');
  assert.equal(asked[1]?.get('last-event-id'), null);
  assert.ok(told.includes('restart'));
});

test('a server that is busy is asked again when it says', async () => {
  script(refusal(503), refusal(429), events('event: event\ndata: {"a":1}\n\n'));
  await until((all) => all.some((each) => each.a));
  assert.equal(asked.length, 3);
});

test('where something in between lets no streams through it is polled', async () => {
  const page = () => new Response('<p>Sign in to the network</p>', { status: 200, headers: { 'content-type': 'text/html' } });
  for (const answer of [page, refusal(406)]) {
    script(answer, answer);
    await until((all) => all.includes('polling'), { poll: async () => {} });
    stream?.close();
  }
});

test('where streams bring nothing it is polled', async () => {
  script(mute, mute);
  let polls = 0;
  const told = await until((all) => all.includes('polling'), { silenceMs: 5, poll: async () => { polls += 1; } });
  assert.ok(polls > 0);
  assert.ok(!told.includes('live'));
});

test('a refusal of the stream alone is polled around, and one of the polling as well is the end', async () => {
  for (const [status, why] of /** @type {[number, string][]} */ ([[400, 'refused'], [403, 'forbidden'], [404, 'gone']])) {
    asked = [];
    script(refusal(status));
    const told = await until((all) => all.includes('polling'), { poll: async () => {} });
    assert.ok(!told.includes(`over ${why}`));
    assert.equal(asked.length, 1);
    stream?.close();
    script(refusal(status));
    const end = { status: status === 400 ? 403 : status };
    await until((all) => String(all.at(-1)).startsWith('over '), { poll: () => Promise.reject(end) });
  }
});
