/**
 * A visitor's whole way through the widget, on the page of a shop with a strict policy.
 */
import assert from 'node:assert/strict';
import { get } from 'node:http';
import { ACCOUNT, BEN, MAYA, desk } from './support/desk.js';
import { findsNothingSerious, picture } from './support/looks.js';
import { Agent } from './support/people.js';
import { DEVICES, PACKED, scene } from './support/stage.js';
import { until, untilEqual } from './support/wait.js';
import { Widget } from './support/widget-page.js';

/** @typedef {import('./support/stage.js').Stage} Stage */

/** An account without surveys, for tests that are about something else. */
const PLAIN = desk({ surveys: [] });

/** Bytes that the widget may weigh, compressed: all that a whole chat fetches, and one language beside English. */
const LIGHT = 15_000;
/** Milliseconds in which even a slow machine with a debug build shows the button, and from a click the first question. */
const SOON_MS = 5_000;

/** What a page may say while its server is away. */
const AWAY = [/ERR_CONNECTION|ERR_EMPTY_RESPONSE|ERR_INCOMPLETE|ERR_NETWORK|Failed to fetch|net::ERR/];

/**
 * A visitor on a shop's page in conversation with Maya, who uses the API.
 *
 * @param {Stage} stage
 * @param {import('playwright-core').BrowserContextOptions} [device]
 */
async function inConversation(stage, device) {
  const maya = await Agent.signIn(stage.server.url, MAYA);
  const address = stage.shop();
  const page = await stage.visit(address, device);
  const widget = new Widget(page);
  await widget.opens();
  await widget.says('Hello, is anyone there?');
  await untilEqual('it rings', () => maya.ringing(), 1);
  const chat = await maya.accepts();
  await widget.reads('You are now chatting with Maya.');
  return { maya, page, widget, chat, address };
}

scene('a visitor goes the whole way: survey, queue, conversation, exit survey, transcript', {}, async (stage) => {
  const maya = await Agent.signIn(stage.server.url, MAYA);
  const page = await stage.visit(stage.shop());
  const widget = new Widget(page);
  await widget.opens();
  await widget.answersTheSurvey('A-17');
  await widget.shows(/somebody is about to answer|number 1/i);
  await untilEqual('it rings', () => maya.ringing(), 1);
  const chat = await maya.accepts();
  await widget.reads('You are now chatting with Maya.');

  await maya.call('PUT', `/chat/${chat}/info/agentTyping`, { agentTyping: 'typing' });
  await widget.shows('Maya is typing…');
  await maya.says(chat, 'Hello, how can I help?');
  await widget.reads('Hello, how can I help?');
  await widget.field.pressSequentially('Where is');
  const typing = async () => (await maya.call('GET', `/chat/${chat}/info/visitorTyping`)).visitorTyping;
  await untilEqual('the agent is told that the visitor types', typing, 'typing');
  await widget.says('Where is my order?');
  await until('the line is there', async () => (await maya.lines(chat)).includes('Where is my order?'));
  await widget.lastLineIs(/Sent/);
  const { id } = /** @type {import('./support/people.js').Told} */ ((await maya.events(chat)).at(-1));
  await maya.page('PUT', `/chat/${chat}/read`, { event: id });
  await widget.lastLineIs(/Seen/);
  await maya.says(chat, '<p>It is on its way: <a href="https://example.com/track">track it</a></p>', 'html');
  await widget.log.getByRole('link', { name: 'track it' }).waitFor();

  await widget.presses(/end chat/i);
  await widget.window
    .getByRole('button', { name: /end chat/i })
    .last()
    .click();
  await widget.shows('The chat has ended.');
  await widget.window.getByLabel('Yes').check();
  await widget.window
    .getByRole('button', { name: /^send$/i })
    .first()
    .click();
  await widget.shows('Thank you for your answers.');
  await widget.window.getByText('Send me the conversation by mail').click();
  await widget.window.getByLabel(/your mail address/i).fill('ann@example.com');
  await widget.window.getByLabel(/your mail address/i).press('Enter');
  await widget.shows('It will be sent to ann@example.com.');
  const details = await maya.page('GET', `/chat/${chat}/details`);
  assert.deepEqual(details.details.exitSurvey, [{ question: 'Were you helped?', answer: 'Yes' }]);
});

