/** What the person does to the desk: calls, shown at once where that is honest, undone or offered again where they fail. */

import { ApiError, newKey } from '../shared/api.js';
import { announce, toast } from '../shared/toast.js';
import { handedOver, openChat, readUpTo } from './acts.js';
import { isHere, nameOf } from './chat.js';
import { chatAt } from './store.js';

/** @typedef {import('./app.js').App} App */
/** @typedef {import('./store.js').Availability} Availability */

/** @param {unknown} error */
export const wordsOf = (error) => (error instanceof Error ? error.message : 'Something went wrong.');

/** @param {App} app */
export const createDeeds = (app) => new Deeds(app);

export class Deeds {
  #app;
  #accepting = false;
  /** @type {Map<string, ReturnType<typeof setTimeout>>} */
  #reads = new Map();

  /** @param {App} app */
  constructor(app) {
    this.#app = app;
    app.onClose(() => {
      for (const timer of this.#reads.values()) clearTimeout(timer);
    });
  }

  /** Accepts what rings longest. */
  async accept() {
    const offer = this.#app.state.offers[0];
    if (!offer || this.#accepting) return;
    this.#accepting = true;
    try {
      const answer = await this.#app.api.post(`${this.#app.base}/incomingRequests?v=1`, {}, { key: newKey() });
      const href = String(answer.chatLocation.link['@href']);
      const key = href.slice(href.lastIndexOf('/') + 1);
      this.#app.update((state) => ({ ...state, offers: state.offers.filter((other) => other.id !== offer.id) }));
      whenKnown(this.#app, key, () => {
        this.#app.update((state) => openChat(state, key));
        announce(`You are chatting with ${nameOf(/** @type {import('./chat.js').Chat} */ (this.#app.state.chats[key]))}.`);
      });
    } catch (error) {
      const gone = error instanceof ApiError && error.status === 404;
      toast(gone ? 'It rings no more: the visitor left, or another device took the chat.' : `The chat was not accepted: ${wordsOf(error)}`,
        { kind: gone ? 'plain' : 'bad', ...(gone ? {} : { act: { label: 'Try again', run: () => void this.accept() } }) });
    } finally {
      this.#accepting = false;
    }
  }

  /** @param {Availability} wanted */
  async setAvailability(wanted) {
    const before = this.#app.state.availability;
    if (before === wanted) return;
    this.#app.update((state) => ({ ...state, availability: wanted, missed: wanted === 'Away' ? state.missed : null }));
    try {
      await this.#app.api.put(`${this.#app.base}/availability?v=1`, { availability: { chat: wanted } }, { key: newKey() });
    } catch (error) {
      this.#app.update((state) => (state.availability === wanted ? { ...state, availability: before } : state));
      toast(`You are still ${before ?? 'as you were'}: ${wordsOf(error)}`, {
        kind: 'bad', act: { label: 'Try again', run: () => void this.setAvailability(wanted) },
      });
    }
  }

  /** @param {string} key @param {number} id the last event that was seen */
  read(key, id) {
    this.#app.update((state) => readUpTo(state, key, id));
    clearTimeout(this.#reads.get(key));
    this.#reads.set(key, setTimeout(() => {
      this.#reads.delete(key);
      if (!isHere(this.#app.state.chats[key])) return;
      // A mark that is lost is made again by the next line.
      this.#app.api.put(`${this.#app.pages}/chat/${key}/read`, { event: id }, { key: newKey(), attempts: 2 }).catch(() => {});
    }, 150));
  }

  /** @param {string} key */
  async end(key) {
    try {
      await this.#app.api.post(`${this.#app.base}/chat/${key}/events?v=1`, { event: { '@type': 'state', state: 'ended' } }, { key: newKey() });
    } catch (error) {
      // It may have ended in the same moment.
      if (error instanceof ApiError && error.status === 400 && this.#app.state.chats[key]?.state !== 'chatting') return;
      toast(`The chat was not ended: ${wordsOf(error)}`, { kind: 'bad', act: { label: 'Try again', run: () => void this.end(key) } });
    }
  }

  /**
   * Throws with the server's words when the target cannot take it.
   * @param {string} key
   * @param {{ kind: 'agent' | 'skill', id: number, name: string }} target
   * @param {string} text
   */
  async transfer(key, target, text) {
    const transfer = { [target.kind]: { id: target.id }, ...(text ? { text } : {}) };
    await this.#app.api.post(`${this.#app.base}/chat/${key}/transfer?v=1`, { transfer }, { key: newKey() });
    const chat = this.#app.state.chats[key];
    this.#app.update((state) => handedOver(state, key));
    toast(`${chat ? nameOf(chat) : 'The chat'} was handed over to ${target.name}.`);
  }

  /** @param {string} session @param {string} name */
  async signOutDevice(session, name) {
    try {
      await this.#app.api.del(`${this.#app.pages}/devices/${session}`, { key: newKey() });
      this.#app.update((state) => ({ ...state, devices: state.devices.filter((device) => device.session !== session) }));
      toast(`${name} was signed out.`);
    } catch (error) {
      toast(`${name} is still signed in: ${wordsOf(error)}`, {
        kind: 'bad', act: { label: 'Try again', run: () => void this.signOutDevice(session, name) },
      });
    }
  }
}

/**
 * Calls back once the stream has told of a chat; the answer to an accept may be there first.
 * @param {App} app
 * @param {string} key
 * @param {() => void} then
 */
function whenKnown(app, key, then) {
  if (chatAt(app.state, key)) return then();
  const stop = app.subscribe((next) => {
    if (!chatAt(next, key)) return;
    stop();
    queueMicrotask(then);
  });
}
