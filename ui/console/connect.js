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
/** After how long without an end of the stream the next one is followed at once. */
const CALM_MS = 60_000;
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
  listen(app, closing.signal, { ends: 0, at: 0 });
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

/** @typedef {{ ends: number, at: number }} Unrest how often in a row the stream came to its end, and when last */

/**
 * @param {App} app
 * @param {AbortSignal} signal
 * @param {Unrest} unrest
 */
function listen(app, signal, unrest) {
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
      } else void followOn(app, signal, unrest);
    },
  });
  signal.addEventListener('abort', () => stream.close(), { once: true });
}

/**
 * The stream came to its end: another follows, of another agent session when this one is over. What has an end each time is
 * something in between, or a server in trouble; either is asked less and less often.
 * @param {App} app
 * @param {AbortSignal} signal
 * @param {Unrest} unrest
 */
async function followOn(app, signal, unrest) {
  const present = Date.now();
  const next = { ends: present - unrest.at > CALM_MS ? 1 : unrest.ends + 1, at: present };
  await pause(backOffMs(next.ends), signal).catch(() => {});
  if (signal.aborted) return;
  app.update((state) => ({ ...state, connection: 'connecting' }));
  if (await isOver(app, signal) && !await another(app)) return;
  if (!signal.aborted) listen(app, signal, next);
}

/**
 * Whether the agent session is over, by another answer than the stream's.
 * @param {App} app
 * @param {AbortSignal} signal
 */
async function isOver(app, signal) {
  try {
    await app.api.get(`${app.pages}/me`, { attempts: 1, signal });
    return false;
  } catch (error) {
    return error instanceof ApiError && error.status === 404;
  }
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
