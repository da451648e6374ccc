/**
 * The agent's console: every act once by keyboard alone, what is kept, what is repeated, and many chats at once.
 */
import assert from 'node:assert/strict';
import { Console } from './support/console-page.js';
import { ACCOUNT, BEN, MAYA, PASSWORD, SUE, desk } from './support/desk.js';
import { picture } from './support/looks.js';
import { Agent, Visitor } from './support/people.js';
import { DEVICES, scene } from './support/stage.js';
import { until, untilEqual } from './support/wait.js';

/** @typedef {import('./support/stage.js').Stage} Stage */
/** @typedef {import('playwright-core').Page} Page */

const PLAIN = desk({ surveys: [] });

/** What a page may say while its server is away, or when a test loses an answer. */
const AWAY = [/ERR_|Failed to fetch/];

/**
 * Maya at her console.
 *
 * @param {Stage} stage
 * @param {import('playwright-core').BrowserContextOptions} [device]
 */
async function maya(stage, device) {
  const there = new Console(await stage.console(MAYA, device));
  await there.ready();
  return there;
}

/**
 * Accepts the chat that rings, by its key, and gives the chat's key.
 *
 * @param {Console} there
 * @param {Visitor} visitor
 */
async function accepts(there, visitor) {
  await there.ring.waitFor();
  await there.page.keyboard.press('F2');
  await there.column(visitor.key).waitFor();
  return visitor.key;
}

/** Whether what has the focus fits a selector. @param {Page} page @param {string} selector */
const focusIsOn = (page, selector) =>
  page.evaluate((wanted) => document.activeElement?.matches(wanted) ?? false, selector);

scene('an agent signs in, accepts, writes, notes, and ends by keyboard alone', {}, async (stage) => {
  const page = await stage.visit(`${stage.url}/console/`);
  const there = new Console(page);
  await until('the first field has the focus', () => focusIsOn(page, 'input'));
  for (const words of [ACCOUNT, MAYA.login, PASSWORD]) {
    await page.keyboard.type(words);
    await page.keyboard.press(words === PASSWORD ? 'Enter' : 'Tab');
  }
  await there.ready();
  const survey = {
    survey: {
      id: 40216,
      question: [
        { id: 12786273, answer: 'Order' },
        { id: 16314710, answer: 'A-17' },
      ],
    },
  };
  const ann = await Visitor.ask(stage.server.url, survey, 'Ann');
  const chat = await accepts(there, ann);
  await until('the field has the focus', () => focusIsOn(page, 'textarea'));
  await page.keyboard.type('Hello Ann,');
  await page.keyboard.press('Shift+Enter');
  await page.keyboard.type('how can I help?');
  await page.keyboard.press('Enter');
  await until('Ann is told', async () => (await ann.lines()).includes('Hello Ann,\nhow can I help?'));

  await page.keyboard.press('Alt+n');
  await page.keyboard.type('Has called before.');
  await page.keyboard.press('Enter');
  await untilEqual('the note is there', () => there.lines(chat, 'note'), ['Has called before.']);
  assert.ok(!(await ann.lines()).includes('Has called before.'), 'the visitor is not told');
  await page.keyboard.press('Alt+n');

  await page.keyboard.type('/shi');
  await page.getByRole('option', { name: /Shipping/ }).waitFor();
  await page.keyboard.press('Enter');
  await untilEqual('the canned text is there', () => there.field(chat).inputValue(), 'Parcels take two to three days.');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Alt+k');
  await page.getByRole('option', { name: /Greeting/ }).waitFor();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Escape');
  await until('Ann is told', async () => (await ann.lines()).includes('Parcels take two to three days.'));

  await page.getByText('A-17').first().waitFor();
  await page.keyboard.press('Alt+i');
  await page.getByText('A-17').first().waitFor({ state: 'hidden' });
  await page.keyboard.press('Alt+i');

  await page.keyboard.press('Alt+q');
  const question = page.getByRole('dialog');
  await question.waitFor();
  await until('an answer has the focus', () => focusIsOn(page, 'dialog button'));
  await tabTo(page, 'End chat');
  await page.keyboard.press('Enter');
  await until('Ann is told', async () => (await ann.events()).some(({ state }) => state === 'ended'));
  const wrapUp = page.getByRole('region', { name: 'After the chat' });
  await wrapUp.getByLabel('Delivery').waitFor();
  await tabTo(page, 'Delivery');
  await page.keyboard.press('Space');
  await tabTo(page, 'Save and close');
  await page.keyboard.press('Enter');
  await there.column(chat).waitFor({ state: 'detached' });
  await there.row(chat).waitFor({ state: 'detached' });
});

