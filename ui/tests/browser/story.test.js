/**
 * The main job, through the pages: an agent carries a chat from the laptop to the phone, and the visitor notices nothing.
 */
import assert from 'node:assert/strict';
import { Console, heard, listen } from './support/console-page.js';
import { ACCOUNT, BEN, MAYA, desk } from './support/desk.js';
import { picture } from './support/looks.js';
import { Agent } from './support/people.js';
import { DEVICES, scene, signIn } from './support/stage.js';
import { until, untilEqual } from './support/wait.js';
import { Widget } from './support/widget-page.js';

/** @typedef {import('./support/stage.js').Stage} Stage */

/**
 * A device of Maya, signed in.
 *
 * @param {Stage} stage
 * @param {import('playwright-core').BrowserContextOptions} options
 */
async function device(stage, options) {
  const context = await stage.context(options);
  await listen(context);
  const page = await context.newPage();
  await page.goto(`${stage.url}/console/`);
  await signIn(page, MAYA);
  const there = new Console(page);
  await there.ready();
  return there;
}

const STORY = { apply: desk({ surveys: ['exit', 'agent'] }) };

scene(
  'a chat follows its agent from the laptop to the phone, and the visitor notices nothing',
  STORY,
  async (stage) => {
    const laptop = await device(stage, DEVICES.laptop);
    const phone = await device(stage, DEVICES.phone);
    const page = await stage.visit(stage.shop());
    const ann = new Widget(page);
    await ann.opens();

    // A key or a touch lets the browser make sounds.
    await laptop.page.keyboard.press('Alt+l');
    await phone.page.touchscreen.tap(195, 400);
    await ann.says('Hello, my parcel is lost.');
    for (const there of [laptop, phone]) {
      await there.ring.waitFor();
      await until('the title says that it rings', async () => /rings/.test(await there.page.title()));
      await until('it is heard', async () => (await heard(there.page)) > 0);
    }
    await laptop.ring
      .locator('.ring-left')
      .getByText(/^0:[01]\d$/)
      .waitFor();
    await picture(laptop.page, 'console-ring');
    await laptop.page.keyboard.press('F2');
    await ann.reads('You are now chatting with Maya.');
    await phone.ring.waitFor({ state: 'hidden' });

    const chat = /** @type {string} */ (await phone.rows.first().getAttribute('data-chat'));
    await laptop.reads(chat, 'Hello, my parcel is lost.');
    await laptop.field(chat).pressSequentially('I am sorry');
    await ann.shows('Maya is typing…');
    await laptop.says(chat, 'I am sorry to hear that. Which order is it?');
    await ann.reads('Which order is it?');
    await untilEqual('the laptop shows that the line was seen', () => laptop.lastLine(chat), 'seen');
    await ann.field.pressSequentially('It is A-17');
    await laptop.page
      .getByText(/is typing|typing…/)
      .first()
      .waitFor();
    await ann.says('It is A-17.');
    await laptop.reads(chat, 'It is A-17.');

    // The other device has the same chat, draft, read marks and availability.
    await untilEqual(
      'what was read on the laptop is read on the phone',
      () => phone.row(chat).getAttribute('data-unread'),
      '0',
    );
    await laptop.field(chat).pressSequentially('I look into it');
    await phone.row(chat).tap();
    await phone.reads(chat, 'It is A-17.');
    await untilEqual('the draft is on the phone', () => phone.field(chat).inputValue(), 'I look into it');
    await laptop.page.keyboard.press('Alt+o');
    await untilEqual('the phone shows Away', () => phone.state(), 'Away');
    await laptop.page.keyboard.press('Alt+o');
    await untilEqual('the phone shows Online', () => phone.state(), 'Online');

    await laptop.page.keyboard.press('Alt+y');
    await laptop.page.getByRole('dialog').getByText('This device').waitFor();
    assert.equal(await laptop.page.getByRole('dialog').locator('li[data-device]').count(), 2);
    await laptop.page.keyboard.press('Escape');

    // The laptop is signed out. Nothing happens to the chat.
    const before = await ann.log.innerText();
    await laptop.page.getByRole('button', { name: 'Menu' }).click();
    await laptop.page.getByRole('button', { name: 'Sign out on this device' }).click();
    await laptop.page.getByLabel('Password').waitFor();
    await phone.field(chat).fill('I have found it: it arrives tomorrow.');
    await phone.column(chat).getByRole('button', { name: 'Send' }).tap();
    await ann.reads('it arrives tomorrow.');
    const after = await ann.log.innerText();
    assert.ok(after.startsWith(before.split('\n').slice(0, 3).join('\n')), 'the conversation begins as before');
    assert.deepEqual(await ann.lines('system'), await systemLines(stage, chat), 'nothing was said about it');
    assert.equal((await ann.lines('system')).length, 2);

    // The agent leaves altogether: the visitor is told, and the next agent gets the chat.
    const ben = await Agent.signIn(stage.server.url, BEN);
    await phone.page.getByRole('button', { name: 'Menu' }).tap();
    await phone.page.getByRole('button', { name: 'Sign out on this device' }).tap();
    const question = phone.page.getByRole('dialog', { name: 'Sign out?' });
    await question.getByRole('button', { name: 'Sign out' }).tap();
    await untilEqual('it rings at Ben', () => ben.ringing(), 1);
    await until('the visitor is told', async () => (await ann.lines('system')).length === 3);
    assert.equal(await ben.accepts(), chat);
    await ann.reads('You are now chatting with Ben.');
    await ben.says(chat, 'I have read everything.');
    await ann.reads('I have read everything.');
  },
);

/**
 * The lines of the system in a chat, as the server has them.
 *
 * @param {Stage} stage
 * @param {string} chat
 */
async function systemLines(stage, chat) {
  const url = `${stage.server.url}/api/account/${ACCOUNT}/chat/${chat}/events?appKey=0f1e2d3c4b5a69788796a5b4c3d2e1f0`;
  const answer = await fetch(url, { headers: { Accept: 'application/json' } });
  const { events } = await answer.json();
  const lines = [events.event].flat().filter((event) => event.source === 'system');
  return lines.map((event) => event.text.replaceAll(/\s+/g, ' '));
}
