/**
 * The conversation. Lines are made once and stay; only what is new is added, so that a long chat costs no more than a short one.
 */

import { h, keyed, picture, setText } from '../shared/dom.js';
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
export function createLines(app, tools, key) {
  const list = h('ol', { class: 'lines' });
  const sending = h('ol', { class: 'lines outgoing' });
  const earlier = h('button', { type: 'button', class: 'button small earlier', hidden: true, onclick: showEarlier }, 'Show earlier lines');
  const log = h('div', { class: 'log', role: 'log', 'aria-relevant': 'additions', tabindex: '0', onscroll: scrolled }, earlier, list, sending);
  const toEnd = h('button', { type: 'button', class: 'button small to-end', hidden: true, onclick: () => goToEnd() }, picture(ICONS.down), h('span', null, 'To the end'));
  const element = h('div', { class: 'log-frame' }, log, toEnd);
  /** The part of the events that is shown: from this index to the end. */
  let from = -1;
  let upTo = 0;
  let atEnd = true;
  let seenUpTo = -1;
  /** Own lines, for what became of them. @type {{ id: number, element: HTMLElement }[]} */
  let own = [];

  /** @param {readonly ChatEvent[]} events @param {number} at @param {Chat} chat @param {number} accepted */
  function lineAt(events, at, chat, accepted) {
    const event = /** @type {ChatEvent} */ (events[at]);
    const nickname = app.state.me?.nickname ?? '';
    const kind = lineKind(event, nickname, accepted);
    const before = events[at - 1];
    const follows = before !== undefined && before.type === 'line' && kind !== 'system' && before.by === event.by && before.source === event.source
      && lineKind(before, nickname, accepted) === kind && event.at - before.at < GROUP_MS;
    const line = createEventLine(event, kind, { follows, visitorName: nameOf(chat) });
    if (line && kind === 'own') own.push({ id: event.id, element: line });
    return line;
  }

  /** @param {Chat} chat */
  function add(chat) {
    if (from < 0) from = Math.max(0, chat.events.length - AT_ONCE);
    const accepted = acceptedId(chat);
    for (let at = Math.max(from, upTo); at < chat.events.length; at += 1) {
      const line = lineAt(chat.events, at, chat, accepted);
      if (line) list.appendChild(line);
    }
    upTo = chat.events.length;
    earlier.hidden = from === 0;
  }

  function showEarlier() {
    const chat = app.state.chats[key];
    if (!chat) return;
    const height = log.scrollHeight;
    const to = from;
    from = Math.max(0, from - AT_ONCE);
    const accepted = acceptedId(chat);
    const lines = [];
    for (let at = from; at < to; at += 1) lines.push(lineAt(chat.events, at, chat, accepted));
    list.prepend(...lines.filter((line) => line !== null));
    earlier.hidden = from === 0;
    drawStatus(chat, true);
    log.scrollTop += log.scrollHeight - height;
    if (earlier.hidden) log.focus();
  }

  /** @param {Chat} chat @param {boolean} [all] */
  function drawStatus(chat, all) {
    if (all) own.sort((a, b) => a.id - b.id);
    for (let at = own.length - 1; at >= 0; at -= 1) {
      const line = /** @type {{ id: number, element: HTMLElement }} */ (own[at]);
      if (!all && line.id <= seenUpTo) break;
      setStatus(line.element, line.id <= chat.visitorRead ? 'seen' : 'sent');
    }
    seenUpTo = Math.max(seenUpTo, chat.visitorRead);
  }

  /** @param {Chat} chat */
  function draw(chat) {
    log.setAttribute('aria-label', `Conversation with ${nameOf(chat)}`);
    const grew = chat.events.length > upTo;
    const ownBefore = own.length;
    const outgoing = stillOutgoing(chat);
    const more = outgoing.length > sending.childElementCount;
    add(chat);
    if (own.length > ownBefore || chat.visitorRead > seenUpTo) drawStatus(chat);
    keyed(sending, outgoing, (line) => line.key, (line) => createOutgoingLine(line, tools.outbox), (item, line) => drawOutgoing(item, line));
    // Who wrote wants to see it; who reads further up is left there.
    if (more) atEnd = true;
    if (atEnd) goToEnd();
    else if (grew) {
      toEnd.hidden = false;
      setText(/** @type {Element} */ (toEnd.lastElementChild), 'New lines');
    }
  }

  function goToEnd() {
    log.scrollTop = log.scrollHeight;
    atEnd = true;
    toEnd.hidden = true;
    noteRead();
  }

  function scrolled() {
    atEnd = log.scrollHeight - log.scrollTop - log.clientHeight < NEAR_PX;
    if (atEnd) noteRead();
    toEnd.hidden = atEnd;
    if (!atEnd && (app.state.chats[key]?.unread ?? 0) === 0) setText(/** @type {Element} */ (toEnd.lastElementChild), 'To the end');
  }

  /** The chat is read when its end is on the screen of somebody who looks at it. */
  function noteRead() {
    const chat = app.state.chats[key];
    if (!chat || chat.lastId <= chat.agentRead || !isHere(chat) || !atEnd || !element.isConnected) return;
    if (app.state.focus !== key || document.hidden || !document.hasFocus()) return;
    queueMicrotask(() => tools.deeds.read(key, chat.lastId));
  }

  const look = () => noteRead();
  addEventListener('focus', look);
  document.addEventListener('visibilitychange', look);
  const resized = new ResizeObserver(() => {
    if (atEnd) goToEnd();
  });
  resized.observe(log);
  return {
    element,
    draw,
    noteRead,
    close() {
      removeEventListener('focus', look);
      document.removeEventListener('visibilitychange', look);
      resized.disconnect();
    },
  };
}
