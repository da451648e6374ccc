/**
 * The console as an agent uses it: by keys on a laptop, by touch on a phone.
 */
import { until } from './wait.js';

/** @typedef {import('playwright-core').Page} Page */
/** @typedef {import('playwright-core').BrowserContext} BrowserContext */

export class Console {
  /** @param {Page} page the console, signed in */
  constructor(page) {
    this.page = page;
    this.rows = page.locator('nav.list li[data-chat]');
    this.ring = page.getByRole('region', { name: 'A chat rings' });
    this.availability = page.getByRole('radiogroup', { name: 'Availability' });
    this.columns = page.getByRole('region', { name: /^Chat with/ });
  }

  /** The entry of a chat in the list. @param {string} chat */
  row(chat) {
    return this.page.locator(`nav.list li[data-chat="${chat}"]`);
  }

  /** An open chat. @param {string} chat */
  column(chat) {
    return this.page.locator(`section[data-chat="${chat}"]`);
  }

  /** The field in which the next line of a chat is written. @param {string} chat */
  field(chat) {
    return this.column(chat).getByRole('textbox');
  }

  /** Waits until the console has got its chats. */
  async ready() {
    await this.availability.waitFor();
    await until(
      'the console has got its chats',
      async () => (await this.page.getByText('Getting your chats…').count()) === 0,
    );
  }

  /** Writes a line in the open chat by keyboard. @param {string} chat @param {string} text */
  async says(chat, text) {
    await this.field(chat).fill(text);
    await this.field(chat).press('Enter');
  }

  /** Waits until an open chat shows a line. @param {string} chat @param {string | RegExp} text */
  async reads(chat, text) {
    await this.column(chat).getByRole('log').getByText(text).first().waitFor();
  }

  /** The lines of an open chat of one kind: own, visitor, note, system, handed, whisper. @param {string} chat @param {string} kind */
  async lines(chat, kind) {
    return this.column(chat).locator(`li.line[data-kind=${kind}] :is(.words, .system)`).allInnerTexts();
  }

  /** How far the last own line of an open chat has come: sending, sent, seen, failed. @param {string} chat */
  async lastLine(chat) {
    return this.column(chat).locator('li.line[data-kind=own]').last().getAttribute('data-status');
  }

  /** What the agent is at, as this device shows it. */
  async state() {
    return this.availability.locator('input:checked').getAttribute('value');
  }
}

/**
 * Counts in every page of a browser how often it makes a sound, as `globalThis.heard`.
 *
 * @param {BrowserContext} context
 */
export async function listen(context) {
  await context.addInitScript(() => {
    const page = /** @type {any} */ (globalThis);
    const { start } = OscillatorNode.prototype;
    page.heard = 0;
    /** @this {OscillatorNode} @param {number} [when] */
    OscillatorNode.prototype.start = function (when) {
      page.heard += 1;
      start.call(this, when);
    };
  });
}

/** How often a page has made a sound. @param {Page} page @returns {Promise<number>} */
export const heard = (page) => page.evaluate(() => /** @type {any} */ (globalThis).heard);
