/**
 * The second factor as people meet it: set up, asked for, demanded, lost; and what an admin does on the board.
 */
import assert from 'node:assert/strict';
import { Board } from './support/board-page.js';
import { Console } from './support/console-page.js';
import { ACCOUNT, MAYA, PASSWORD, SUE, desk } from './support/desk.js';
import { openFactor, setsUp } from './support/factor.js';
import { findsNothingSerious, fitsTheWidth } from './support/looks.js';
import { Agent } from './support/people.js';
import { DEVICES, scene } from './support/stage.js';
import { until } from './support/wait.js';

/** @typedef {import('playwright-core').Page} Page */

const ADA = { id: 311098920, login: 'ada@example.com', nickname: 'Ada' };
const ADMIN = `
[[account.agent]]
id = ${ADA.id}
login = "${ADA.login}"
password = "${PASSWORD}"
nickname = "${ADA.nickname}"
skills = []
max_chats = 0
role = "admin"
`;
const PLAIN = desk({ surveys: [], more: ADMIN });
const DEMANDING = desk({ surveys: [], settings: 'second_factor = "everybody"', more: ADMIN });

scene('an agent sets a second factor up, and the next sign-in asks for the code', { apply: PLAIN }, async (stage) => {
  stage.expected.push(/401/);
  const page = await stage.console(MAYA);
  await new Console(page).ready();
  await openFactor(page);
  await page.locator('.factor-secret').waitFor();
  await findsNothingSerious(page, 'the set-up in the console');
  const authenticator = await setsUp(page);
  await page.getByText('The second factor is set up').first().waitFor();

  const phone = await stage.console(MAYA, DEVICES.phone);
  const code = phone.getByLabel('Code of the second factor');
  await code.waitFor();
  await until('the code has the focus', () => code.evaluate((field) => field === document.activeElement));
  await findsNothingSerious(phone, 'the sign-in with a code');
  await fitsTheWidth(phone, 'the sign-in with a code');
  await phone.keyboard.type('000 000');
  await phone.keyboard.press('Enter');
  await phone.getByText(/the code is wrong/).waitFor();
  const right = authenticator.next();
  await phone.keyboard.type(`${right.slice(0, 3)} ${right.slice(3)}`);
  await phone.keyboard.press('Enter');
  await new Console(phone).ready();
  await openFactor(phone);
  await phone.getByText(/need a code of your authenticator/).waitFor();
});

scene('who has to have a second factor sets it up at the sign-in and goes on', { apply: DEMANDING }, async (stage) => {
  stage.expected.push(/403/);
  const page = await stage.console(MAYA);
  await page.getByRole('heading', { name: 'Set up a second factor' }).waitFor();
  await page.locator('.factor-secret').waitFor();
  await findsNothingSerious(page, 'the set-up at the sign-in');
  const authenticator = await setsUp(page);
  await new Console(page).ready();
  // Without it there is no way on: it is set up anew at once.
  await openFactor(page);
  await page.getByLabel('Code that the authenticator shows').fill(authenticator.next());
  await page.keyboard.press('Enter');
  await setsUp(page);
  await page.getByText('The second factor is set up').first().waitFor();
});

scene('the board asks for the code, too, and leads through the set-up', { apply: DEMANDING }, async (stage) => {
  stage.expected.push(/401|403/);
  const page = await stage.console(SUE, undefined, '/console/board');
  await page.getByRole('heading', { name: 'Set up a second factor' }).waitFor();
  const authenticator = await setsUp(page);
  await page.locator('[data-view=agents] li').first().waitFor({ state: 'attached' });
  assert.equal(await page.getByRole('button', { name: 'Locked logins' }).count(), 0, 'that is for admins');
  const phone = await stage.console(SUE, undefined, '/console/board');
  await phone.getByLabel('Code of the second factor').fill(authenticator.next());
  await phone.keyboard.press('Enter');
  await phone.locator('[data-view=agents] li').first().waitFor({ state: 'attached' });
});

scene('an admin removes a lost second factor and lets a locked login go', { apply: PLAIN }, async (stage) => {
  stage.expected.push(/401/);
  const maya = await stage.console(MAYA);
  await new Console(maya).ready();
  await openFactor(maya);
  await setsUp(maya);
  await maya.getByText('The second factor is set up').first().waitFor();

  const page = await stage.console(ADA, undefined, '/console/board');
  const ada = new Board(page);
  await ada.row(MAYA.id).waitFor();
  assert.equal(await ada.row(SUE.id).locator('[data-act=removeFactor]').isVisible(), false, 'Sue has none');
  await ada.press(ada.row(MAYA.id), 'r');
  await ada.confirms('Remove');
  await until('the board says so', async () => !(await ada.row(MAYA.id).locator('[data-act=removeFactor]').isVisible()));
  await Agent.signIn(stage.server.url, MAYA);

  const login = `${stage.server.url}/api/account/${ACCOUNT}/login?v=1.3`;
  const wrong = JSON.stringify({ username: SUE.login, password: 'wrong' });
  for (let tries = 0; tries < 5; tries += 1) {
    await fetch(login, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: wrong });
  }
  await page.getByRole('button', { name: 'Locked logins' }).click();
  await ada.drawer.getByText(SUE.login, { exact: true }).first().waitFor();
  await findsNothingSerious(page, 'the locked logins');
  await ada.drawer.getByRole('button', { name: `Let go ${SUE.login}` }).click();
  await ada.drawer.getByText('No login is locked').waitFor();
  await Agent.signIn(stage.server.url, SUE);
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Audit log' }).click();
  await ada.drawer.getByText('removed the second factor of Maya').waitFor();
  await ada.drawer.getByText('let the locked login of Sue go').waitFor();
});
