import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { createOutbox } from '../outbox.js';
import { chatOf } from './helpers.js';
import { SESSION, away, consoleWith, openPage, removedElsewhere, until } from './page.js';

/** @typedef {import('../app.js').App} App */
/** @typedef {import('../chat.js').Outgoing} Outgoing */

/** @type {App | undefined} */
let app;
/** The keys of the calls, in order. @type {string[]} */
let calls = [];
/** What the server says to a call. @type {(text: string) => Promise<any>} */
let answer;

beforeEach(() => {
  openPage();
  calls = [];
  answer = () => Promise.resolve({});
});
afterEach(() => app?.close());

/** A console whose calls are noted. */
function open() {
  const is = consoleWith((_path, body, { key }) => {
    calls.push(String(key));
    return answer(body.event.text);
  });
  app = is;
  return { is, outbox: createOutbox(is), outgoing: () => chatOf(is.state, 'c1').outgoing };
}

/** Where a line is kept. @param {Outgoing | undefined} line */
const nameOf = (line) => `handover.line.${SESSION.account}.${SESSION.agent}.${line?.key}`;

/** A line that could not be sent for want of a connection. @param {ReturnType<typeof open>} there */
async function held(there) {
  answer = () => Promise.reject(away());
  there.outbox.send('c1', 'not after all', false);
  await until(() => there.outgoing()[0]?.status === 'failed');
  answer = () => Promise.resolve({});
  return /** @type {Outgoing} */ (there.outgoing()[0]);
}

test('a held line that another tab discarded leaves the view', async () => {
  const there = open();
  removedElsewhere(nameOf(await held(there)));
  assert.deepEqual(there.outgoing(), []);
});

test('a line that another tab discarded is not sent, even before this tab hears of it', async () => {
  const there = open();
  const line = await held(there);
  localStorage.removeItem(nameOf(line));
  there.outbox.retry(line);
  there.outbox.send('c1', 'the next', false);
  await until(() => there.outgoing().length === 0);
  assert.equal(calls.length, 2);
  assert.notEqual(calls[1], line.key);
});

test('a line that fails after another tab discarded it is not kept again', async () => {
  const there = open();
  answer = async () => {
    localStorage.removeItem(nameOf(there.outgoing()[0]));
    throw away();
  };
  there.outbox.send('c1', 'not after all', false);
  await until(() => there.outgoing().length === 0);
  assert.equal(localStorage.length, 0);
});

test('a line is sent where the browser keeps nothing', async () => {
  localStorage.setItem = () => { throw new Error('full'); };
  const there = open();
  there.outbox.send('c1', 'hello', false);
  await until(() => there.outgoing().length === 0);
  assert.equal(calls.length, 1);
});

test('a line that ends in an exception does not hold up those behind it', async () => {
  const there = open();
  answer = (text) => (text === 'one' ? Promise.reject(new TypeError('a view threw')) : Promise.resolve({}));
  there.outbox.send('c1', 'one', false);
  there.outbox.send('c1', 'two', false);
  await until(() => calls.length === 2);
  await until(() => there.outgoing().every((line) => line.text === 'one'));
});
