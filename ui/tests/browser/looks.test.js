/**
 * What every page looks like in every state, in both colour schemes: nothing serious for axe-core, a focus that is seen,
 * room on a narrow screen, either direction of writing, and hostile text that stays text.
 */
import assert from 'node:assert/strict';
import { Board } from './support/board-page.js';
import { Console } from './support/console-page.js';
import { BEN, MAYA, SUE, canned, desk } from './support/desk.js';
import { HOSTILE_HTML, HOSTILE_TEXTS, anythingRan } from './support/hostile.js';
import { findsNothingSerious, fitsTheWidth, isWhole, picture, showsTheFocus, staysWithin } from './support/looks.js';
import { Agent, Visitor } from './support/people.js';
import { DEVICES, scene, signIn } from './support/stage.js';
import { until, untilEqual } from './support/wait.js';
import { Widget } from './support/widget-page.js';

/** @typedef {import('./support/stage.js').Stage} Stage */

/** @type {readonly ('light' | 'dark')[]} */
const SCHEMES = ['light', 'dark'];

/** The answers of a visitor before the chat. */
const ANSWERS = {
  id: 40216,
  question: [
    { id: 12786273, answer: 'Order' },
    { id: 16314710, answer: 'A-17' },
  ],
};

/** What a visitor's browser tells with the request. */
const FROM_THE_SHOP = {
  survey: ANSWERS,
  userAgent: 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
  chatReferrer: 'https://shop.example/tables/oak',
};

/** Where the widget's parts are. */
const WIDGET = 'handover-widget';

/**
 * A desk in the middle of a day: Maya and Ben have chats, others wait.
 *
 * @param {Stage} stage
 */
async function busyDesk(stage) {
  const url = stage.server.url;
  const [maya, ben] = [await Agent.signIn(url, MAYA), await Agent.signIn(url, BEN)];
  await ben.is('Away');
  const ann = await Visitor.ask(
    url,
    { ...FROM_THE_SHOP, customVariables: { customVariable: [{ name: 'cart', value: '129.00' }] } },
    'Ann Okafor',
  );
  await maya.accepts();
  await ann.says('Hello! My table arrived with a scratch on the top.');
  await maya.says(ann.key, 'Hello Ann, I am sorry to hear that. Could you tell me your order number?');
  await ann.says('It is A-17. I would like to keep it, if it can be mended.');
  await maya.call('POST', `/chat/${ann.key}/events`, {
    event: { '@type': 'line', text: 'Second chat about this order.', textType: 'plain', subType: 'ONLY_TO_REP' },
  });
  const bob = await Visitor.ask(url, FROM_THE_SHOP, 'Bob Lindqvist');
  await maya.accepts();
  await bob.says('Do you deliver to Porto?');
  await maya.says(bob.key, 'We do, on Tuesdays and Fridays. Shall I reserve a place for you?');
  await bob.says('Friday would be great. Is there a lift for the third floor?');
  const eve = await Visitor.ask(url, FROM_THE_SHOP, 'Eve');
  await maya.accepts();
  await eve.says('Thanks, that was all.');
  const waits = [];
  for (const name of ['Cid Moreau', 'Dana', 'Farid Haddad']) waits.push(await Visitor.ask(url, FROM_THE_SHOP, name));
  return { maya, ben, ann, bob, eve, waits };
}