scene(
  'a visitor who waits sees the place in the queue and writes before anybody has come',
  { apply: PLAIN },
  async (stage) => {
    const maya = await Agent.signIn(stage.server.url, MAYA);
    await maya.is('Away');
    const ben = await Agent.signIn(stage.server.url, BEN);
    const page = await stage.visit(stage.shop());
    const widget = new Widget(page);
    await widget.opens();
    await ben.is('Away');
    await widget.says('I will wait.');
    await widget.shows('You are number 1 in the queue.');
    await widget.says('Here is more.');
    await findsNothingSerious(page, 'the queue', 'handover-widget');
    await maya.is('Online');
    await widget.shows(/somebody is about to answer/i);
    const chat = await maya.accepts();
    await widget.reads('You are now chatting with Maya.');
    const lines = await maya.lines(chat);
    assert.ok(lines.includes('I will wait.') && lines.includes('Here is more.'), lines.join(' | '));
  },
);

scene('a chat survives a reload and the closing of the page', { apply: PLAIN }, async (stage) => {
  const { maya, page, widget, chat, address } = await inConversation(stage);
  await widget.field.fill('half a thou');
  await page.reload();
  await widget.reads('You are now chatting with Maya.');
  await untilEqual('what was typed is there', () => widget.field.inputValue(), 'half a thou');
  const context = page.context();
  await page.close();
  await maya.says(chat, 'Are you still there?');
  const again = new Widget(await context.newPage());
  await again.page.goto(address);
  await until('the unread line is counted', async () => /1/.test(await again.button.innerText()));
  await again.opens();
  await again.reads('Are you still there?');
  await again.says('I am.');
  await until('the line is there', async () => (await maya.lines(chat)).includes('I am.'));
});

scene(
  'lines that were written without a connection arrive once and in order',
  { apply: PLAIN, proxy: true },
  async (stage) => {
    stage.expected.push(...AWAY);
    const { maya, widget, chat } = await inConversation(stage);
    stage.wire.cut();
    await widget.says('one');
    await widget.says('two');
    await widget.says('three');
    await widget.shows(/no connection/i);
    await maya.says(chat, 'You were cut off.');
    stage.wire.restore();
    const written = async () => (await maya.lines(chat)).filter((line) => /^(one|two|three)$/.test(line));
    await untilEqual('all lines are there', written, ['one', 'two', 'three']);
    await widget.reads('You were cut off.');
    await widget.lastLineIs(/Sent|Seen/);
    assert.deepEqual((await widget.lines('visitor')).slice(-3).sort(), ['one', 'three', 'two']);
    assert.deepEqual(await written(), ['one', 'two', 'three']);
  },
);

scene('a line whose answer was lost is sent again and not doubled', { apply: PLAIN, proxy: true }, async (stage) => {
  stage.expected.push(...AWAY);
  const { maya, page, widget, chat } = await inConversation(stage);
  /** @type {string[]} */
  const keys = [];
  await page.route(/\/chat\/H/, async (route) => {
    const request = route.request();
    const isLine = request.method() === 'POST';
    if (isLine) keys.push((await request.allHeaders())['idempotency-key'] ?? '');
    // Until the line is sent again, nothing tells the page that it has arrived.
    if (keys.length === 0 || keys.length > 1) return route.continue();
    if (isLine) {
      await route.fetch();
      stage.wire.cut();
      stage.wire.restore();
    }
    return route.abort();
  });
  await widget.says('only once');
  await until('it was sent again', () => keys.length > 1);
  await widget.lastLineIs(/Sent|Seen/);
  assert.ok(keys[0] && keys[0] === keys[1], 'with the same key');
  assert.equal((await maya.lines(chat)).filter((line) => line === 'only once').length, 1);
  await untilEqual('it stands there once', async () => (await widget.lines('visitor')).slice(1), ['only once']);
});

