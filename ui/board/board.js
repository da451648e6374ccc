/** The way into the board: who is there, may they see it, and what to do when the session is over. */

import { lacksFactor } from '../shared/api.js';
import { h } from '../shared/dom.js';
import { applyScheme } from '../shared/scheme.js';
import { forget, handoverPath, onChange, refresh, renew, restore, sessionApi, signOut } from '../shared/session.js';
import { prepareMessages } from '../shared/toast.js';
import { openFeed } from './feed.js';
import { createPage } from './page.js';
import { askToSignIn, showNotSupervisor, showWords } from './signin.js';

/** @typedef {import('../shared/session.js').Session} Session */

/** How often the login is extended. */
const REFRESH_MS = 300_000;
/** How often a session is renewed without a board having come in between. */
const RENEWALS = 2;

const place = h('div', { id: 'board' });
document.querySelector('noscript')?.remove();
document.body.appendChild(place);
prepareMessages();
applyScheme();
void enter();

/** @param {string} [words] */
async function enter(words) {
  const kept = restore();
  const session = kept ?? (await askToSignIn(place, words === undefined ? {} : { words }));
  await open(session, kept === null);
}

/**
 * @param {Session} session
 * @param {boolean} quietly whether the supervisor is to be Away: the session was started by this page
 */
async function open(session, quietly) {
  const api = sessionApi(() => session);
  showWords(place, { title: 'Opening the board…', text: '', acts: [] });
  let me;
  try {
    ({ me } = await api.get(`${handoverPath(session)}/me`));
  } catch (error) {
    await opened(error, session);
    return;
  }
  if (me.role === 'agent') {
    showNotSupervisor(place, me.nickname, () => void leave(session));
    return;
  }
  if (quietly) await takeNoChats(session);
  show(session, me);
}

/**
 * A board has no place for a chat that rings: an agent session that this page started takes none, unless the supervisor has another
 * device that may.
 * @param {Session} session
 */
async function takeNoChats(session) {
  const api = sessionApi(() => session);
  const base = `/api/account/${encodeURIComponent(session.account)}/agentSession/${encodeURIComponent(session.session)}`;
  try {
    const { devices } = await api.get(`${handoverPath(session)}/devices`, { attempts: 1 });
    if (devices.length <= 1) await api.put(`${base}/availability`, { availability: { chat: 'Away' } }, { attempts: 1 });
  } catch {
    // The board is of use all the same; a chat that rings in vain goes on to the next agent.
  }
}

/**
 * What to do when the board did not open.
 * @param {unknown} error
 * @param {Session} session
 */
async function opened(error, session) {
  const status = /** @type {{ status?: number }} */ (error).status;
  if (lacksFactor(error)) {
    forget();
    await enter('A second factor is needed. Sign in to set it up.');
  } else if (status === 401) {
    forget();
    await enter('Your sign-in is over. Sign in again.');
  } else if (status === 404) await again(session);
  else {
    showWords(place, {
      title: 'The board does not open',
      text: /** @type {Error} */ (error).message,
      acts: [h('button', { type: 'button', class: 'button primary', onclick: () => void open(session, false) }, 'Try again')],
    });
  }
}

/** How often the session was renewed since the last board. */
let fruitless = 0;
/** Whether the supervisor was Away when the last board came: a session that is renewed is so again. */
let away = false;

/** The agent session is over, the login perhaps not. @param {Session} session */
async function again(session) {
  // Another tab has signed out, which ends the session of this one.
  if (restore() === null) return enter();
  if (fruitless >= RENEWALS) {
    fruitless = 0;
    showWords(place, {
      title: 'The board does not open',
      text: 'This server does not have the board, or ends the session each time.',
      acts: [h('button', { type: 'button', class: 'button primary', onclick: () => void open(session, false) }, 'Try again')],
    });
    return undefined;
  }
  fruitless += 1;
  try {
    await open(await renew(session), away);
  } catch (error) {
    await opened(error, session);
  }
  return undefined;
}

/** @param {Session} session */
async function leave(session) {
  await signOut(session);
  await enter();
}

/**
 * @param {Session} session
 * @param {any} me
 */
function show(session, me) {
  const api = sessionApi(() => session);
  const page = createPage({
    place, api, session: () => session, me: { id: me.id, nickname: me.nickname, isAdmin: me.role === 'admin' },
    onAgain: () => feed.again(),
    onSignOut: () => { close(); void leave(session); },
  });
  const feed = openFeed({
    session, api,
    onBoard: (board) => {
      fruitless = 0;
      away = board.agents.some((agent) => agent.id === me.id && agent.state === 'Away');
      page.take(board);
    },
    onLink: page.setLink,
    onOver: (why) => {
      close();
      if (why === 'forbidden') showNotSupervisor(place, me.nickname, () => void leave(session));
      else if (why === 'signed-out') void opened({ status: 401 }, session);
      else void again(session);
    },
  });
  const timer = setInterval(() => void refresh(session), REFRESH_MS);
  // Another tab signed out, or has renewed the session that both share.
  const deaf = onChange((kept) => {
    if (kept && kept.bearer === session.bearer && kept.session === session.session) return;
    close();
    void enter();
  });
  function close() {
    deaf();
    clearInterval(timer);
    feed.close();
    page.close();
  }
}
