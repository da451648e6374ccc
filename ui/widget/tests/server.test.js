import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { LONG_POLL, POLL, STREAM, api, follow, key, onwards, parser, pauseMs } from '../server.js';

const { fetch } = globalThis;
afterEach(() => {
  globalThis.fetch = fetch;
});

test('two failures lead down a step, success stays, a minute below leads up', () => {
  let at = { way: STREAM, fails: 0, since: 0 };
  at = onwards(at, 'failed', 1);
  assert.equal(at.way, STREAM);
  at = onwards(at, 'silent', 2);
  assert.deepEqual(at, { way: LONG_POLL, fails: 0, since: 2 });
  at = onwards(onwards(at, 'failed', 3), 'failed', 4);
  assert.equal(at.way, POLL);
  at = onwards(onwards(at, 'failed', 5), 'failed', 6);
  assert.equal(at.way, POLL);
  at = onwards(at, 'told', 7);
  assert.deepEqual(at, { way: POLL, fails: 0, since: 4 });
  at = onwards(at, 'told', 60_004);
  assert.equal(at.way, LONG_POLL);
  assert.equal(onwards(at, 'failed', 60_005).way, POLL, 'one failure after the step up leads down again');
});

test('it is asked again after half a second, after 2.5 s when polling, and less and less often when nobody answers', () => {
  const at = { way: STREAM, fails: 0, since: 0 };
  assert.equal(pauseMs(at, 'told'), 500);
  assert.equal(pauseMs({ ...at, way: POLL }, 'told'), 2500);
  const waits = [1, 2, 3, 4, 5, 9].map((fails) => pauseMs({ way: POLL, fails, since: 0 }, 'failed'));
  assert.deepEqual(waits, [1000, 2000, 4000, 8000, 15_000, 15_000]);
});

test('events come whole, however the stream is cut', () => {
  const text = 'retry: 2000\n\nid: 4\nevent: event\ndata: {"event":{"@id":"4"}}\n\n: still here\n\nevent: close\ndata: {"reason":"ended"}\n\n';
  const wanted = [{ type: 'event', data: { event: { '@id': '4' } } }, { type: 'close', data: { reason: 'ended' } }];
  for (let size = 1; size <= text.length; size += 1) {
    const take = parser();
    const got = [];
    for (let at = 0; at < text.length; at += size) got.push(...take(text.slice(at, at + size)));
    assert.deepEqual(got, wanted, `in pieces of ${size}`);
  }
});

test('keys are long enough, printable, and never the same', () => {
  const keys = new Set(Array.from({ length: 1000 }, key));
  assert.equal(keys.size, 1000);
  for (const one of keys) assert.match(one, /^[\d-]{16,64}$/);
});

/** @type {(answers: (((url: string, headers: Record<string, string>) => Response | Promise<Response>))[]) => { asked: string[], told: [string, any][], links: boolean[], done: Promise<boolean> }} */
const followed = (answers) => {
  /** @type {string[]} */
  const asked = [];
  /** @type {[string, any][]} */
  const told = [];
  /** @type {boolean[]} */
  const links = [];
  globalThis.fetch = async (url, { headers } = {}) => {
    const next = answers.shift();
    if (!next) throw new TypeError('nobody answers');
    const given = /** @type {Record<string, string>} */ (headers);
    asked.push(`${url} ${given.Accept} ${given.Prefer ?? ''}`.trim());
    return next(String(url), given);
  };
  let from = 0;
  const done = new Promise((/** @type {(isGone: boolean) => void} */ resolve) => {
    follow({
      url: (of, more) => `c${of}?${more}`, from: () => from, signal: new AbortController().signal, awake: () => Promise.resolve(), link: (isLost) => links.push(isLost), over: resolve,
      tell: (type, data) => {
        told.push([type, data]);
        if (type === 'event') from = Number(data.event['@id']) + 1;
      },
    });
  });
  return { asked, told, links, done };
};
const stream = (/** @type {string} */ text) => () => new Response(text, { headers: { 'content-type': 'text/event-stream' } });
const refused = () => new Response('', { status: 502 });
const document = (/** @type {object} */ chat, headers = {}) => () => Response.json({ chat }, { headers });

