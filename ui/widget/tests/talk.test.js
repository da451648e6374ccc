import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { talk } from '../talk.js';

const STATUS = { online: true, available: true, estimatedWait: 0, preSurvey: false, offlineForm: true, exitSurvey: false, earlyLines: true };
const MINUTE = 60_000;

beforeEach(() => {
  const none = { addEventListener: () => {}, hidden: false, locks: undefined };
  for (const name of ['document', 'navigator']) Object.defineProperty(globalThis, name, { value: none, configurable: true });
  globalThis.addEventListener = none.addEventListener;
});

/** A conversation in a browser that keeps these items, with a server that answers so when a chat is asked for.
 * @param {Record<string, any>} items @param {() => Promise<string>} answer */
const conversation = (items, answer) => {
  /** @type {{ request: any, once?: string }[]} */
  const asked = [];
  const keep = {
    get: (/** @type {string} */ part) => items[part] ?? null,
    set: (/** @type {string} */ part, /** @type {unknown} */ value) => {
      if (value === null) delete items[part];
      else items[part] = value;
    },
    parts: (/** @type {string} */ start) => Object.keys(items).filter((name) => name.startsWith(start)),
    watch: () => {},
  };
  const server = {
    start: (/** @type {unknown} */ request, /** @type {string} */ once) => {
      asked.push({ request, once });
      return answer();
    },
  };
  const shell = { space: 'handover.1', status: STATUS, emit: () => {}, ask: async () => {}, draw: () => {} };
  return { asked, items, chat: talk({ ask: /** @type {any} */ ({ shell, server, keep }), show: () => {} }) };
};
const turn = () => new Promise((resolve) => { setImmediate(resolve); });
/** The items of a visit that ended before the server had answered. @param {number} age of the request, in milliseconds */
const unanswered = (age) => ({
  '': { start: { once: 'k', at: Date.now() - age, request: { skill: 'Sales' } }, visitorId: 7 },
  'line.b': { key: 'b', text: 'call me', at: 2 }, 'line.a': { key: 'a', text: 'Please', at: 1 }, 'draft': 'about',
});

test('a chat that could not be had a moment ago is asked for once more, with its key', async () => {
  const { asked, items, chat } = conversation(unanswered(MINUTE), () => new Promise(() => {}));
  chat.resume();
  await turn();
  assert.deepEqual(asked, [{ request: { skill: 'Sales' }, once: 'k' }]);
  assert.deepEqual([chat.get().phase, chat.get().pending.length, items.draft], ['starting', 2, 'about']);
});

test('a chat that could not be had long ago is not asked for; what was written for it is a draft', async () => {
  const { asked, items, chat } = conversation(unanswered(6 * MINUTE), async () => 'H1');
  chat.resume();
  await turn();
  assert.deepEqual(asked, []);
  assert.deepEqual([chat.get().phase, chat.get().pending], ['none', []]);
  assert.deepEqual(items, { '': { start: null, chat: null, seen: -1, visitorId: 7 }, draft: 'Please\ncall me\nabout' });
});

test('a request without a time is one of long ago', async () => {
  const { asked, chat } = conversation({ '': { start: { once: 'k', request: {} } } }, async () => 'H1');
  chat.resume();
  await turn();
  assert.deepEqual([asked, chat.get().phase], [[], 'none']);
});

test('when a chat is refused the first line is a draft', async () => {
  const { items, chat } = conversation({}, () => Promise.reject(Object.assign(new Error('no'), { isPassing: false })));
  chat.write('Hello');
  await assert.rejects(chat.start({}), { message: 'no' });
  assert.deepEqual([chat.get().phase, chat.get().pending, items.draft, Object.keys(items).sort()], ['none', [], 'Hello', ['', 'draft']]);
});
