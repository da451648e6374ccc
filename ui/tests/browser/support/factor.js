/** A second factor in the console, as people set it up. */
import assert from 'node:assert/strict';
import { Authenticator } from './authenticator.js';
import { ACCOUNT } from './desk.js';

/** @typedef {import('playwright-core').Page} Page */

/** Reads the secret off a page, and confirms it. @param {Page} page */
export async function setsUp(page) {
  const secret = page.locator('.factor-secret');
  await secret.getByText(/^([A-Z2-7]{4} ){7}[A-Z2-7]{4}$/).waitFor();
  const shown = await secret.innerText();
  const address = await page.locator('.factor-address').textContent();
  assert.match(String(address), new RegExp(`^otpauth://totp/Handover%20${ACCOUNT}:.*secret=${shown.replaceAll(' ', '')}&`));
  const authenticator = new Authenticator(shown);
  await page.getByLabel('Code that it shows').fill(authenticator.next());
  await page.keyboard.press('Enter');
  return authenticator;
}

/** @param {Page} page */
export async function openFactor(page) {
  await page.getByRole('button', { name: 'Menu' }).click();
  await page.getByRole('button', { name: 'Second factor' }).click();
}