scene(
  'chats are reached, pinned and closed, availability and sheets changed by keyboard alone',
  { apply: PLAIN },
  async (stage) => {
    const there = await maya(stage);
    const { page } = there;
    /** @type {string[]} */
    const keys = [];
    for (const name of ['Ann', 'Bob', 'Cid'])
      keys.push(await accepts(there, await Visitor.ask(stage.server.url, {}, name)));
    const [ann, bob, cid] = /** @type {[string, string, string]} */ (keys);
    await page.keyboard.press('Alt+ArrowUp');
    await there.column(bob).waitFor();
    await page.keyboard.press('Alt+p');
    await page.keyboard.press('Alt+ArrowDown');
    await there.column(cid).waitFor();
    assert.equal(await there.columns.count(), 2, 'the pinned chat stays beside the other');
    await page.keyboard.press('Alt+ArrowDown');
    await there.column(ann).waitFor();
    await page.keyboard.press('Alt+x');
    await there.column(ann).waitFor({ state: 'detached' });

    await page.keyboard.press('Alt+l');
    await until('the list has the focus', () => focusIsOn(page, '.chat-row'));
    await page.keyboard.press('Home');
    await page.keyboard.press('Enter');
    await there.column(ann).waitFor();

    await page.keyboard.press('Alt+j');
    await untilEqual('Occupied', () => there.state(), 'Occupied');
    await page.keyboard.press('Alt+o');
    await untilEqual('Online', () => there.state(), 'Online');

    await page.keyboard.press('Alt+l');
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keys' }).waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.press('Alt+y');
    await page.getByRole('dialog', { name: 'My devices' }).getByText('This device').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  },
);

scene('unread lines are counted, and one key leads to them', { apply: PLAIN }, async (stage) => {
  const there = await maya(stage);
  const ann = await Visitor.ask(stage.server.url, {}, 'Ann');
  const first = await accepts(there, ann);
  const bob = await Visitor.ask(stage.server.url, {}, 'Bob');
  const second = await accepts(there, bob);
  await ann.says('Are you there?');
  await ann.says('Hello?');
  await untilEqual('two are unread', () => there.row(first).getAttribute('data-unread'), '2');
  await until('the title counts them', async () => (await there.page.title()).startsWith('(2)'));
  await ann.types('typing');
  await untilEqual('the list shows who types', () => there.row(first).getAttribute('data-typing'), 'true');
  await there.page.keyboard.press('Alt+u');
  await there.column(first).waitFor();
  await untilEqual('none is unread', () => there.row(first).getAttribute('data-unread'), '0');
  await untilEqual('the other is as it was', () => there.row(second).getAttribute('data-unread'), '0');
});

scene('a line whose answer was lost is not doubled', { apply: PLAIN }, async (stage) => {
  stage.expected.push(/503/);
  const there = await maya(stage);
  const ann = await Visitor.ask(stage.server.url, {}, 'Ann');
  const chat = await accepts(there, ann);
  const keys = await loseAnswers(there.page, 2, true);
  await there.says(chat, 'only once');
  await until('it was tried again', () => keys.length >= 2);
  await until('it is sent', async () => ['sent', 'seen'].includes((await there.lastLine(chat)) ?? ''));
  assert.equal((await ann.lines()).filter((line) => line === 'only once').length, 1);
  await untilEqual('it stands there once', () => there.lines(chat, 'own'), ['only once']);
  assert.ok(keys[0] && keys.every((key) => key === keys[0]), 'each attempt has the same key');
});

