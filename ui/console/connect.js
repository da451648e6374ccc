/**
 * What comes from the server: who the agent is, and the one stream that drives everything. An agent session that is over while
 * the login is good is followed by another.
 */

import { ApiError, backOffMs, pause } from '../shared/api.js';
import { forget, nameDevice, onChange, refresh, renew } from '../shared/session.js';
import { openStream } from '../shared/stream.js';
import { now } from '../shared/time.js';
import { eventOf, withEvent, withInfo } from './chat.js';
import { endedChats } from './kept.js';
import { createPoll } from './poll.js';
import { heard, withChat } from './store.js';

/** @typedef {import('./app.js').App} App */

const KINDS = 'event,info,typing,queue,chatSessions,availability,offers,marks,devices';
/** How often the login is extended. */
const REFRESH_MS = 5 * 60_000;

/**
 * Loads and then listens, until the console is closed.
 * @param {App} app
 * @param {{ onTrouble: (trouble: string | null) => void }} view told while the first load fails
 * @returns {Promise<void>} when the console can be shown
 */
export async function connect(app, { onTrouble }) {
  const closing = new AbortController();
  app.onClose(() => closing.abort());
  await loadMe(app, closing.signal, onTrouble);
  if (closing.signal.aborted) return;
  void nameDevice(app.session);
  void tellEnded(app);
  listen(app, closing.signal);
  const timer = setInterval(() => void refresh(app.session), REFRESH_MS);
  const stopHearing = onChange((kept) => {
    if (!kept || kept.bearer !== app.session.bearer) app.signedOut('here');
    else app.setSession(kept);
  });
  app.onClose(() => {
    clearInterval(timer);
    stopHearing();
  });
}

/**
 * @param {App} app
 * @param {AbortSignal} signal
 * @param {(trouble: string | null) => void} onTrouble
 */
async function loadMe(app, signal, onTrouble) {
  // A session that is not there right after it was started is no reason for yet another at once.
  let renewed = false;
  for (let attempt = 1; !signal.aborted; attempt += 1) {
    try {
      const { me } = await app.api.get(`${app.pages}/me`, { attempts: 1, signal });
      app.update((state) => ({ ...state, me, canned: me.cannedTexts ?? [] }));
      onTrouble(null);
      return;
    } catch (error) {
      if (signal.aborted) return;
      if (!(error instanceof ApiError)) throw error;
      if (error.status === 404 && !renewed) {
        if (!await another(app)) return;
        renewed = true;
        continue;
      }
      renewed = false;
      onTrouble(error.message);
      await pause(error.retryAfterMs ?? backOffMs(attempt), signal).catch(() => {});
    }
  }
}

/**
 * Starts another agent session. False when the login is over as well.
 * @param {App} app
 */
async function another(app) {
  try {
    app.setSession(await renew(app.session));
    return true;
  } catch (error) {
    if (error instanceof ApiError && error.passing) return true;
    forget();
    app.signedOut('elsewhere');
    return false;
  }
}

/**
 * @param {App} app
 * @param {AbortSignal} signal
 */
function listen(app, signal) {
  const poll = createPoll(app);
  const stream = openStream({
    url: `${app.base}?v=1&kinds=${KINDS}`,
    token: () => app.session.bearer,
    poll,
    onMessage: (message) => app.update((state) => heard(state, message, now())),
    onState: (connection, why) => {
      app.update((state) => ({ ...state, connection }));
      if (connection !== 'over') return;
      if (why === 'signed-out') {
        forget();
        app.signedOut('elsewhere');
      } else void followOn(app, signal);
    },
  });
  signal.addEventListener('abort', () => stream.close(), { once: true });
}

/**
 * @param {App} app
 * @param {AbortSignal} signal
 */
async function followOn(app, signal) {
  await pause(500, signal).catch(() => {});
  if (signal.aborted) return;
  app.update((state) => ({ ...state, connection: 'connecting' }));
  if (await another(app)) listen(app, signal);
}

/**
 * Chats that ended and were not closed are not on the stream after a reload: they are read once more, as long as the server has them.
 * @param {App} app
 */
async function tellEnded(app) {
  for (const key of endedChats(app.session)) {
    const document = await app.api.get(`${app.base}/chat/${key}?v=1`, { attempts: 2 }).catch(() => null);
    if (!document?.chat) continue;
    const events = [document.chat.events?.event ?? []].flat();
    app.update((state) => withChat(state, key, (chat) => {
      const told = withInfo(chat, document.chat.info);
      return events.reduce((next, event) => withEvent(next, eventOf(event), state.me?.nickname ?? ''), told);
    }));
  }
}
