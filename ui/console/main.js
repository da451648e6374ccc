/** Where the console begins: signs in or goes on, and shows the one or the other. */

import { setProps } from '../shared/dom.js';
import { applyScheme } from '../shared/scheme.js';
import { cameBack, pageThatWasLeft, wentThere } from '../shared/provider.js';
import { restore } from '../shared/session.js';
import { prepareMessages } from '../shared/toast.js';
import { openChat } from './acts.js';
import { createApp } from './app.js';
import { connect } from './connect.js';
import { allowSound } from './ring.js';
import { chatAt } from './store.js';
import { createShell } from './view-shell.js';
import { createSignIn } from './view-signin.js';
import { createStarting } from './view-starting.js';

/** @typedef {import('../shared/session.js').Session} Session */
/** @typedef {import('./view-signin.js').SignInReason} SignInReason */

const BOARD = '/console/board';
const root = document.createElement('div');
setProps(root, { id: 'root' });
document.body.prepend(root);

/** @type {import('./app.js').App | undefined} */
let running;

/** @param {SignInReason} [why] @param {import('../shared/provider.js').Return | null} [returned] from an identity provider */
function signIn(why, returned) {
  running = undefined;
  document.title = 'Sign in · Handover';
  root.replaceChildren(createSignIn({ why, returned, onSignedIn: (session) => signedIn(session, returned ? pageThatWasLeft() : null) }));
}

/** Who left the board for the provider goes back there. @param {Session} session @param {string | null} left */
function signedIn(session, left) {
  if (left === BOARD) location.replace(BOARD);
  else void start(session);
}

/** @param {Session} session */
async function start(session) {
  document.title = 'Handover';
  const app = createApp(session, (why) => {
    for (const dialog of document.querySelectorAll('dialog')) dialog.close();
    signIn(why === 'here' ? undefined : why);
  });
  const starting = createStarting();
  root.replaceChildren(starting.element);
  await connect(app, { onTrouble: starting.trouble });
  if (app.state.me) root.replaceChildren(createShell(app));
  running = app;
  openAsked(app);
}

/** Opens the chat that the address names, as the board's links do, once it is there. @param {import('./app.js').App} app */
function openAsked(app) {
  const key = new URLSearchParams(location.hash.slice(1)).get('chat');
  if (!key) return;
  history.replaceState(null, '', location.pathname + location.search);
  const open = () => {
    if (!chatAt(app.state, key)) return;
    stop();
    app.update((state) => openChat(state, key));
  };
  const stop = app.subscribe(open);
  open();
}

// A link followed while the console is open changes the address only.
addEventListener('hashchange', () => running && openAsked(running));
applyScheme();
prepareMessages();
allowSound();
const returned = cameBack();
const session = returned && wentThere() ? null : restore();
const asked = new URLSearchParams(location.search).get('account');
if (session && (!asked || asked === session.account)) void start(session);
else signIn(undefined, returned);
