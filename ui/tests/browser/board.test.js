/**
 * The supervisor's board: what it says, and every act once, by keyboard.
 */
import assert from 'node:assert/strict';
import { Board } from './support/board-page.js';
import { BEN, MAYA, SUE, desk } from './support/desk.js';
import { picture } from './support/looks.js';
import { Agent, Visitor } from './support/people.js';
import { DEVICES, scene } from './support/stage.js';
import { until, untilEqual } from './support/wait.js';

/** @typedef {import('./support/stage.js').Stage} Stage */

const PLAIN = desk({ surveys: [], maxChats: 1 });

/**
 * The board of Sue, who answers no chats herself.
 *
 * @param {Stage} stage
 * @param {import('playwright-core').BrowserContextOptions} [device]
 */
async function board(stage, device) {
  const page = await stage.console(SUE, device, '/console/board');
  await page.locator('[data-view=agents] li').first().waitFor({ state: 'attached' });
  const session = await Agent.signIn(stage.server.url, SUE);
  await session.is('Away');
  return new Board(page);
}

/** @param {Stage} stage */
async function audit(stage) {
  const sue = await Agent.signIn(stage.server.url, SUE);
  const { audit: log } = await sue.page('GET', '/audit');
  return /** @type {{ act: string, agent: { nickname: string }, subject?: { nickname: string } }[]} */ (log.entries);
}

scene(
  'a waiting chat says why it is still waiting, and an accepted one why this agent',
  { apply: PLAIN },
  async (stage) => {
    const sue = await board(stage);
    const ann = await Visitor.ask(stage.server.url, {}, 'Ann');
    await sue.says(sue.row(ann.key), /nobody who could take it is online/i);
    const maya = await Agent.signIn(stage.server.url, MAYA);
    await sue.says(sue.row(ann.key), /rings at Maya/i);
    await maya.accepts();
    await sue.says(sue.chats.filter({ hasText: 'Ann' }), /Maya was the only one who could take it/i);
    const bob = await Visitor.ask(stage.server.url, {}, 'Bob');
    await sue.says(sue.row(bob.key), /the only agent who is online is full/i);
    await maya.is('Away');
    await sue.says(sue.row(bob.key), /nobody who could take it is online.*away/i);
    await sue.says(sue.row(MAYA.id), 'Away');
  },
);

scene('a supervisor watches a chat and whispers to its agent, who alone reads it', { apply: PLAIN }, async (stage) => {
  const maya = await Agent.signIn(stage.server.url, MAYA);
  const sue = await board(stage);
  const ann = await Visitor.ask(stage.server.url, {}, 'Ann');
  await untilEqual('it rings at Maya', () => maya.ringing(), 1);
  const chat = await maya.accepts();
  await ann.says('It does not fit.');
  await sue.chats.first().waitFor();
  await sue.press(sue.row(chat), 'w');
  await sue.drawer.getByText('It does not fit.').waitFor();
  await maya.says(chat, 'Let me see.');
  await sue.drawer.getByText('Let me see.').waitFor();
  await sue.press(sue.row(chat), 'i');
  await until('the whisper has the focus', () => sue.page.evaluate(() => document.activeElement?.id === 'whisper'));
  await sue.page.keyboard.type('Offer a refund.');
  await sue.page.keyboard.press('Enter');
  await sue.drawer.getByText('Offer a refund.').waitFor();
  await until('Maya is told', async () => (await maya.lines(chat)).includes('Offer a refund.'));
  assert.ok(!(await ann.lines()).includes('Offer a refund.'), 'the visitor is not told');
  const acts = (await audit(stage)).map(({ act, agent, subject }) => [act, agent.nickname, subject?.nickname]);
  assert.deepEqual(acts, [
    ['watch', 'Sue', 'Maya'],
    ['whisper', 'Sue', 'Maya'],
  ]);
});

scene(
  'a supervisor takes a chat over and ends another, each noted in the audit log',
  { apply: PLAIN },
  async (stage) => {
    const maya = await Agent.signIn(stage.server.url, MAYA);
    const sue = await board(stage);
    const ann = await Visitor.ask(stage.server.url, {}, 'Ann');
    await untilEqual('it rings at Maya', () => maya.ringing(), 1);
    const chat = await maya.accepts();
    const bob = await Visitor.ask(stage.server.url, {}, 'Bob');
    await sue.press(sue.row(chat), 't');
    await sue.says(sue.row(chat), /you took it over|Sue took it over/i);
    await until('Ann is told', async () => (await ann.lines()).includes('You are now chatting with Sue.'));
    await until(
      'Maya has lost it',
      async () => JSON.stringify(await maya.call('GET', '/chatSessions')).includes(chat) === false,
    );
    await sue.press(sue.row(bob.key), 'e');
    await sue.confirms('End chat');
    await until('Bob is told', async () => (await bob.events()).some(({ state }) => state === 'ended'));
    await sue.row(bob.key).waitFor({ state: 'detached' });

    await sue.page.keyboard.press('a');
    await sue.drawer.getByText('took a chat over from Maya').waitFor();
    const acts = (await audit(stage)).map(({ act }) => act);
    assert.deepEqual(acts, ['take_over', 'end_chat']);
  },
);

scene('a supervisor signs an agent out, whose chat goes back to the queue', { apply: PLAIN }, async (stage) => {
  const maya = await Agent.signIn(stage.server.url, MAYA);
  const ann = await Visitor.ask(stage.server.url, {}, 'Ann');
  await untilEqual('it rings at Maya', () => maya.ringing(), 1);
  const chat = await maya.accepts();
  await Agent.signIn(stage.server.url, BEN);
  const sue = await board(stage);
  await sue.press(sue.row(MAYA.id), 's');
  await sue.confirms('Sign out');
  await sue.says(sue.row(MAYA.id), 'Signed out');
  await sue.says(sue.row(chat), /rings at Ben/i);
  await until(
    'Ann is told that she waits',
    async () => (await ann.events()).filter(({ state }) => state === 'waiting').length === 2,
  );
  await assert.rejects(maya.call('GET', '/chatSessions'), /401|404/);
  await sue.page.keyboard.press('a');
  await sue.drawer.getByText('signed Maya out').waitFor();
  const [entry] = await audit(stage);
  assert.deepEqual([entry?.act, entry?.subject?.nickname], ['sign_out', 'Maya']);
});

scene('the board is for supervisors, and on a phone it is one list at a time', { apply: PLAIN }, async (stage) => {
  stage.expected.push(/403/);
  const page = await stage.console(MAYA, undefined, '/console/board');
  await page
    .getByText(/supervisor/i)
    .first()
    .waitFor();
  assert.equal(await page.locator('[data-view=agents]').count(), 0);
  const sue = await board(stage, DEVICES.phone);
  await Visitor.ask(stage.server.url, {}, 'Ann');
  await sue.page
    .getByRole('navigation', { name: 'Lists' })
    .getByRole('button', { name: /waiting/i })
    .click();
  await sue.waiting.filter({ hasText: 'Ann' }).waitFor();
  await picture(sue.page, 'board-phone');
});

scene('the board goes on after the server was killed', { apply: PLAIN }, async (stage) => {
  stage.expected.push(/ERR_|Failed to fetch/);
  const sue = await board(stage);
  await stage.server.kill();
  await sue.page
    .getByText(/connection|not connected|offline|cannot be reached/i)
    .first()
    .waitFor();
  await stage.server.restart();
  const ann = await Visitor.ask(stage.server.url, {}, 'Ann');
  await sue.row(ann.key).waitFor();
});