scene('the server is killed and comes again in the middle of a chat', { apply: PLAIN }, async (stage) => {
  stage.expected.push(...AWAY);
  const { maya, widget, chat } = await inConversation(stage);
  await stage.server.kill();
  await widget.says('written while it was away');
  await widget.shows(/no connection/i);
  await stage.server.restart();
  const written = async () => (await maya.lines(chat)).filter((line) => line === 'written while it was away').length;
  await untilEqual('the line is there once', written, 1);
  await maya.says(chat, 'Here we are again.');
  await widget.reads('Here we are again.');
  assert.equal(await written(), 1);
});

scene('two tabs show the same chat, live', { apply: PLAIN }, async (stage) => {
  const { maya, page, widget, chat, address } = await inConversation(stage);
  const second = new Widget(await page.context().newPage());
  await second.page.goto(address);
  await second.opens();
  await second.reads('You are now chatting with Maya.');
  await widget.says('from the first tab');
  await second.reads('from the first tab');
  await second.says('from the second tab');
  await widget.reads('from the second tab');
  await maya.says(chat, 'to both');
  await widget.reads('to both');
  await second.reads('to both');
  const [one, two] = [await widget.lines('visitor'), await second.lines('visitor')];
  assert.deepEqual(one, two);
  assert.deepEqual(one, ['Hello, is anyone there?', 'from the first tab', 'from the second tab']);
  await maya.ends(chat);
  await widget.shows('The chat has ended.');
  await second.shows('The chat has ended.');
});

scene('without anybody there the offline form is shown, and what was typed in it is kept', {}, async (stage) => {
  const page = await stage.visit(stage.shop());
  const widget = new Widget(page);
  await until('the button says so', async () => /leave a message/i.test(await widget.button.innerText()));
  await widget.opens();
  await widget.window.getByLabel('Your message').fill('Please call me back.');
  await page.reload();
  const message = widget.window.getByLabel('Your message');
  await untilEqual('what was typed is there', () => message.inputValue(), 'Please call me back.');
  await widget.window.getByRole('button', { name: /^send$/i }).click();
  await widget.shows('Please answer this question.');
  await widget.window.getByLabel('Your mail address').fill('not an address');
  await widget.window.getByRole('button', { name: /^send$/i }).click();
  await widget.shows(/please enter a mail address/i);
  await widget.window.getByLabel('Your mail address').fill('ann@example.com');
  await picture(page, 'widget-offline');
  await widget.window.getByRole('button', { name: /^send$/i }).click();
  await widget.shows('Thank you. Your message has been sent.');
});

scene('the button says when somebody comes and when everybody has left', { apply: PLAIN }, async (stage) => {
  const page = await stage.visit(stage.shop());
  const widget = new Widget(page);
  await until('nobody is there', async () => /nobody is here/i.test(await widget.button.innerText()));
  const maya = await Agent.signIn(stage.server.url, MAYA);
  await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
  await until('somebody is there', async () => /chat with us/i.test(await widget.button.innerText()));
  await maya.signsOut();
  await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
  await until('everybody has left', async () => /nobody is here/i.test(await widget.button.innerText()));
});