scene('a line that failed is kept, says so, and can be retried', { apply: PLAIN }, async (stage) => {
  stage.expected.push(/500/);
  const there = await maya(stage);
  const ann = await Visitor.ask(stage.server.url, {}, 'Ann');
  const chat = await accepts(there, ann);
  const keys = await loseAnswers(there.page, 1, false, 500);
  await there.says(chat, 'try again');
  await untilEqual('it failed', () => there.lastLine(chat), 'failed');
  await there
    .column(chat)
    .getByText(/not sent/i)
    .first()
    .waitFor();
  await tabTo(there.page, 'Retry', true);
  await there.page.keyboard.press('Enter');
  await until('Ann is told', async () => (await ann.lines()).includes('try again'));
  await untilEqual('it stands there once', () => there.lines(chat, 'own'), ['try again']);
  assert.equal(keys.length, 1);
});

scene(
  'what was written without a connection is sent once when it is back',
  { apply: PLAIN, proxy: true },
  async (stage) => {
    stage.expected.push(...AWAY);
    const there = await maya(stage);
    const ann = await Visitor.ask(stage.server.url, {}, 'Ann');
    const chat = await accepts(there, ann);
    stage.wire.cut();
    await there.page.getByText(/^Offline/).waitFor();
    await there.says(chat, 'one');
    await there.says(chat, 'two');
    await ann.says('are you there?');
    stage.wire.restore();
    await there.reads(chat, 'are you there?');
    const written = async () => (await ann.lines()).filter((line) => /^(one|two)$/.test(line));
    for (let tries = 0; tries < 2; tries += 1) {
      const retry = there.column(chat).getByRole('button', { name: 'Retry' });
      if (await retry.first().isVisible()) await retry.first().click();
    }
    await untilEqual('both are there', async () => (await written()).sort(), ['one', 'two']);
    await untilEqual('both stand there once', async () => (await there.lines(chat, 'own')).sort(), ['one', 'two']);
  },
);

scene('the console goes on after the server was killed, and nothing is lost', { apply: PLAIN }, async (stage) => {
  stage.expected.push(...AWAY);
  const there = await maya(stage);
  const ann = await Visitor.ask(stage.server.url, {}, 'Ann');
  const chat = await accepts(there, ann);
  await stage.server.kill();
  await there.page.getByText(/^Offline/).waitFor();
  await there.says(chat, 'written while it was away');
  await stage.server.restart();
  await until('the line is there', async () => (await ann.lines()).includes('written while it was away'));
  await ann.says('welcome back');
  await there.reads(chat, 'welcome back');
  assert.equal((await ann.lines()).filter((line) => line === 'written while it was away').length, 1);
});

scene('a draft survives a reload and is kept for each chat', { apply: PLAIN }, async (stage) => {
  const there = await maya(stage);
  const ann = await accepts(there, await Visitor.ask(stage.server.url, {}, 'Ann'));
  await there.page.keyboard.type('for Ann');
  const bob = await accepts(there, await Visitor.ask(stage.server.url, {}, 'Bob'));
  await there.page.keyboard.type('for Bob');
  await there.page.reload();
  await there.ready();
  await there.row(ann).getByRole('button').click();
  await untilEqual('the draft for Ann', () => there.field(ann).inputValue(), 'for Ann');
  await there.row(bob).getByRole('button').click();
  await untilEqual('the draft for Bob', () => there.field(bob).inputValue(), 'for Bob');
  await until('the server has it', async () => {
    const session = await Agent.signIn(stage.server.url, MAYA);
    const { marks } = await session.page('GET', '/marks');
    return marks.some((/** @type {any} */ mark) => mark.chat === bob && mark.draft?.text === 'for Bob');
  });
});

scene('a chat is handed over with a search and a note, by keyboard', { apply: PLAIN }, async (stage) => {
  const there = await maya(stage);
  const ann = await Visitor.ask(stage.server.url, {}, 'Ann');
  const chat = await accepts(there, ann);
  const ben = await Agent.signIn(stage.server.url, BEN);
  await there.page.keyboard.press('Alt+m');
  const dialog = there.page.getByRole('dialog', { name: /Hand over/ });
  await dialog.getByRole('option', { name: /Ben/ }).waitFor();
  await there.page.keyboard.type('be');
  await untilEqual('one is left', () => dialog.getByRole('option').count(), 1);
  await picture(there.page, 'console-transfer');
  await there.page.keyboard.press('Tab');
  await there.page.keyboard.type('Wants a refund.');
  await tabTo(there.page, 'Hand over');
  await there.page.keyboard.press('Enter');
  await there.row(chat).waitFor({ state: 'detached' });
  await untilEqual('it rings at Ben', () => ben.ringing(), 1);
  assert.equal(await ben.accepts(), chat);
  assert.ok((await ben.lines(chat)).includes('Wants a refund.'));
  assert.ok(!(await ann.lines()).includes('Wants a refund.'));
});

