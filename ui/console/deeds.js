/** What the person does to the desk: calls, shown at once where that is honest, undone or offered again where they fail. */

import { ApiError, newKey } from '../shared/api.js';
import { announce, toast } from '../shared/toast.js';
import { handedOver, openChat, readUpTo } from './acts.js';
import { isHere, nameOf } from './chat.js';

/** @typedef {import('./app.js').App} App */
/** @typedef {import('./store.js').Availability} Availability */
/** @typedef {ReturnType<typeof createDeeds>} Deeds */

/** @param {unknown} error */
export const wordsOf = (error) => (error instanceof Error ? error.message : 'Something went wrong.');

/** @param {App} app */
export function createDeeds(app) {
  let accepting = false;
  /** @type {Map<string, ReturnType<typeof setTimeout>>} */
  const reads = new Map();

  const deeds = {
    /** Accepts what rings longest. */
    async accept() {
      const offer = app.state.offers[0];
      if (!offer || accepting) return;
      accepting = true;
      try {
        const answer = await app.api.post(`${app.base}/incomingRequests?v=1`, {}, { key: newKey() });
        const href = String(answer.chatLocation.link['@href']);
        const key = href.slice(href.lastIndexOf('/') + 1);
        app.update((state) => ({ ...state, offers: state.offers.filter((other) => other.id !== offer.id) }));
        whenKnown(app, key, () => {
          app.update((state) => openChat(state, key));
          announce(`You are chatting with ${nameOf(/** @type {import('./chat.js').Chat} */ (app.state.chats[key]))}.`);
        });
      } catch (error) {
        const gone = error instanceof ApiError && error.status === 404;
        toast(gone ? 'It rings no more: the visitor left, or another device took the chat.' : `The chat was not accepted: ${wordsOf(error)}`,
          { kind: gone ? 'plain' : 'bad', ...(gone ? {} : { act: { label: 'Try again', run: () => void deeds.accept() } }) });
      } finally {
        accepting = false;
      }
    },

    /** @param {Availability} wanted */
    async setAvailability(wanted) {
      const before = app.state.availability;
      if (before === wanted) return;
      app.update((state) => ({ ...state, availability: wanted, missed: wanted === 'Away' ? state.missed : null }));
      try {
        await app.api.put(`${app.base}/availability?v=1`, { availability: { chat: wanted } }, { key: newKey() });
      } catch (error) {
        app.update((state) => (state.availability === wanted ? { ...state, availability: before } : state));
        toast(`You are still ${before ?? 'as you were'}: ${wordsOf(error)}`, {
          kind: 'bad', act: { label: 'Try again', run: () => void deeds.setAvailability(wanted) },
        });
      }
    },

    /** @param {string} key @param {number} id the last event that was seen */
    read(key, id) {
      app.update((state) => readUpTo(state, key, id));
      clearTimeout(reads.get(key));
      reads.set(key, setTimeout(() => {
        reads.delete(key);
        if (!isHere(app.state.chats[key])) return;
        // A mark that is lost is made again by the next line.
        app.api.put(`${app.pages}/chat/${key}/read`, { event: id }, { key: newKey(), attempts: 2 }).catch(() => {});
      }, 150));
    },

    /** @param {string} key */
    async end(key) {
      try {
        await app.api.post(`${app.base}/chat/${key}/events?v=1`, { event: { '@type': 'state', state: 'ended' } }, { key: newKey() });
      } catch (error) {
        // It may have ended in the same moment.
        if (error instanceof ApiError && error.status === 400 && app.state.chats[key]?.state !== 'chatting') return;
        toast(`The chat was not ended: ${wordsOf(error)}`, { kind: 'bad', act: { label: 'Try again', run: () => void deeds.end(key) } });
      }
    },

    /**
     * Throws with the server's words when the target cannot take it.
     * @param {string} key
     * @param {{ kind: 'agent' | 'skill', id: number, name: string }} target
     * @param {string} text
     */
    async transfer(key, target, text) {
      const transfer = { [target.kind]: { id: target.id }, ...(text ? { text } : {}) };
      await app.api.post(`${app.base}/chat/${key}/transfer?v=1`, { transfer }, { key: newKey() });
      const chat = app.state.chats[key];
      app.update((state) => handedOver(state, key));
      toast(`${chat ? nameOf(chat) : 'The chat'} was handed over to ${target.name}.`);
    },

    /** @param {string} session @param {string} name */
    async signOutDevice(session, name) {
      try {
        await app.api.del(`${app.pages}/devices/${session}`, { key: newKey() });
        app.update((state) => ({ ...state, devices: state.devices.filter((device) => device.session !== session) }));
        toast(`${name} was signed out.`);
      } catch (error) {
        toast(`${name} is still signed in: ${wordsOf(error)}`, {
          kind: 'bad', act: { label: 'Try again', run: () => void deeds.signOutDevice(session, name) },
        });
      }
    },
  };
  app.onClose(() => {
    for (const timer of reads.values()) clearTimeout(timer);
  });
  return deeds;
}

/**
 * Calls back once the stream has told of a chat; the answer to an accept may be there first.
 * @param {App} app
 * @param {string} key
 * @param {() => void} then
 */
function whenKnown(app, key, then) {
  if (app.state.chats[key]) return then();
  const stop = app.subscribe((next) => {
    if (!next.chats[key]) return;
    stop();
    queueMicrotask(then);
  });
}
