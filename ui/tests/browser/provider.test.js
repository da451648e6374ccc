/**
 * Signing in at an identity provider, as people meet it: there, back, with a second factor, and when it lets nobody in.
 */
import assert from 'node:assert/strict';
import { after } from 'node:test';
import { Console } from './support/console-page.js';
import { ACCOUNT, MAYA, SUE, desk } from './support/desk.js';
import { openFactor, setsUp } from './support/factor.js';
import { findsNothingSerious } from './support/looks.js';
import { IdentityProvider, signsInThere } from './support/provider.js';
import { scene } from './support/stage.js';

/** @typedef {import('playwright-core').Page} Page */

const provider = await IdentityProvider.start();
after(() => provider.stop());
const apply = desk({ surveys: [] });

/** @param {Page} page */
async function goesThere(page) {
  await page.getByLabel(/account/i).fill(ACCOUNT);
  await page.getByRole('button', { name: 'Sign in with Example' }).click();
}

scene('an agent signs in at the provider, and another browser cannot use what it brings back', { apply, ...provider.options() }, async (stage) => {
  provider.knows(stage.server.url);
  stage.expected.push(/401/, /Failed to load resource.*(404|favicon)/);
  const page = await stage.visit(`${stage.url}/console/`);
  await page.getByRole('button', { name: 'Sign in with Example' }).waitFor();
  await findsNothingSerious(page, 'the sign-in with a provider');
  assert.ok(await page.getByLabel(/password/i).isVisible());
  await goesThere(page);
  await signsInThere(page, MAYA.login);
  await new Console(page).ready();
  assert.equal(new URL(page.url()).search, '', 'the code stays in the address');
  const back = stage.requests.map(({ url }) => url).find((url) => url.includes('/console/?code='));
  assert.ok(back, 'the provider has sent the browser back');

  // A link that somebody made takes nobody out of the console.
  await page.goto(`${stage.url}/console/?state=made&code=up`);
  await new Console(page).ready();
  assert.equal(new URL(page.url()).search, '');

  const other = await stage.visit(String(back));
  await other.getByText('The sign-in was not begun in this browser').waitFor();
  assert.equal(await other.evaluate(() => localStorage.getItem('handover.session')), null);
});

scene('from the board to the provider and back to the board', { apply, ...provider.options('passwords = false') }, async (stage) => {
  provider.knows(stage.server.url);
  stage.expected.push(/Failed to load resource.*(404|favicon)/);
  const page = await stage.visit(`${stage.url}/console/board`);
  await page.getByRole('button', { name: 'Sign in with Example' }).waitFor();
  assert.ok(await page.getByLabel(/password/i).isHidden(), 'passwords are off');
  await page.getByLabel(/account/i).fill(ACCOUNT);
  await page.keyboard.press('Enter');
  await signsInThere(page, SUE.login);
  await page.locator('.board').waitFor();
  assert.equal(new URL(page.url()).pathname, '/console/board');
});

scene('who is at the provider and no agent is told so, and who has a second factor is asked for it', { apply, ...provider.options() }, async (stage) => {
  provider.knows(stage.server.url);
  stage.expected.push(/40[13]/, /Failed to load resource.*(404|favicon)/);
  const stranger = await stage.visit(`${stage.url}/console/`);
  await goesThere(stranger);
  await signsInThere(stranger, 'stranger@example.com');
  await stranger.getByText('you are no agent of this account').waitFor();

  const laptop = await stage.console(MAYA);
  await new Console(laptop).ready();
  await openFactor(laptop);
  const authenticator = await setsUp(laptop);
  await laptop.getByText('The second factor is set up').first().waitFor();

  const page = await stage.visit(`${stage.url}/console/`);
  await goesThere(page);
  await signsInThere(page, MAYA.login);
  const code = page.getByLabel('Code of the second factor');
  await code.fill('000000');
  await page.keyboard.press('Enter');
  await page.getByText('The code is wrong').waitFor();
  await findsNothingSerious(page, 'the code after the provider');
  await code.fill(authenticator.next());
  await page.keyboard.press('Enter');
  await new Console(page).ready();
});
