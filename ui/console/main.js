/** Where the console begins: signs in or goes on, and shows the one or the other. */

import { setProps } from '../shared/dom.js';
import { applyScheme } from '../shared/scheme.js';
import { restore } from '../shared/session.js';
import { prepareMessages } from '../shared/toast.js';
import { createApp } from './app.js';
import { connect } from './connect.js';
import { allowSound } from './ring.js';
import { createShell } from './view-shell.js';
import { createSignIn } from './view-signin.js';
import { createStarting } from './view-starting.js';

/** @typedef {import('../shared/session.js').Session} Session */
/** @typedef {import('./view-signin.js').SignInReason} SignInReason */

const root = document.createElement('div');
setProps(root, { id: 'root' });
document.body.prepend(root);

/** @param {SignInReason} [why] */
function signIn(why) {
  document.title = 'Sign in · Handover';
  root.replaceChildren(createSignIn({ why, onSignedIn: (session) => void start(session) }));
}

/** @param {Session} session */
async function start(session) {
  document.title = 'Handover';
  const app = createApp(session, (why) => {
    for (const dialog of document.querySelectorAll('dialog')) dialog.close();
    signIn(why === 'elsewhere' ? 'elsewhere' : undefined);
  });
  const starting = createStarting();
  root.replaceChildren(starting.element);
  await connect(app, { onTrouble: starting.trouble });
  if (app.state.me) root.replaceChildren(createShell(app));
}

applyScheme();
prepareMessages();
allowSound();
const session = restore();
const asked = new URLSearchParams(location.search).get('account');
if (session && (!asked || asked === session.account)) void start(session);
else signIn();