for (const scheme of SCHEMES) {
  scene(`the widget has nothing serious and shows the focus, ${scheme}`, { sample: true }, async (stage) => {
    const ben = await Agent.signIn(stage.server.url, BEN);
    const page = await stage.visit(`${stage.url}/sample/`, { ...DEVICES.laptop, colorScheme: scheme });
    const widget = new Widget(page);
    const check = (/** @type {string} */ state) => findsNothingSerious(page, `the widget, ${state}, ${scheme}`, WIDGET);
    await widget.button.waitFor();
    await findsNothingSerious(page, `the sample shop, ${scheme}`);
    await widget.opens();
    await widget.window.getByLabel('What is it about?').waitFor();
    await check('survey');
    await showsTheFocus(page, `the survey, ${scheme}`, 6);
    await widget.presses('Start chat');
    await widget.shows('Please answer this question.');
    await check('survey with a mistake');
    await widget.answersTheSurvey('A-17');
    await widget.shows(/somebody is about to answer/i);
    await check('queue');
    await untilEqual('it rings', () => ben.ringing(), 1);
    const chat = await ben.accepts();
    await widget.reads('You are now chatting with Ben.');
    const has = (/** @type {string} */ text) => until(text, async () => (await ben.lines(chat)).includes(text));
    await widget.says('Hello! Does the oak table come in 160 cm too?');
    await has('Hello! Does the oak table come in 160 cm too?');
    await ben.says(
      chat,
      'Hello! Yes, it does: <b>160 × 80 cm</b>, ready in <i>two weeks</i>. <a href="https://example.com/table">Have a look.</a>',
      'html',
    );
    await widget.log.getByRole('link').waitFor();
    await widget.says('Lovely. And the delivery?');
    await has('Lovely. And the delivery?');
    const { id } = /** @type {import('./support/people.js').Told} */ ((await ben.events(chat)).at(-1));
    await ben.page('PUT', `/chat/${chat}/read`, { event: id });
    await widget.lastLineIs(/Seen/);
    await ben.call('PUT', `/chat/${chat}/info/agentTyping`, { agentTyping: 'typing' });
    await widget.shows('Ben is typing…');
    await check('conversation');
    await picture(page, `widget-${scheme}`);
    await showsTheFocus(page, `the conversation, ${scheme}`, 6);
    await widget.presses('End chat');
    await check('question before the end');
    await widget.window.locator('footer').getByRole('button', { name: 'End chat' }).click();
    await widget.window.getByLabel('Yes').waitFor();
    await widget.window.getByText('Send me the conversation by mail').click();
    await check('after the chat');
    await ben.signsOut();
    await widget.presses('Start a new chat');
    await widget.window.getByLabel('Your message').waitFor();
    await check('offline form');
  });

  scene(
    `the console has nothing serious and shows the focus, ${scheme}`,
    { apply: desk({ maxChats: 3 }) },
    async (stage) => {
      const page = await stage.visit(`${stage.url}/console/`, { ...DEVICES.laptop, colorScheme: scheme });
      const there = new Console(page);
      const check = (/** @type {string} */ state) => findsNothingSerious(page, `the console, ${state}, ${scheme}`);
      await page.getByLabel('Password').waitFor();
      await check('sign-in');
      await showsTheFocus(page, `the sign-in, ${scheme}`, 4);
      await page.getByRole('button', { name: 'Sign in' }).click();
      await page.getByText('Account is missing.').waitFor();
      await check('sign-in with a mistake');
      await page.reload();
      await signIn(page, MAYA);
      await there.ready();
      await check('empty');
      const { maya, ann, bob, eve } = await busyDesk(stage);
      await there.row(ann.key).getByRole('button').click();
      await page.getByText('129.00').waitFor();
      await page.keyboard.press('Alt+p');
      await there.row(bob.key).getByRole('button').click();
      await there.reads(bob.key, /third floor/);
      assert.equal(await there.columns.count(), 2);
      await maya.ends(eve.key);
      await there.ring.waitFor();
      await check('a chat rings');
      await picture(page, `console-${scheme}`);
      await showsTheFocus(page, `the console, ${scheme}`, 14);
      await page.keyboard.press('Alt+c');
      await page.keyboard.type('/');
      await page.getByRole('option').first().waitFor();
      await check('canned texts');
      await page.keyboard.press('Escape');
      await page.keyboard.press('Alt+n');
      await check('private note');
      await page.keyboard.press('Alt+n');
      /** @type {[string, string][]} */
      const sheets = [
        ['Alt+m', 'hand-over'],
        ['Alt+y', 'devices'],
        ['Alt+q', 'question before the end'],
        ['Alt+/', 'keys'],
      ];
      for (const [key, name] of sheets) {
        await page.keyboard.press(key);
        await page.getByRole('dialog').waitFor();
        await check(name);
        await page.keyboard.press('Escape');
        await page.getByRole('dialog').waitFor({ state: 'detached' });
      }
      await page.getByRole('button', { name: 'Menu' }).click();
      await check('menu');
      await page.keyboard.press('Escape');
      await there.row(eve.key).getByRole('button').click();
      await page.getByRole('region', { name: 'After the chat' }).getByLabel('Delivery').waitFor();
      await check('after the chat');
    },
  );

  scene(
    `the board has nothing serious and shows the focus, ${scheme}`,
    { apply: desk({ maxChats: 3 }) },
    async (stage) => {
      const { ann, waits } = await busyDesk(stage);
      const page = await stage.visit(`${stage.url}/console/board`, { ...DEVICES.laptop, colorScheme: scheme });
      const check = (/** @type {string} */ state) => findsNothingSerious(page, `the board, ${state}, ${scheme}`);
      await page.getByLabel('Password').waitFor();
      await check('sign-in');
      await signIn(page, SUE);
      const board = new Board(page);
      await board.row(ann.key).waitFor();
      await check('a busy desk');
      await showsTheFocus(page, `the board, ${scheme}`, 16);
      await board.press(board.row(ann.key), 'w');
      await board.drawer.getByText('It is A-17').waitFor();
      await check('watching');
      await picture(page, `board-${scheme}`);
      await page.keyboard.press('Escape');
      await page.keyboard.press('a');
      await board.drawer.getByText(/watched a chat/).waitFor();
      await check('audit log');
      await page.keyboard.press('Escape');
      await board.press(board.row(/** @type {Visitor} */ (waits[0]).key), 'e');
      await page.getByRole('dialog').waitFor();
      await check('question before the end');
      await page.keyboard.press('Escape');
      await page.keyboard.press('?');
      await page.getByRole('dialog').waitFor();
      await check('keys');
    },
  );

  scene(`the phone has nothing serious, ${scheme}`, {}, async (stage) => {
    const phone = { ...DEVICES.phone, colorScheme: scheme };
    const { ann } = await busyDesk(stage);
    const there = new Console(await stage.console(MAYA, phone));
    await there.ready();
    await findsNothingSerious(there.page, `the console's list on a phone, ${scheme}`);
    await picture(there.page, `phone-list-${scheme}`);
    await there.row(ann.key).getByRole('button').tap();
    await there.reads(ann.key, /It is A-17/);
    await findsNothingSerious(there.page, `the console's chat on a phone, ${scheme}`);
    await picture(there.page, `phone-chat-${scheme}`);
    const sue = await stage.console(SUE, phone, '/console/board');
    await sue.getByRole('navigation', { name: 'Lists' }).waitFor();
    await findsNothingSerious(sue, `the board on a phone, ${scheme}`);
    const widget = new Widget(await stage.visit(stage.shop(), phone));
    await widget.opens();
    await findsNothingSerious(widget.page, `the widget on a phone, ${scheme}`, WIDGET);
  });
}

