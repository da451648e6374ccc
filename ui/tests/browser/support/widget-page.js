/**
 * The widget as a visitor uses it: by what stands on it.
 */
import { until } from './wait.js';

/** @typedef {import('playwright-core').Page} Page */

export class Widget {
  /** @param {Page} page a page with the widget on it */
  constructor(page) {
    this.page = page;
    this.all = page.locator('handover-widget');
    this.button = this.all.locator('button[aria-haspopup=dialog]');
    this.window = this.all.getByRole('dialog');
    this.log = this.window.getByRole('log');
    this.rows = this.log.locator('.row');
    this.field = this.window.getByRole('textbox', { name: /write a message|what is it about/i });
  }

  /** Opens it by its button, which is there when the server has said whether anyone is. */
  async opens() {
    await this.button.click();
    await this.window.waitFor();
  }

  /** Presses a button in the window. @param {string | RegExp} name */
  async presses(name) {
    await this.window.getByRole('button', { name }).click();
  }

  /** Fills in the pre-chat survey of the tests. @param {string} order */
  async answersTheSurvey(order) {
    await this.window.getByLabel('What is it about?').selectOption('Order');
    await this.window.getByLabel('Order number?').fill(order);
    await this.window.getByLabel('Order number?').press('Enter');
  }

  /** Writes a line and sends it by the Enter key. @param {string} text */
  async says(text) {
    await this.field.fill(text);
    await this.field.press('Enter');
  }

  /** Ends the chat, and answers that this is meant. */
  async endsTheChat() {
    await this.presses('End chat');
    await this.window.locator('footer').getByRole('button', { name: 'End chat' }).click();
  }

  /** The texts of the lines of one side, as they stand there. @param {'visitor' | 'agent' | 'system'} side */
  async lines(side) {
    return this.log.locator(`.row.${side} .line`).allInnerTexts();
  }

  /** @param {string | RegExp} text */
  async reads(text) {
    await this.log.getByText(text).last().waitFor();
  }

  /** Waits until the window says something outside the log. @param {string | RegExp} text */
  async shows(text) {
    await this.window.getByText(text).first().waitFor();
  }

  /** How far the last own line has come: Sending…, Will be sent, Sent, Seen. @param {RegExp} state */
  async lastLineIs(state) {
    await until(`the last line is ${state}`, async () => {
      return state.test(await this.log.locator('.row.visitor .meta').last().innerText());
    });
  }
}
