/**
 * The board as a supervisor uses it.
 */

/** @typedef {import('playwright-core').Page} Page */
/** @typedef {import('playwright-core').Locator} Locator */

export class Board {
  /** @param {Page} page */
  constructor(page) {
    this.page = page;
    this.waiting = page.locator('[data-view=waiting] li[data-key]');
    this.chats = page.locator('[data-view=chats] li[data-key]');
    this.agents = page.locator('[data-view=agents] li[data-key]');
    this.drawer = page.locator('aside.drawer');
  }

  /** The row of a chat or an agent, wherever it is. @param {string | number} key */
  row(key) {
    return this.page.locator(`li[data-key="${key}"]`);
  }

  /** Waits until a row says something. @param {Locator} row @param {string | RegExp} words */
  async says(row, words) {
    await row.getByText(words).first().waitFor();
  }

  /** Puts the focus into a list with a digit, walks to the row, and presses a key on it. @param {Locator} row @param {string} key */
  async press(row, key) {
    await row.locator('.row-main').focus();
    await this.page.keyboard.press(key);
  }

  /** Answers the question of a dialog by keyboard. @param {string} act */
  async confirms(act) {
    const dialog = this.page.getByRole('dialog');
    await dialog.getByRole('button', { name: act, exact: true }).focus();
    await this.page.keyboard.press('Enter');
    await dialog.waitFor({ state: 'detached' });
  }
}