scene('no page can be scrolled sideways on a screen of 320 px', { sample: true }, async (stage) => {
  const { ann } = await busyDesk(stage);
  const there = new Console(await stage.visit(`${stage.url}/console/`, DEVICES.narrow));
  await there.page.getByLabel('Password').waitFor();
  await fitsTheWidth(there.page, 'the sign-in');
  await signIn(there.page, MAYA);
  await there.ready();
  await fitsTheWidth(there.page, "the console's list");
  await there.row(ann.key).getByRole('button').tap();
  await there.reads(ann.key, /It is A-17/);
  await fitsTheWidth(there.page, "the console's chat");
  await staysWithin(
    there.column(ann.key).locator('button:visible, textarea'),
    there.page.locator('body'),
    "the chat's buttons",
  );
  const board = await stage.console(SUE, DEVICES.narrow, '/console/board');
  for (const button of await board.getByRole('navigation', { name: 'Lists' }).getByRole('button').all()) {
    await button.tap();
    await fitsTheWidth(board, `the board, ${await button.innerText()}`);
  }
  const widget = new Widget(await stage.visit(`${stage.url}/sample/`, DEVICES.narrow));
  await widget.button.waitFor();
  await fitsTheWidth(widget.page, 'the sample shop');
  await widget.opens();
  await widget.window.getByLabel('What is it about?').waitFor();
  await fitsTheWidth(widget.page, 'the widget');
  await staysWithin(
    widget.window.locator('button:visible, input:visible, select'),
    widget.page.locator('body'),
    "the widget's fields",
  );
  await picture(widget.page, 'widget-320');
});