scene(
  'a missed chat makes the agent Away, and one key Online again',
  { apply: desk({ surveys: [], settings: 'offer_timeout_s = 1' }) },
  async (stage) => {
    const there = await maya(stage);
    await Visitor.ask(stage.server.url, {}, 'Ann');
    await there.page.getByRole('region', { name: 'A missed chat' }).waitFor();
    await untilEqual('Away', () => there.state(), 'Away');
    await there.page.keyboard.press('F2');
    await untilEqual('Online', () => there.state(), 'Online');
  },
);

scene('a device is signed out from another, which goes on', { apply: PLAIN }, async (stage) => {
  stage.expected.push(/401|404/);
  const laptop = await maya(stage);
  const ann = await Visitor.ask(stage.server.url, {}, 'Ann');
  const chat = await accepts(laptop, ann);
  const phone = await maya(stage, DEVICES.phone);
  await laptop.page.keyboard.press('Alt+y');
  const devices = laptop.page.getByRole('dialog', { name: 'My devices' });
  await devices.getByRole('button', { name: /Sign out/ }).click();
  await phone.page.getByText('This device was signed out').waitFor();
  await untilEqual('one device is left', () => devices.locator('li[data-device]').count(), 1);
  await laptop.page.keyboard.press('Escape');
  await laptop.says(chat, 'still here');
  await until('Ann is told', async () => (await ann.lines()).includes('still here'));
});

scene(
  'a whisper is shown to the agent, and a chat that is taken over is said to be gone',
  { apply: PLAIN },
  async (stage) => {
    const there = await maya(stage);
    const ann = await Visitor.ask(stage.server.url, {}, 'Ann');
    const chat = await accepts(there, ann);
    const sue = await Agent.signIn(stage.server.url, SUE);
    await sue.page('POST', `/board/chat/${chat}/whisper`, { text: 'Offer a refund.' });
    await untilEqual('the whisper is there', () => there.lines(chat, 'whisper'), ['Offer a refund.']);
    await sue.page('POST', `/board/chat/${chat}/takeOver`, {});
    await there
      .column(chat)
      .getByText(/no longer yours/)
      .first()
      .waitFor();
    assert.equal(await there.field(chat).isVisible(), false);
  },
);

scene(
  '60 chats are open, and an event touches only its own',
  { apply: desk({ surveys: [], maxChats: 100 }) },
  async (stage, t) => {
    const session = await Agent.signIn(stage.server.url, MAYA);
    /** @type {Visitor[]} */
    const visitors = [];
    for (let number = 1; number <= 60; number += 1) {
      const visitor = await Visitor.ask(stage.server.url, {}, `Visitor ${number}`);
      await session.accepts();
      await visitor.says(`I am number ${number}.`);
      visitors.push(visitor);
    }
    const there = await maya(stage);
    await untilEqual('all are listed', () => there.rows.count(), 60);
    const [first, other] = /** @type {[Visitor, Visitor]} */ ([visitors[0], visitors[41]]);
    await there.row(first.key).getByRole('button').click();
    await there.column(first.key).waitFor();
    await picture(there.page, 'console-60');

    await watchChanges(there.page, first.key, other.key);
    await first.says('to the open chat');
    await there.reads(first.key, 'to the open chat');
    await other.says('to another chat');
    await until('it is told', async () =>
      ((await there.row(other.key).textContent()) ?? '').includes('to another chat'),
    );
    const { own, foreign } = await changes(there.page);
    t.diagnostic(`two events in 60 chats: ${own} changes of the page at the two chats, ${foreign} elsewhere`);
    assert.ok(own > 0 && own <= 80, `${own} changes at the two chats`);
    assert.equal(foreign, 0, 'an event touches its own chat only');
  },
);

/**
 * Counts what changes in the page at two chats and elsewhere, clocks left out.
 *
 * @param {Page} page
 * @param {string} one
 * @param {string} other
 */
