import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { ApiError } from '../../shared/api.js';
import { createDrafting } from '../drafting.js';
import { keptDraft } from '../kept.js';
import { SESSION, consoleWith, openPage, until } from './page.js';

/** @typedef {{ text: string, attempts: number | undefined, signal: AbortSignal | undefined, answer: () => void, refuse: (error: Error) => void }} Save */

/** @type {import('../app.js').App} */
let app;
/** @type {import('../drafting.js').Drafting} */
let drafting;
/** The saves, in order, each answered by the test. @type {Save[]} */
let saves = [];

beforeEach(() => {
  openPage();
  saves = [];
  app = consoleWith((path, body, { attempts, signal }) => {
    if (!path.endsWith('/draft')) return Promise.resolve({});
    return new Promise((resolve, reject) => {
      saves.push({ text: body.text, attempts, signal, answer: () => resolve({}), refuse: reject });
      signal?.addEventListener('abort', () => reject(signal.reason));
    });
  });
  drafting = createDrafting(app);
});
afterEach(() => app.close());

/** Types a draft and has it saved at once. @param {string} text */
function saved(text) {
  drafting.typed('c1', text, false);
  drafting.left('c1');
  return /** @type {Save} */ (saves.at(-1));
}

test('a draft that is being saved when its line is sent is given up and taken back', async () => {
  const save = saved('Hello Ann');
  assert.equal(save.attempts, 1);
  drafting.sent('c1', 'Hello Ann');
  assert.equal(save.signal?.aborted, true);
  await until(() => saves.length === 2);
  assert.equal(saves[1]?.text, '');
  assert.equal(drafting.get('c1').text, '');
});

test('a draft that the server has is ended by its line alone', async () => {
  saved('Hello Ann').answer();
  await until(() => !drafting.get('c1').dirty);
  drafting.sent('c1', 'Hello Ann');
  assert.equal(drafting.get('c1').dirty, false);
});

test('what was typed while a draft was saved is saved after it, and never beside it', async () => {
  const first = saved('Hel');
  saved('Hello');
  assert.equal(saves.length, 1);
  first.answer();
  await until(() => saves.length === 2);
  assert.equal(saves[1]?.text, 'Hello');
  saves[1]?.answer();
  await until(() => !drafting.get('c1').dirty);
});

test('a draft that could not be saved is saved again by itself', async () => {
  saved('Hello').refuse(new ApiError(503, 'Busy.', { retryAfterMs: 0 }));
  await until(() => saves.length === 2);
  assert.equal(saves[1]?.text, 'Hello');
});

test('a save whose answer comes after the sign-out keeps nothing on this browser', async () => {
  const save = saved('Hello');
  app.close();
  localStorage.removeItem(`handover.draft.${SESSION.account}.${SESSION.agent}.c1`);
  save.answer();
  await new Promise((resolve) => setImmediate(resolve));
  assert.equal(keptDraft(SESSION, 'c1'), null);
});
