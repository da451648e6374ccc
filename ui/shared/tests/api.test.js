import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { ApiError, backOffMs, createApi, newKey, retryAfterMs } from '../api.js';

const real = globalThis.fetch;
afterEach(() => { globalThis.fetch = real; });

/** Answers calls one after the other. @param {(Response | Error)[]} answers */
function script(...answers) {
  /** @type {RequestInit[]} */
  const calls = [];
  globalThis.fetch = async (_path, init) => {
    calls.push(init ?? {});
    const answer = answers.shift();
    if (answer instanceof Error) throw answer;
    if (!answer) throw new Error('no answer left');
    return answer;
  };
  return calls;
}

const at_once = () => new Response('{"error":{"message":"Full","internalCode":20}}', { status: 503, headers: { 'retry-after': '0' } });

test('a write with a key is repeated with the same key when the server asks to come again', async () => {
  const calls = script(at_once(), new Response('{"a":1}', { status: 201 }));
  assert.deepEqual(await createApi().post('/x', { b: 2 }, { key: 'k' }), { a: 1 });
  assert.equal(calls.length, 2);
  for (const call of calls) assert.equal(/** @type {Record<string, string>} */ (call.headers)['Idempotency-Key'], 'k');
});

test('a write without a key is not repeated', async () => {
  const calls = script(at_once(), new Response('{}'));
  await assert.rejects(createApi().post('/x', {}), (error) => error instanceof ApiError && error.status === 503 && error.code === 20);
  assert.equal(calls.length, 1);
});

test('a call that is not signed in says so once and is not repeated', async () => {
  script(new Response('', { status: 401 }));
  let said = 0;
  await assert.rejects(createApi({ token: () => 't', onSignedOut: () => { said += 1; } }).get('/x'));
  assert.equal(said, 1);
});

test('a refusal of a transfer is told in its own words', async () => {
  script(new Response('{"transfer":{"errormsg":"No available agents"}}', { status: 400 }));
  await assert.rejects(createApi().post('/x', {}), /No available agents/);
});

test('the back-off doubles, is bounded, and is spread by chance', () => {
  assert.equal(backOffMs(1, 0), 500);
  assert.equal(backOffMs(3, 0), 2000);
  assert.equal(backOffMs(30, 0), 15_000);
  assert.equal(backOffMs(30, 1), 22_500);
});

test('both forms of Retry-After are read', () => {
  assert.equal(retryAfterMs('3'), 3000);
  assert.equal(retryAfterMs('Thu, 01 Jan 1970 00:00:10 GMT', 4000), 6000);
  assert.equal(retryAfterMs('soon'), undefined);
  assert.equal(retryAfterMs(null), undefined);
});

test('keys differ', () => assert.notEqual(newKey(), newKey()));
