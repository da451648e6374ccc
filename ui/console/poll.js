/** One round of polling, for where streams do not pass: reads what the stream would have told and hands it on as its messages. */

import { ApiError } from '../shared/api.js';
import { now } from '../shared/time.js';
import { heard } from './store.js';

/** @typedef {import('./app.js').App} App */
/** @typedef {{ type: string, data: any }} Message */

/** The old API takes that many chats at once without an address that is too long. */
const AT_ONCE = 20;

/**
 * @param {App} app
 * @returns {(signal: AbortSignal) => Promise<void>}
 */
export function createPoll(app) {
  return async (signal) => {
    const ask = (/** @type {string} */ path) => app.api.get(path, { attempts: 1, signal });
    const [sessions, availability, ringing, marks, devices] = await Promise.all([
      ask(`${app.base}/chatSessions?v=1`), ask(`${app.base}/availability?v=1`), ask(`${app.base}/incomingRequests?v=1`),
      ask(`${app.pages}/marks`).catch(orNothing), ask(`${app.pages}/devices`).catch(orNothing),
    ]);
    const messages = [
      { type: 'chatSessions', data: sessions },
      ...await chats(app, ask, sessions),
      { type: 'availability', data: availability },
      { type: 'offers', data: { offers: offers(app, Number(ringing.incomingRequests?.ringingCount ?? 0)) } },
      ...(marks?.marks ?? []).map((/** @type {any} */ entry) => ({ type: 'marks', data: entry })),
      ...(devices ? [{ type: 'devices', data: devices }] : []),
    ];
    app.update((state) => messages.reduce((next, message) => heard(next, message, now()), state));
  };
}

/** Marks and devices are a comfort; without them the rest goes on. @param {unknown} error */
function orNothing(error) {
  if (error instanceof ApiError && error.status !== 401 && error.status !== 0) return null;
  throw error;
}

/**
 * @param {App} app
 * @param {(path: string) => Promise<any>} ask
 * @param {any} sessions
 * @returns {Promise<Message[]>}
 */
async function chats(app, ask, sessions) {
  const listed = [sessions.chatSessions?.chatSession ?? []].flat().map((session) => String(session.chatSessionKey));
  const alive = app.state.order.filter((key) => app.state.chats[key]?.state !== 'ended');
  const keys = [...new Set([...listed, ...alive])];
  /** @type {Message[]} */
  const messages = [];
  for (let at = 0; at < keys.length; at += AT_ONCE) {
    const part = keys.slice(at, at + AT_ONCE);
    const from = part.map((key) => app.state.chats[key]?.lastId ?? -1);
    // Ids are those that are known already; of a chat that is not known, a read from the beginning is a separate call.
    const known = part.filter((_, index) => (from[index] ?? -1) >= 0);
    const ids = from.filter((id) => id >= 0);
    const fresh = part.filter((key) => !known.includes(key));
    const queries = [
      ...(known.length > 0 ? [`chatSessionKeys=${known.join(',')}&fromEventIds=${ids.join(',')}`] : []),
      ...(fresh.length > 0 ? [`chatSessionKeys=${fresh.join(',')}`] : []),
    ];
    for (const query of queries) {
      const answer = await ask(`${app.base}/chat?v=1&${query}`).catch(orNothing);
      for (const chat of [answer?.chats?.chat ?? []].flat()) messages.push(...told(chat));
    }
  }
  return messages;
}

/** @param {any} document @returns {Message[]} */
function told(document) {
  const chat = String(document.info.chatSessionKey);
  const { info } = document;
  return [
    { type: 'info', data: { chat, info } },
    ...[document.events?.event ?? []].flat().map((event) => ({ type: 'event', data: { chat, event } })),
    { type: 'typing', data: { chat, visitorTyping: info.visitorTyping, agentTyping: info.agentTyping } },
  ];
}

/**
 * The old API tells only how many ring. Which ones is not known, nor how long.
 * @param {App} app
 * @param {number} count
 */
function offers(app, count) {
  const known = app.state.offers.filter((offer) => offer.expiresAt === null || offer.expiresAt > now());
  return Array.from({ length: count }, (_, at) => {
    const offer = known[at];
    if (!offer) return { id: `ringing-${at}` };
    const iso = (/** @type {number} */ ms) => new Date(ms).toISOString();
    return { ...offer, requestedAt: iso(offer.requestedAt), expiresAt: offer.expiresAt === null ? undefined : iso(offer.expiresAt) };
  });
}
