/**
 * The conversation. Lines are made once and stay; only what is new is added, so that a long chat costs no more than a short one.
 */

import { h, keyed, picture, setAttribute, setText } from '../shared/dom.js';
import { ICONS } from '../shared/icons.js';
import { acceptedId, isHere, lineKind, nameOf, stillOutgoing } from './chat.js';
import { createEventLine, createOutgoingLine, drawOutgoing, setStatus } from './view-line.js';

/** @typedef {import('./app.js').App} App */
/** @typedef {import('./chat.js').Chat} Chat */
/** @typedef {import('./chat.js').ChatEvent} ChatEvent */
/** @typedef {import('./view-shell.js').Tools} Tools */

/** How many events are shown at first, and how many more at each wish. */
const AT_ONCE = 150;
/** How near the end counts as the end. */
const NEAR_PX = 40;
/** Lines of one author that are no further apart share one heading. */
const GROUP_MS = 3 * 60_000;

/**
 * @param {App} app
 * @param {Tools} tools
 * @param {string} key
 */
export const createLines = (app, tools, key) => new Lines(app, tools, key);

class Lines {
  #app;
  #tools;
  #key;
  #list = h('ol', { class: 'lines' });
  #sending = h('ol', { class: 'lines outgoing' });
  #earlier = h('button', { type: 'button', class: 'button small earlier', hidden: true, onclick: () => this.#showEarlier() }, 'Show earlier lines');
  #log = h('div', { class: 'log', role: 'log', 'aria-relevant': 'additions', tabindex: '0', onscroll: () => this.#scrolled() },
    this.#earlier, this.#list, this.#sending);
  #toEndWords = h('span', null, 'To the end');
  #toEnd = h('button', { type: 'button', class: 'button small to-end', hidden: true, onclick: () => this.#goToEnd() }, picture(ICONS.down), this.#toEndWords);
  /** The part of the events that is shown: from this index to the end. */
  #from = -1;
  #upTo = 0;
  #atEnd = true;
  #seenUpTo = -1;
  /** Own lines, for what became of them. @type {{ id: number, element: HTMLElement }[]} */
  #own = [];
  #stop;

  /** @param {App} app @param {Tools} tools @param {string} key */
  constructor(app, tools, key) {
    this.#app = app;
    this.#tools = tools;
    this.#key = key;
    this.element = h('div', { class: 'log-frame' }, this.#log, this.#toEnd);
    const look = () => this.noteRead();
    addEventListener('focus', look);
    document.addEventListener('visibilitychange', look);
    const resized = new ResizeObserver(() => {
      if (this.#atEnd) this.#goToEnd();
    });
    resized.observe(this.#log);
    this.#stop = () => {
      removeEventListener('focus', look);
      document.removeEventListener('visibilitychange', look);
      resized.disconnect();
    };
  }

  close() {
    this.#stop();
  }

  /** @param {Chat} chat */
  draw(chat) {
    setAttribute(this.#log, 'aria-label', `Conversation with ${nameOf(chat)}`);
    const grew = chat.events.length > this.#upTo;
    const ownBefore = this.#own.length;
    const outgoing = stillOutgoing(chat);
    const more = outgoing.length > this.#sending.childElementCount;
    this.#add(chat);
    if (this.#own.length > ownBefore || chat.visitorRead > this.#seenUpTo) this.#drawStatus(chat);
    keyed(this.#sending, outgoing, (line) => line.key, (line) => createOutgoingLine(line, this.#tools.outbox), (item, line) => drawOutgoing(item, line));
    // Who wrote wants to see it; who reads further up is left there.
    if (more) this.#atEnd = true;
    if (this.#atEnd) this.#goToEnd();
    else if (grew) {
      this.#toEnd.hidden = false;
      setText(this.#toEndWords, 'New lines');
    }
  }

  /** The chat is read when its end is on the screen of somebody who looks at it. */
  noteRead() {
    const chat = this.#app.state.chats[this.#key];
    if (!chat || chat.lastId <= chat.agentRead || !isHere(chat) || !this.#atEnd || !this.element.isConnected) return;
    if (this.#app.state.focus !== this.#key || document.hidden || !document.hasFocus()) return;
    queueMicrotask(() => this.#tools.deeds.read(this.#key, chat.lastId));
  }

  /** @param {Chat} chat @param {number} at @param {number} accepted */
  #lineAt(chat, at, accepted) {
    const event = /** @type {ChatEvent} */ (chat.events[at]);
    const nickname = this.#app.state.me?.nickname ?? '';
    const kind = lineKind(event, nickname, accepted);
    const before = chat.events[at - 1];
    const follows = before !== undefined && before.type === 'line' && kind !== 'system' && before.by === event.by && before.source === event.source
      && lineKind(before, nickname, accepted) === kind && event.at - before.at < GROUP_MS;
    const line = createEventLine(event, kind, { follows, visitorName: nameOf(chat) });
    if (line && kind === 'own') this.#own.push({ id: event.id, element: line });
    return line;
  }

  /** Adds what is new. @param {Chat} chat */
  #add(chat) {
    if (this.#from < 0) this.#from = Math.max(0, chat.events.length - AT_ONCE);
    const accepted = acceptedId(chat);
    for (let at = Math.max(this.#from, this.#upTo); at < chat.events.length; at += 1) {
      const line = this.#lineAt(chat, at, accepted);
      if (line) this.#list.appendChild(line);
    }
    this.#upTo = chat.events.length;
    this.#earlier.hidden = this.#from === 0;
  }

  #showEarlier() {
    const chat = this.#app.state.chats[this.#key];
    if (!chat) return;
    const height = this.#log.scrollHeight;
    const to = this.#from;
    this.#from = Math.max(0, to - AT_ONCE);
    const accepted = acceptedId(chat);
    const lines = [];
    for (let at = this.#from; at < to; at += 1) lines.push(this.#lineAt(chat, at, accepted));
    this.#list.prepend(...lines.filter((line) => line !== null));
    this.#earlier.hidden = this.#from === 0;
    this.#own.sort((a, b) => a.id - b.id);
    this.#seenUpTo = -1;
    this.#drawStatus(chat);
    // What was being read stays where it was.
    this.#log.scrollTop += this.#log.scrollHeight - height;
    if (this.#earlier.hidden) this.#log.focus();
  }

  /** @param {Chat} chat */
  #drawStatus(chat) {
    for (let at = this.#own.length - 1; at >= 0; at -= 1) {
      const line = /** @type {{ id: number, element: HTMLElement }} */ (this.#own[at]);
      if (line.id <= this.#seenUpTo) break;
      setStatus(line.element, line.id <= chat.visitorRead ? 'seen' : 'sent');
    }
    this.#seenUpTo = Math.max(this.#seenUpTo, chat.visitorRead);
  }

  #goToEnd() {
    this.#log.scrollTop = this.#log.scrollHeight;
    this.#atEnd = true;
    this.#toEnd.hidden = true;
    this.noteRead();
  }

  #scrolled() {
    this.#atEnd = this.#log.scrollHeight - this.#log.scrollTop - this.#log.clientHeight < NEAR_PX;
    this.#toEnd.hidden = this.#atEnd;
    if (this.#atEnd) this.noteRead();
    else if ((this.#app.state.chats[this.#key]?.unread ?? 0) === 0) setText(this.#toEndWords, 'To the end');
  }
}