scene('the five calls of the page work, and there is no other global', { apply: PLAIN }, async (stage) => {
  const maya = await Agent.signIn(stage.server.url, MAYA);
  const page = await stage.context().then((context) => context.newPage());
  await page.goto(stage.host.page({ attributes: {} }));
  const bare = await page.evaluate(() => Object.keys(globalThis));
  await page.goto(stage.shop());
  await page.waitForFunction(() => 'Handover' in globalThis);
  const globals = await page.evaluate(() => Object.keys(globalThis));
  assert.deepEqual(
    globals.filter((name) => !bare.includes(name) && name !== 'Handover'),
    [],
  );
  const calls = await page.evaluate(() => Object.keys(/** @type {object} */ (window.Handover)).sort());
  assert.deepEqual(calls, ['close', 'identify', 'on', 'open', 'start']);
  await page.evaluate(async () => {
    const { Handover } = window;
    if (!Handover) return;
    Handover.on('state', ({ state }) => document.body.setAttribute('data-state', state));
    Handover.on('message', ({ text }) => document.body.setAttribute('data-message', text));
    await Handover.identify({ name: 'Ann', email: 'ann@example.com', variables: { cart: '12.50' } });
    await Handover.start({ message: 'About my cart' });
  });
  await untilEqual('it rings', () => maya.ringing(), 1);
  const chat = await maya.accepts();
  await page.locator('body[data-state=chatting]').waitFor();
  await until('the first line is there', async () => (await maya.lines(chat)).includes('About my cart'));
  const { details } = await maya.page('GET', `/chat/${chat}/details`);
  assert.equal(details.visitor.name, 'Ann');
  assert.deepEqual(details.variables, [{ name: 'cart', value: '12.50' }]);
  await maya.says(chat, 'Yes?');
  await page.locator('body[data-message="Yes?"]').waitFor();
  await page.evaluate(() => window.Handover?.close());
  await new Widget(page).window.waitFor({ state: 'hidden' });
});

scene('the first line that the page gives is sent once, with the chat that it was given for', {}, async (stage) => {
  const maya = await Agent.signIn(stage.server.url, MAYA);
  const page = await stage.visit(stage.shop());
  const widget = new Widget(page);
  await widget.button.waitFor();
  const begins = (/** @type {string} */ message) =>
    page.evaluate(async (text) => {
      await window.Handover?.start({ message: text });
      await window.Handover?.close();
    }, message);
  await begins('Not this.');
  await page.reload();
  await widget.button.waitFor();
  await begins('Nor this.');
  await begins('About my cart');
  await begins('About my cart');
  await widget.opens();
  await widget.answersTheSurvey('A-17');
  await untilEqual('it rings', () => maya.ringing(), 1);
  await begins('While a chat is going on.');
  await widget.opens();
  const chat = await maya.accepts();
  await widget.reads('You are now chatting with Maya.');
  await widget.lastLineIs(/Sent|Seen/);
  await widget.says('Hello?');
  await until('the line is there', async () => (await maya.lines(chat)).includes('Hello?'));
  assert.deepEqual(await widget.lines('visitor'), ['About my cart', 'Hello?']);
  await widget.endsTheChat();
  await widget.presses('Start a new chat');
  await widget.answersTheSurvey('A-18');
  await untilEqual('it rings again', () => maya.ringing(), 1);
  await maya.accepts();
  await widget.reads('You are now chatting with Maya.');
  assert.deepEqual(await widget.lines('visitor'), []);
});

scene('a chat that is refused leaves what was written in the field', { apply: PLAIN }, async (stage) => {
  stage.expected.push(/400/);
  await Agent.signIn(stage.server.url, MAYA);
  const page = await stage.visit(stage.shop());
  const widget = new Widget(page);
  await page.route(/\/request\?/, (route) => route.fulfill({ status: 400, json: { error: { message: 'no' } } }));
  await widget.opens();
  await widget.says('Please call me.');
  await untilEqual('it stands in the field', () => widget.field.inputValue(), 'Please call me.');
  await page.unroute(/\/request\?/);
  await widget.field.press('Enter');
  await widget.lastLineIs(/Sent/);
});

scene('markup that is deeper than any line needs is shown as its text', { apply: PLAIN }, async (stage) => {
  const { maya, widget, chat } = await inConversation(stage);
  await maya.says(chat, `${'<b>'.repeat(60)}deep${'</b>'.repeat(60)}<script>no</script>`, 'html');
  await widget.reads('deep');
  const last = widget.log.locator('.row.agent .line').last();
  assert.deepEqual([await last.innerText(), await last.locator('b').count()], ['deep', 31]);
});