async function watchChanges(page, one, other) {
  await page.evaluate(
    ([first, second]) => {
      const counts = { own: 0, foreign: 0 };
      new MutationObserver((records) => {
        for (const { target, attributeName, oldValue } of records) {
          // Who writes what stands there already changes nothing.
          const isSame =
            attributeName !== null && target instanceof Element && target.getAttribute(attributeName) === oldValue;
          if (isSame) continue;
          const element = target instanceof Element ? target : target.parentElement;
          if (!element || element.closest('time, [role=status], title')) continue;
          const chat = element.closest('[data-chat]')?.getAttribute('data-chat');
          if (chat === first || chat === second) counts.own += 1;
          else counts.foreign += 1;
        }
      }).observe(document.body, { subtree: true, childList: true, attributeOldValue: true, characterData: true });
      Object.assign(globalThis, { counts });
    },
    [one, other],
  );
}

/** @param {Page} page @returns {Promise<{ own: number, foreign: number }>} */
const changes = (page) => page.evaluate(() => /** @type {any} */ (globalThis).counts);

/**
 * Loses the answers to the first attempts to send a line, and notes the key of every attempt.
 *
 * @param {Page} page
 * @param {number} lost how many attempts
 * @param {boolean} arrives whether the server gets the line all the same
 * @param {number} [status] what the page sees instead
 */
async function loseAnswers(page, lost, arrives, status = 503) {
  /** @type {string[]} */
  const keys = [];
  await page.route(/\/events\?v=1/, async (route) => {
    const request = route.request();
    if (request.method() !== 'POST' || keys.length >= lost) return route.continue();
    keys.push((await request.allHeaders())['idempotency-key'] ?? '');
    if (arrives) await route.fetch();
    return route.fulfill({ status, body: '{}' });
  });
  return keys;
}

/**
 * Goes on with the Tab key until something of this name has the focus.
 *
 * @param {Page} page
 * @param {string} name
 * @param {boolean} [back] against the order
 */
async function tabTo(page, name, back = false) {
  for (let step = 0; step < 40; step += 1) {
    const reached = await page.evaluate((wanted) => {
      const element = document.activeElement;
      if (!(element instanceof HTMLElement)) return false;
      const labels =
        element instanceof HTMLInputElement ? [...(element.labels ?? [])].map((label) => label.innerText) : [];
      return [element.getAttribute('aria-label'), element.innerText, ...labels].some(
        (words) => words?.trim() === wanted,
      );
    }, name);
    if (reached) return;
    await page.keyboard.press(back ? 'Shift+Tab' : 'Tab');
  }
  assert.fail(`the Tab key does not lead to "${name}"`);
}

scene('an address that names no chat opens nothing and breaks nothing', { apply: PLAIN }, async (stage) => {
  const there = await maya(stage);
  await there.page.evaluate(() => { location.hash = '#chat=constructor'; });
  await until('the address was read', async () => !there.page.url().includes('#'));
  const chat = await accepts(there, await Visitor.ask(stage.server.url, {}, 'Ann'));
  await untilEqual('one column is open', () => there.columns.count(), 1);
  await there.page.reload();
  await there.ready();
  await there.column(chat).waitFor();
});

scene('a sign-out leaves nothing on the browser that was typed', { apply: PLAIN }, async (stage) => {
  stage.expected.push(/401|404|ERR_/);
  const there = await maya(stage);
  const { page } = there;
  const chat = await accepts(there, await Visitor.ask(stage.server.url, {}, 'Ann'));
  await page.route(/\/events\?v=1/, (route) => (route.request().method() === 'POST' ? route.abort() : route.continue()));
  await there.says(chat, 'a secret line');
  await untilEqual('it is not sent', () => there.lastLine(chat), 'failed');
  await there.field(chat).fill('a secret draft');
  const kept = () => page.evaluate(() => JSON.stringify(localStorage));
  assert.match(await kept(), /secret line/);
  assert.match(await kept(), /secret draft/);
  await page.getByRole('button', { name: 'Menu' }).click();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.getByText('A line was not sent and is lost.').waitFor();
  await page.getByRole('dialog').getByRole('button', { name: 'Sign out' }).click();
  await page.getByLabel(/password/i).waitFor();
  await until('the texts are gone', async () => !/secret/.test(await kept()));
});
