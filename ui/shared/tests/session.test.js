import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { openPage } from '../../console/tests/page.js';
import { restore, signOut } from '../session.js';

const realFetch = globalThis.fetch;
afterEach(() => { globalThis.fetch = realFetch; });

const SESSION = { account: '1', login: 'maya', agent: '7', bearer: 'b', csrf: 'c', session: 's1', device: 'Laptop' };

test('a sign-out leaves nothing on the browser that was typed, even when the server does not answer', () => {
  openPage();
  globalThis.fetch = () => new Promise(() => {});
  localStorage.setItem('handover.session', JSON.stringify(SESSION));
  for (const name of ['line.1.7.k', 'draft.1.7.c', 'draft.1.8.c', 'set.sound']) localStorage.setItem(`handover.${name}`, '{}');
  void signOut(SESSION);
  assert.equal(restore(), null);
  assert.equal(localStorage.length, 1);
  assert.equal(localStorage.getItem('handover.set.sound'), '{}');
});

test('a sign-out that is slow does not end the sign-in that follows it', async () => {
  openPage();
  /** @type {(answer: Response) => void} */
  let answer = () => {};
  globalThis.fetch = () => new Promise((resolve) => { answer = resolve; });
  const done = signOut(SESSION);
  localStorage.setItem('handover.session', JSON.stringify({ ...SESSION, session: 's2' }));
  answer(new Response(null, { status: 200 }));
  await done;
  assert.equal(restore()?.session, 's2');
});
