/** The agent's second factor: whether there is one, setting it up, and being without it again. */

import { openDialog } from '../shared/dialog.js';
import { h } from '../shared/dom.js';
import { createFactorRemoval, createFactorSetup } from '../shared/factor.js';
import { factorPath } from '../shared/session.js';
import { toast } from '../shared/toast.js';
import { wordsOf } from './deeds.js';

/** @typedef {import('./app.js').App} App */

/** @param {App} app */
export function openFactor(app) {
  const path = factorPath(app.session);
  const body = h('div', { class: 'factor-dialog' }, h('p', { class: 'quiet', role: 'status' }, 'Asking the server…'));
  const dialog = openDialog({ title: 'Second factor', body: [body] });

  /** @param {boolean} required */
  function showSetup(required) {
    body.replaceChildren(
      h('p', null, required
        ? 'Whoever runs this server wants you to have a second factor: a code at each sign-in, beside the password.'
        : 'With a second factor a sign-in needs a code beside the password: who has found out your password alone does not get in.'),
      createFactorSetup({ api: app.api, path, onSet: () => {
        dialog.close();
        toast('The second factor is set up. The next sign-in asks for a code.');
      } }));
  }

  /** @param {boolean} required */
  function showRemoval(required) {
    body.replaceChildren(
      h('p', null, 'Sign-ins of yours need a code of your authenticator.'),
      h('p', { class: 'quiet' }, 'For another authenticator, remove this one and set the other up. If it is lost, ask an admin.'),
      createFactorRemoval({ api: app.api, path, onRemoved: () => {
        toast('The second factor is removed.');
        if (required) showSetup(true);
        else dialog.close();
      } }));
    body.querySelector('input')?.focus();
  }

  async function load() {
    try {
      const { secondFactor } = await app.api.get(path, { attempts: 2 });
      if (secondFactor.enrolled) showRemoval(secondFactor.required);
      else showSetup(secondFactor.required);
    } catch (error) {
      body.replaceChildren(h('p', { class: 'notice', dataset: { kind: 'bad' }, role: 'alert' }, `The server does not say: ${wordsOf(error)}`));
    }
  }
  void load();
}
