/**
 * The list of chats, in the order in which they came. A chat keeps its place for as long as it is there: what is new shows at its
 * place, so that nothing moves under the pointer.
 */

import { h, keyed, setAttribute, setText } from '../shared/dom.js';
import { htmlToText } from '../shared/html.js';
import { liveTime, now, setLiveTime } from '../shared/time.js';
import { isOpen, shownChats } from './store.js';
import { lastLine, nameOf } from './chat.js';
import { wordsFor } from './view-empty.js';

/** @typedef {import('./app.js').App} App */
/** @typedef {import('./chat.js').Chat} Chat */
/** @typedef {import('./view-shell.js').Tools} Tools */

/** From when on a wait is shown as long, and as too long. */
const LONG_MS = 60_000;
const TOO_LONG_MS = 180_000;

/**
 * @param {App} app
 * @param {Tools} tools
 */
export function createList(app, tools) {
  const list = h('ul', { class: 'chats', onkeydown: arrows });
  const count = h('span', { class: 'quiet number' });
  const nothingTitle = h('p');
  const nothingWords = h('p', { class: 'phone-only' });
  const nothing = h('div', { class: 'empty list-empty' }, nothingTitle, nothingWords);
  const element = h('nav', { class: 'list', 'aria-label': 'Chats' },
    h('div', { class: 'list-head', title: 'In the order in which they came' }, h('h2', null, 'Chats'), count), nothing, list);
  /** @type {Map<string, ReturnType<typeof createRow>>} */
  const rows = new Map();

  function draw() {
    const { state } = app;
    const shown = shownChats(state);
    const limit = state.me && state.me.maxChats >= 0 ? ` of ${state.me.maxChats}` : '';
    const going = shown.filter((key) => state.chats[key]?.state !== 'ended' && state.chats[key]?.mine).length;
    setText(count, state.told ? `${going}${limit}` : '');
    keyed(list, shown, (key) => key, (key) => {
      const row = createRow(key, () => tools.open(key));
      rows.set(key, row);
      return row.element;
    });
    for (const key of rows.keys()) if (!shown.includes(key)) rows.delete(key);
    const reached = state.focus && rows.has(state.focus) ? state.focus : shown[0];
    for (const [key, row] of rows) {
      row.draw(/** @type {Chat} */ (state.chats[key]), { open: isOpen(state, key), focus: state.focus === key, reached: reached === key });
    }
    nothing.hidden = shown.length > 0;
    const [title, words] = wordsFor(state);
    setText(nothingTitle, state.told ? 'No chats yet' : title);
    setText(nothingWords, state.told ? `${title}. ${words}` : words);
  }

  app.view(draw);
  draw();
  const beat = setInterval(() => {
    for (const row of rows.values()) row.beat();
  }, 1000);
  app.onClose(() => clearInterval(beat));
  return { element };
}

/** Arrows go from chat to chat; Tab leaves the list. @param {KeyboardEvent} event */
function arrows(event) {
  if (event.altKey || event.ctrlKey || event.metaKey) return;
  const item = event.target instanceof Element ? event.target.closest('li') : null;
  const list = item?.parentElement;
  /** @type {Record<string, Element | null | undefined>} */
  const places = {
    ArrowDown: item?.nextElementSibling, ArrowUp: item?.previousElementSibling, Home: list?.firstElementChild, End: list?.lastElementChild,
  };
  const target = places[event.key]?.querySelector('button');
  if (!target) return;
  event.preventDefault();
  target.focus();
}

/**
 * @param {string} key
 * @param {() => void} onOpen
 */
function createRow(key, onOpen) {
  const name = h('bdi', { class: 'row-name cut' });
  const wait = liveTime(0, 'for');
  const waiting = h('span', { class: 'row-wait', hidden: true }, h('span', { class: 'sr-only' }, 'waits '), wait);
  const excerpt = h('bdi');
  const unread = h('span', { class: 'badge', hidden: true });
  const badge = h('span', { class: 'row-unread' }, unread);
  const skill = h('bdi', { class: 'row-skill cut' });
  const button = h('button', { type: 'button', class: 'chat-row', tabindex: '-1', onclick: onOpen },
    h('span', { class: 'row-line' }, name, waiting), h('span', { class: 'row-line' }, h('span', { class: 'row-excerpt cut' }, excerpt), badge), skill);
  const element = h('li', { dataset: { chat: key } }, button);
  /** @type {Chat | undefined} */
  let shown;
  let flags = '';

  /** @param {Chat} chat */
  function fill(chat) {
    element.dataset['state'] = chat.state;
    element.dataset['unread'] = String(chat.unread);
    setText(name, nameOf(chat));
    setText(skill, chat.skillName);
    setText(unread, chat.unread > 99 ? '99+' : String(chat.unread));
    unread.hidden = chat.unread === 0;
    setAttribute(unread, 'aria-label', `${chat.unread} unread`);
    setAttribute(unread, 'role', 'img');
    waiting.hidden = chat.unansweredAt === null;
    if (chat.unansweredAt !== null) setLiveTime(wait, chat.unansweredAt, 'for');
    waiting.title = 'The visitor waits for a word';
    element.dataset['typing'] = String(chat.visitorTyping);
    setText(excerpt, excerptOf(chat));
  }

  function beat() {
    if (!shown || shown.unansweredAt === null) return;
    const waited = now() - shown.unansweredAt;
    const level = waited > TOO_LONG_MS ? 'too-long' : waited > LONG_MS ? 'long' : 'short';
    if (waiting.dataset['level'] !== level) waiting.dataset['level'] = level;
  }

  return {
    element,
    beat,
    /** @param {Chat} chat @param {{ open: boolean, focus: boolean, reached: boolean }} place */
    draw(chat, place) {
      if (chat !== shown) {
        fill(chat);
        shown = chat;
        beat();
      }
      const wanted = `${place.open} ${place.focus} ${place.reached}`;
      if (wanted === flags) return;
      flags = wanted;
      element.dataset['open'] = String(place.open);
      if (place.focus) element.scrollIntoView({ block: 'nearest' });
      setAttribute(button, 'aria-current', place.focus ? 'true' : null);
      setAttribute(button, 'tabindex', place.reached ? '0' : '-1');
    },
  };
}

/** @param {Chat} chat */
function excerptOf(chat) {
  if (chat.handedOver) return 'Handed over';
  if (!chat.mine) return 'No longer yours';
  if (chat.state === 'ended') return 'Ended';
  if (chat.state === 'waiting') return 'On its way to another agent';
  if (chat.visitorTyping) return 'typing…';
  if (chat.draft?.text && chat.unread === 0) return `Draft: ${chat.draft.text}`;
  const line = lastLine(chat);
  if (!line) return 'Nothing was said yet';
  if (line.textType === 'rich-content' && !line.text) return 'Rich content';
  const text = line.textType === 'html' ? htmlToText(line.text) : line.text.slice(0, 200).replaceAll(/\s+/g, ' ');
  if (line.private) return `Note: ${text}`;
  return line.source === 'agent' ? `You: ${text}` : text;
}