scene(
  'from right to left: the widget in Arabic, and Arabic lines in the console',
  { apply: desk({ surveys: [] }) },
  async (stage) => {
    const there = new Console(await stage.console(MAYA));
    await there.ready();
    const shop = stage.shop({ lang: 'ar', dir: 'rtl', attributes: { 'data-lang': 'ar' } });
    const page = await stage.visit(shop, { ...DEVICES.laptop, locale: 'ar' });
    const widget = new Widget(page);
    await widget.opens();
    const composer = widget.window.getByRole('textbox');
    await composer.fill('مرحبا، أين طلبي A-17؟');
    await composer.press('Enter');
    await there.ring.waitFor();
    await there.page.keyboard.press('F2');
    const chat = /** @type {string} */ (await there.rows.first().getAttribute('data-chat'));
    await there.reads(chat, /أين طلبي/);
    await there.says(chat, 'لحظة من فضلك، سأبحث عنه.');
    await widget.reads(/لحظة من فضلك/);
    await findsNothingSerious(page, 'the widget from right to left', WIDGET);
    await fitsTheWidth(page, 'the widget from right to left');
    await picture(page, 'widget-arabic');
    const direction = (/** @type {import('playwright-core').Locator} */ line) =>
      line.evaluate((element) => getComputedStyle(element).direction);
    assert.equal(await direction(widget.log.locator('.row.visitor .line').last()), 'rtl');
    assert.equal(await direction(there.column(chat).locator('li.line[data-kind=visitor] .words').last()), 'rtl');
    const button = await widget.window.boundingBox();
    assert.ok(button && button.x < 720, 'the window stands at the other side');
    await there.page.evaluate(() => document.documentElement.setAttribute('dir', 'rtl'));
    await fitsTheWidth(there.page, 'the console from right to left');
    await findsNothingSerious(there.page, 'the console from right to left');
  },
);

scene(
  'hostile text of visitors is shown as it stands, in the console, on the board and in the widget',
  { apply: desk({ maxChats: 10 }) },
  async (stage) => {
    const there = new Console(await stage.console(MAYA));
    await there.ready();
    const survey = {
      id: 40216,
      question: [
        { id: 12786273, answer: 'Order' },
        { id: 16314710, answer: HOSTILE_TEXTS['image'] },
      ],
    };
    const customVariables = { customVariable: [{ name: HOSTILE_TEXTS['svg'], value: HOSTILE_TEXTS['script'] }] };
    const ann = await Visitor.ask(stage.server.url, { survey, customVariables }, HOSTILE_TEXTS['image']);
    await there.ring.waitFor();
    await there.page.keyboard.press('F2');
    await there.column(ann.key).waitFor();
    const texts = Object.values(HOSTILE_TEXTS);
    for (const text of texts) await ann.says(text);
    await until('all lines are shown', async () => (await shown(there, ann.key)).length === texts.length);
    assert.deepEqual(await shown(there, ann.key), texts);
    await there.page
      .getByText(/** @type {string} */ (HOSTILE_TEXTS['script']), { exact: true })
      .first()
      .waitFor();
    await staysWithin(
      there.column(ann.key).locator('li.line, li.line *'),
      there.column(ann.key),
      'lines in the console',
    );
    await fitsTheWidth(there.page, 'the console with hostile lines');
    assert.equal(await anythingRan(there.page), false);
    for (const link of await there.column(ann.key).locator('a').all()) {
      assert.match((await link.getAttribute('href')) ?? '', /^(https?|mailto):/);
    }

    const sue = new Board(await stage.console(SUE, undefined, '/console/board'));
    await sue.press(sue.row(ann.key), 'w');
    await sue.drawer.getByText('rtl isolate').waitFor();
    await staysWithin(sue.drawer.locator('li, li *'), sue.drawer, 'lines on the board');
    await isWhole(sue.drawer.locator('.talk, .line, .line *'), 'lines on the board');
    await staysWithin(sue.row(ann.key).locator('*'), sue.page.locator('[data-view=chats]'), 'a name on the board');
    await fitsTheWidth(sue.page, 'the board with hostile lines');
    assert.equal(await anythingRan(sue.page), false);
  },
);