test('a stream that breaks off goes on after the last event, and ends with the chat', async () => {
  const { asked, told, done } = followed([
    stream('event: event\ndata: {"event":{"@id":"0"}}\n\n'),
    stream('event: event\ndata: {"event":{"@id":"1"}}\n\nevent: close\ndata: {"reason":"ended"}\n\n'),
  ]);
  assert.equal(await done, false);
  assert.deepEqual(asked.map((one) => /from=\d+/.exec(one)?.[0]), ['from=0', 'from=1']);
  assert.deepEqual(told.filter(([type]) => type === 'event').map(([, { event }]) => event['@id']), ['0', '1']);
});

test('where streams do not pass it goes on with long-polls, then with polls, with the same cursor', async () => {
  const info = { state: 'chatting', agentTyping: 'typing' };
  const { asked, told, done } = followed([
    refused, refused,
    document({ info, events: { event: { '@id': '0' } } }, { 'preference-applied': 'wait=20' }),
    refused, refused,
    document({ info, events: { event: [{ '@id': '1' }, { '@id': '2' }] } }),
    document({ info: { ...info, state: 'ended' }, events: {} }),
  ]);
  assert.equal(await done, false);
  const ways = asked.map((one) => (/event-stream/.test(one) ? 'stream' : /wait=/.test(one) ? 'long' : 'poll'));
  assert.deepEqual(ways, ['stream', 'stream', 'long', 'long', 'long', 'poll', 'poll']);
  assert.deepEqual(told.filter(([type]) => type === 'event').map(([, { event }]) => event['@id']), ['0', '1', '2']);
  assert.match(asked.at(-1) ?? '', /from=3/);
});

test('a lost connection is told, and that it is back', async () => {
  const lost = () => Promise.reject(new TypeError('no network'));
  const { links, done } = followed([lost, stream('event: close\ndata: {"reason":"gone"}\n\n')]);
  assert.equal(await done, true);
  assert.deepEqual(links, [true, false]);
});

test('a chat that is not there any more is gone, one that was told whole is over', async () => {
  assert.equal(await followed([() => new Response('', { status: 404 })]).done, true);
  assert.equal(await followed([() => new Response(null, { status: 204 })]).done, false);
});

test('a refusal says what the server says and whether it may pass', async () => {
  const server = api(/** @type {any} */ ({ base: 'http://x/', path: 'account/1/chat', query: '?appKey=k' }));
  globalThis.fetch = async () => Response.json({ error: { message: 'question 2 must be answered' } }, { status: 400 });
  await assert.rejects(server.start({}, 'k'), { message: 'question 2 must be answered', status: 400, isPassing: false });
  globalThis.fetch = async () => new Response('', { status: 503 });
  await assert.rejects(server.end('H1'), { status: 503, isPassing: true });
  globalThis.fetch = async () => { throw new TypeError('no network'); };
  await assert.rejects(server.end('H1'), { status: 0, isPassing: true });
});

test('a line carries its key, and the answer is the number of its event', async () => {
  const server = api(/** @type {any} */ ({ base: 'http://x/', path: 'account/1/chat', query: '?appKey=k' }));
  /** @type {any} */
  let asked;
  globalThis.fetch = async (url, init) => {
    asked = { url, ...init };
    return new Response('', { status: 201, headers: { location: 'http://x/api/account/1/chat/H1/events/7' } });
  };
  assert.equal(await server.say('H1', 'hi', 'a-key'), 7);
  assert.equal(asked.url, 'http://x/api/account/1/chat/H1/events?appKey=k&v=1');
  assert.deepEqual([asked.method, asked.body, asked.headers['Idempotency-Key'], asked.credentials], ['POST', '{"event":{"@type":"line","text":"hi"}}', 'a-key', 'omit']);
});