scene(
  'the way into a conversation and out of the window is gone by keyboard alone',
  { apply: PLAIN },
  async (stage) => {
    const maya = await Agent.signIn(stage.server.url, MAYA);
    const page = await stage.visit(stage.shop());
    const widget = new Widget(page);
    await widget.button.waitFor();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await widget.window.waitFor();
    await until('the field has the focus', () => focusIsIn(page, 'textarea'));
    await page.keyboard.type('by keyboard');
    await page.keyboard.press('Enter');
    await untilEqual('it rings', () => maya.ringing(), 1);
    await maya.accepts();
    await widget.reads('You are now chatting with Maya.');
    await page.keyboard.press('Escape');
    await widget.window.waitFor({ state: 'hidden' });
    await until('the focus is back on the button', () => focusIsIn(page, 'button[aria-haspopup=dialog]'));
  },
);

scene('where the window takes the whole screen the Tab key stays in it', { apply: PLAIN }, async (stage) => {
  const { page, widget } = await inConversation(stage, { viewport: { width: 400, height: 700 } });
  await until('the field has the focus', () => focusIsIn(page, 'textarea'));
  for (const key of ['Tab', 'Shift+Tab']) {
    /** @type {string[]} */
    const ways = [];
    for (let step = 0; step < 10; step += 1) {
      await page.keyboard.press(key);
      ways.push(await focused(page));
    }
    assert.deepEqual(new Set(ways), new Set(['End chat', 'Close', 'Chat with us', 'Write a message', 'Send']), key);
  }
  await widget.window.evaluate((all) => /** @type {HTMLElement} */ (all).focus());
  await page.keyboard.press('Shift+Tab');
  assert.equal(await focused(page), 'Send', 'from the window itself');
});

/**
 * What the element in the widget is called that has the focus; nothing: the focus is elsewhere.
 *
 * @param {import('playwright-core').Page} page
 */
function focused(page) {
  return page.evaluate(() => {
    const active = document.querySelector('handover-widget')?.shadowRoot?.activeElement;
    return active?.ariaLabel ?? active?.textContent ?? '';
  });
}

/**
 * Whether the element in the widget that has the focus is of this kind.
 *
 * @param {import('playwright-core').Page} page
 * @param {string} selector
 */
function focusIsIn(page, selector) {
  return page.evaluate((wanted) => {
    const root = document.querySelector('handover-widget')?.shadowRoot;
    return Boolean(root?.activeElement?.matches(wanted));
  }, selector);
}