scene(
  'hostile text of a visitor and of agents stays in its box in the widget',
  { apply: desk({ surveys: [] }) },
  async (stage) => {
    const maya = await Agent.signIn(stage.server.url, MAYA);
    const there = new Console(await stage.console(MAYA));
    await there.ready();
    const page = await stage.visit(
      stage.shop({ csp: stage.strictPolicy, attributes: { 'data-title': HOSTILE_TEXTS['script'] ?? '' } }),
    );
    const widget = new Widget(page);
    await widget.opens();
    const texts = Object.values(HOSTILE_TEXTS);
    await widget.says(/** @type {string} */ (texts[0]));
    await untilEqual('it rings', () => maya.ringing(), 1);
    const chat = await maya.accepts();
    for (const text of texts.slice(1)) await widget.says(text);
    await until('all lines have arrived', async () =>
      (await maya.lines(chat)).includes(/** @type {string} */ (texts.at(-1))),
    );
    const own = await widget.log
      .locator('.row.visitor .line')
      .evaluateAll((lines) => lines.map((line) => line.textContent));
    assert.deepEqual(own, texts);
    for (const text of texts) await maya.says(chat, text);
    for (const html of Object.values(HOSTILE_HTML)) await maya.says(chat, html, 'html');
    await widget.reads(/nine/);
    await staysWithin(widget.log.locator('.row, .row *'), widget.window, 'lines in the widget');
    await isWhole(widget.log.locator('.line, .line *'), 'lines in the widget');
    await fitsTheWidth(page, 'the shop with hostile lines');
    assert.equal(await anythingRan(page), false);
    for (const link of await widget.log.locator('a').all()) {
      assert.match((await link.getAttribute('href')) ?? '', /^(https?|mailto):/);
    }

    await there.row(chat).getByRole('button').click();
    await there.reads(chat, /nine/);
    await staysWithin(there.column(chat).locator('li.line, li.line *'), there.column(chat), 'lines in the console');
    await isWhole(there.column(chat).locator('.log, li.line, li.line *'), 'lines in the console');
    await fitsTheWidth(there.page, 'the console with hostile lines of an agent');
    assert.equal(await anythingRan(there.page), false);
  },
);

scene(
  'hostile canned texts, skills and answers of forms are text',
  {
    apply: desk({
      more: Object.entries(HOSTILE_TEXTS)
        .map(([name, text]) => cannedOf(name, text))
        .join(''),
    }),
  },
  async (stage) => {
    const there = new Console(await stage.console(MAYA));
    await there.ready();
    const ann = await Visitor.ask(stage.server.url, { survey: ANSWERS }, 'Ann');
    await there.ring.waitFor();
    await there.page.keyboard.press('F2');
    await there.field(ann.key).waitFor();
    await there.page.keyboard.press('Alt+k');
    const options = there.page.getByRole('option');
    await until('all are listed', async () => (await options.count()) >= Object.keys(HOSTILE_TEXTS).length);
    await staysWithin(options, there.column(ann.key), 'canned texts');
    await fitsTheWidth(there.page, 'the canned texts');
    await there.page.keyboard.press('Escape');
    await there.page.keyboard.type('/script');
    await options.first().waitFor();
    await there.page.keyboard.press('Enter');
    await untilEqual('the text is there', () => there.field(ann.key).inputValue(), HOSTILE_TEXTS['script']);
    await there.page.keyboard.press('Enter');
    await there.reads(ann.key, /<script>/);
    assert.equal(await anythingRan(there.page), false);
    assert.ok((await ann.lines()).includes(/** @type {string} */ (HOSTILE_TEXTS['script'])));
  },
);

/** @param {string} name @param {string} text */
function cannedOf(name, text) {
  return canned({ shortcut: name, title: text.slice(0, 60), text: text.slice(0, 4000) });
}

/**
 * The texts of the visitor's lines in the console, as they stand there.
 *
 * @param {Console} there
 * @param {string} chat
 */
const shown = (there, chat) =>
  there
    .column(chat)
    .locator('li.line[data-kind=visitor] .words')
    .evaluateAll((lines) => lines.map((line) => line.textContent));
