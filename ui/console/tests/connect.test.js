import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { restore } from '../../shared/session.js';
import { createApp } from '../app.js';
import { connect } from '../connect.js';
import { SESSION, openPage, until } from './page.js';

const realFetch = globalThis.fetch;
/** @type {import('../app.js').App} */
let app;
/** What happened, in order: `me s1`, `stream s1`, `starts s2`. @type {string[]} */
let seen = [];
/** What the server says of `GET /me` and of the stream, by what was seen; 0: no answer. @type {{ me: (session: string) => number, stream: (session: string) => number }} */
let says;

const ME = { me: { id: 7, nickname: 'Maya', cannedTexts: [], account: { skills: [] } } };

/** @param {number} status @param {unknown} [document] */
function answer(status, document) {
  if (status === 0) throw new TypeError('Failed to fetch');
  return new Response(document === undefined ? null : JSON.stringify(document), { status });
}

/** @param {string} path @param {RequestInit} [init] */
async function server(path, init) {
  const [, session = ''] = /agentSession\/(\w+)/.exec(path) ?? [];
  const note = (/** @type {string} */ what) => seen.push(`${what} ${session}`);
  if (/agentSession\?v=1$/.test(path)) {
    const next = `s${seen.filter((what) => what.startsWith('starts')).length + 2}`;
    seen.push(`starts ${next}`);
    return answer(201, { agentSessionLocation: { link: { '@href': `https://x/${next}` } } });
  }
  if (path.endsWith('/me')) {
    note('me');
    const status = says.me(session);
    return answer(status, status === 200 ? ME : {});
  }
  if (path.includes('kinds=')) {
    note('stream');
    const status = says.stream(session);
    if (status !== 200) return answer(status);
    return new Promise((_, reject) => init?.signal?.addEventListener('abort', () => reject(new Error('aborted'))));
  }
  if (path.includes('/chatSessions')) {
    note('poll');
    return answer(200, { chatSessions: {} });
  }
  if (path.includes('/availability')) return answer(200, { availability: { chat: 'Online' } });
  return answer(200, {});
}

beforeEach(() => {
  openPage();
  localStorage.setItem('handover.session', JSON.stringify(SESSION));
  globalThis.fetch = /** @type {any} */ (server);
  seen = [];
  says = { me: () => 200, stream: () => 200 };
  app = createApp(SESSION, () => {});
});
afterEach(() => {
  app.close();
  globalThis.fetch = realFetch;
});

/** How often something was seen. @param {string} what */
const times = (what) => seen.filter((each) => each.startsWith(what)).length;

test('a session that is over is followed by another, also when the server could not be reached at first', async () => {
  says.me = (session) => (times('me') === 1 ? 0 : session === 's1' ? 404 : 200);
  await connect(app, { onTrouble: () => {} });
  assert.deepEqual(seen.filter((what) => !what.startsWith('stream')), ['me s1', 'me s1', 'starts s2', 'me s2']);
  assert.equal(restore()?.session, 's2');
});

test('a session that is not there right after its start is not followed by another at once', async () => {
  says.me = () => (times('me') < 3 ? 404 : 200);
  await connect(app, { onTrouble: () => {} });
  assert.equal(times('starts'), 1);
});

test('where something in between refuses the stream, the console polls and keeps its session', async () => {
  for (const status of [400, 403, 404]) {
    says.stream = () => status;
    await connect(app, { onTrouble: () => {} });
    await until(() => app.state.connection === 'polling');
    assert.equal(times('starts'), 0);
    app.close();
    app = createApp(SESSION, () => {});
  }
});

test('a stream that ends although its session is there does not start another', async () => {
  says.stream = () => (times('stream') === 1 ? 204 : 200);
  await connect(app, { onTrouble: () => {} });
  await until(() => times('stream') === 2);
  assert.deepEqual([times('me'), times('starts')], [2, 0]);
});

test('a session that ended under its stream is followed by another', async () => {
  says.stream = () => (times('stream') === 1 ? 204 : 200);
  says.me = (session) => (session === 's1' && times('stream') > 0 ? 404 : 200);
  await connect(app, { onTrouble: () => {} });
  await until(() => seen.at(-1) === 'stream s2');
  assert.equal(times('starts'), 1);
});