scene('the widget is light: bytes, requests and round trips of a whole chat', {}, async (stage, t) => {
  const maya = await Agent.signIn(stage.server.url, MAYA);
  const page = await (await stage.context({ ...DEVICES.laptop, ...PACKED })).newPage();
  const traffic = await countTraffic(page, stage.url);
  const begun = Date.now();
  await page.goto(stage.shop());
  const widget = new Widget(page);
  await widget.button.waitFor();
  const usable = Date.now() - begun;
  const before = traffic.length;
  const status = `/api/handover/v1/account/${ACCOUNT}/chat/status`;
  assert.deepEqual(pathsOf(traffic), ['/widget.js', status], 'the button is there after two answers');

  const opened = Date.now();
  await widget.opens();
  await widget.window.getByLabel('What is it about?').waitFor();
  const open = Date.now() - opened;
  await until('every answer is counted', () => traffic.every(({ done }) => done));
  const [asked, depth, first] = [traffic.length, Math.max(...traffic.map(({ after }) => after)), sumOf(code(traffic))];
  const survey = `/api/account/${ACCOUNT}/chat/preSurvey`;
  assert.deepEqual(pathsOf(traffic), ['/widget.js', status, '/widget/chat.js', survey], 'the first question after two more');

  await widget.answersTheSurvey('A-17');
  await untilEqual('it rings', () => maya.ringing(), 1);
  const chat = await maya.accepts();
  await widget.says('Hello!');
  await maya.says(chat, 'Hello, <b>Ann</b>.', 'html');
  const json = JSON.stringify({ type: 'vertical', elements: [{ type: 'text', text: 'Two sizes are there.' }] });
  await maya.call('POST', `/chat/${chat}/events`, {
    event: { '@type': 'line', textType: 'rich-content', text: '', json },
  });
  await widget.reads('Two sizes are there.');
  await widget.endsTheChat();
  await widget.window.getByLabel('Yes').waitFor();

  const german = await (await stage.context({ ...DEVICES.laptop, ...PACKED })).newPage();
  const more = await countTraffic(german, stage.url);
  await german.goto(stage.shop({ attributes: { 'data-lang': 'de' } }));
  await new Widget(german).opens();
  const language = () => more.filter(({ path }) => /\/lang\//.test(path));
  await until('the language is counted', () => language().some(({ done }) => done));

  const files = [...code(traffic), ...language()];
  const total = sumOf(files);
  t.diagnostic(
    `compressed: ${total} bytes for a whole chat in another language, ${first} of them until the first question`,
  );
  const old = await Promise.all(files.map(({ path }) => gzipBytes(stage.url + path)));
  t.diagnostic(`${old.reduce((all, bytes) => all + bytes, 0)} bytes where a browser takes gzip only`);
  t.diagnostic(`file by file: ${files.map(({ path, bytes }) => `${path.split('/').pop()} ${bytes}`).join(', ')}`);
  t.diagnostic(`requests: ${before} before it is used, ${asked - before} to open it`);
  t.diagnostic(
    `time: ${usable} ms from the page's address to the button, ${open} ms from the click to the first question`,
  );
  t.diagnostic(`round trips one after the other until the first question: ${depth}`);
  assert.deepEqual(
    files.filter(({ encoding }) => encoding !== 'br'),
    [],
    'everything is compressed',
  );
  assert.ok(usable <= SOON_MS && open <= SOON_MS, `it took ${usable} ms and ${open} ms`);
  assert.ok(depth <= 4, `${depth} round trips, one after the other, until the first question`);
  assert.ok(total <= LIGHT, `${total} bytes are more than ${LIGHT}`);
});

/** @param {Exchange[]} traffic */
const code = (traffic) => traffic.filter(({ path }) => path === '/widget.js' || path.startsWith('/widget/'));

/** @param {Exchange[]} traffic */
const pathsOf = (traffic) => traffic.map(({ path }) => path);

/**
 * The bytes of a file as they are carried to a browser that takes gzip and nothing better.
 *
 * @param {string} address
 * @returns {Promise<number>}
 */
const gzipBytes = (address) =>
  new Promise((resolve, reject) => {
    get(address, { headers: { 'Accept-Encoding': 'gzip' } }, async (answer) => {
      assert.equal(answer.headers['content-encoding'], 'gzip');
      const chunks = await answer.toArray();
      resolve(Buffer.concat(chunks).length);
    }).on('error', reject);
  });

/** @param {Exchange[]} exchanges */
const sumOf = (exchanges) => exchanges.reduce((all, { bytes }) => all + bytes, 0);

/**
 * @typedef {object} Exchange
 * @property {string} path
 * @property {boolean} done
 * @property {number} bytes of the body, as it was carried
 * @property {string | undefined} encoding
 * @property {number} after how many answers, one after the other, this one had to wait for, itself included
 */

/**
 * Notes what a page exchanges with the server. A request that begins after another's answer has come counts as one that
 * waited for it.
 *
 * @param {import('playwright-core').Page} page
 * @param {string} server
 */
async function countTraffic(page, server) {
  /** @type {Exchange[]} */
  const traffic = [];
  /** @type {WeakMap<import('playwright-core').Request, Exchange>} */
  const known = new WeakMap();
  page.on('request', (request) => {
    const { origin, pathname } = new URL(request.url());
    if (origin !== server) return;
    const after = 1 + Math.max(0, ...traffic.filter(({ done }) => done).map((earlier) => earlier.after));
    const exchange = {
      path: pathname,
      done: false,
      bytes: 0,
      encoding: /** @type {string | undefined} */ (undefined),
      after,
    };
    traffic.push(exchange);
    known.set(request, exchange);
  });
  page.on('requestfinished', async (request) => {
    const exchange = known.get(request);
    if (!exchange) return;
    exchange.encoding = await (
      await request.response()
    )
      ?.headerValue('content-encoding')
      .then((value) => value ?? undefined);
    exchange.bytes = (await request.sizes()).responseBodySize;
    exchange.done = true;
  });
  return traffic;
}
