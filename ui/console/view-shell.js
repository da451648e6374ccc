/** The console as a whole: the bar, the list, the columns, the details, and the keys that reach all of them. */

import { h, keyed } from '../shared/dom.js';
import { now } from '../shared/time.js';
import { announce, toast } from '../shared/toast.js';
import { closeChat, columns, neighbour, nextUnread, openChat, showList, togglePin } from './acts.js';
import { nameOf } from './chat.js';
import { SETTLE_MS, chatAt, settled } from './store.js';
import { createDeeds } from './deeds.js';
import { createDrafting } from './drafting.js';
import { keepColumns, keepEnded, keepSetting, keptColumns, setting } from './kept.js';
import { listenToKeys } from './keys.js';
import { createOutbox } from './outbox.js';
import { createRing } from './ring.js';
import { createBar } from './view-bar.js';
import { createColumn } from './view-column.js';
import { createDetails } from './view-details.js';
import { openDevices } from './view-devices.js';
import { createEmpty } from './view-empty.js';
import { openKeys } from './view-keys.js';
import { createList } from './view-list.js';
import { createRingBanner } from './view-ring.js';

/** @typedef {import('./app.js').App} App */
/** @typedef {import('./keys.js').Act} Act */
/**
 * @typedef {object} Tools what views act with
 * @property {import('./deeds.js').Deeds} deeds
 * @property {import('./outbox.js').Outbox} outbox
 * @property {import('./drafting.js').Drafting} drafting
 * @property {() => boolean} isPhone
 * @property {(key: string) => void} open opens a chat
 * @property {() => void} back to the list, on a phone
 * @property {() => void} toggleDetails
 * @property {(key: string) => Column | undefined} column the column of an open chat
 *
 * @typedef {object} Column
 * @property {HTMLElement} element
 * @property {() => void} draw
 * @property {() => void} close
 * @property {() => void} focus puts the cursor where the next word goes
 * @property {() => void} toggleNote
 * @property {() => void} openCanned
 * @property {() => void} transfer
 * @property {() => void} end
 */

const LIST_PX = 288;
const DETAILS_PX = 304;
const COLUMN_PX = 356;
/** How many columns a width has room for. @param {number} width */
const roomFor = (width) => Math.max(1, Math.min(3, Math.floor(width / COLUMN_PX)));
const PHONE = matchMedia('(max-width: 719px)');
const ROOMY = matchMedia('(min-width: 1180px)');

/** @param {App} app @returns {Tools} */
function createTools(app) {
  return {
    deeds: createDeeds(app),
    outbox: createOutbox(app),
    drafting: createDrafting(app),
    isPhone: () => PHONE.matches,
    open(key) {
      const before = app.state.focus;
      app.update((state) => openChat(state, key));
      if (PHONE.matches && !before) history.pushState({ chat: key }, '');
    },
    back() {
      if (history.state?.chat) history.back();
      else app.update(showList);
    },
    toggleDetails: () => {},
    column: () => undefined,
  };
}

/**
 * @param {App} app
 * @returns {HTMLElement}
 */
export function createShell(app) {
  const tools = createTools(app);
  createRing(app);
  const details = createDetails(app);
  const list = createList(app, tools);
  const empty = createEmpty(app);
  const main = h('div', { class: 'columns' });
  const element = h('div', { class: 'console', dataset: { view: 'list' } },
    createBar(app, tools), h('main', { class: 'frame' }, list.element, h('div', { class: 'stage' }, main, empty), details.element), createRingBanner(app, tools));

  /** @type {Map<string, Column>} */
  const views = new Map();
  let detailsWanted = setting('details', true);
  let detailsFit = true;
  tools.column = (key) => views.get(key);
  tools.toggleDetails = () => {
    if (!detailsFit) return details.openAsDialog();
    detailsWanted = !detailsWanted;
    keepSetting('details', detailsWanted);
    draw();
  };

  function draw() {
    const { state } = app;
    const shown = PHONE.matches ? [state.focus].filter((key) => key !== null && chatAt(state, key) !== undefined) : columns(state, roomFor(innerWidth - LIST_PX));
    // The conversations have the room: with many of them open, the details come when they are asked for.
    detailsFit = ROOMY.matches && shown.length <= roomFor(innerWidth - LIST_PX - DETAILS_PX);
    for (const [key, view] of views) {
      if (!shown.includes(key)) {
        view.close();
        views.delete(key);
      }
    }
    keyed(main, /** @type {string[]} */ (shown), (key) => key, (key) => {
      const view = createColumn(app, tools, key);
      views.set(key, view);
      return view.element;
    });
    for (const view of views.values()) view.draw();
    main.hidden = shown.length === 0;
    empty.hidden = shown.length > 0;
    element.dataset['view'] = state.focus ? 'chat' : 'list';
    details.show(detailsFit && detailsWanted && state.focus !== null);
  }

  follow(app, tools, draw);
  draw();
  return element;
}

/**
 * Everything that makes the page draw, and what goes with it.
 * @param {App} app
 * @param {Tools} tools
 * @param {() => void} draw
 */
function follow(app, tools, draw) {
  app.view((next, before) => {
    draw();
    if (next.focus !== before.focus && next.focus && !tools.isPhone()) {
      const column = tools.column(next.focus);
      // Who came here with Tab or a click stays where that led.
      if (!column?.element.contains(document.activeElement)) column?.focus();
    }
    if (next.pinned !== before.pinned || next.current !== before.current || next.focus !== before.focus) keepColumns(next);
    if (next.news !== before.news) tellNews(app);
    const ended = next.order.filter((key) => next.chats[key]?.state === 'ended');
    if (next.chats !== before.chats) keepEnded(app.session, ended);
  });
  restoreColumns(app);
  settleLater(app);
  const again = () => draw();
  const back = () => {
    if (!history.state?.chat) app.update(showList);
  };
  addEventListener('resize', again);
  addEventListener('popstate', back);
  const stopKeys = listenToKeys((act) => runKey(app, tools, act));
  app.onClose(() => {
    removeEventListener('resize', again);
    removeEventListener('popstate', back);
    stopKeys();
  });
}

/** After a reload the same columns are open, as soon as their chats are known. @param {App} app */
function restoreColumns(app) {
  const kept = keptColumns();
  let waiting = kept.current !== null || kept.pinned.length > 0;
  app.subscribe((next) => {
    if (!waiting || !next.told) return;
    waiting = false;
    if (next.focus) return;
    const has = (/** @type {string | null} */ key) => key !== null && chatAt(next, key) !== undefined;
    const pinned = kept.pinned.filter(has);
    const current = has(kept.current) ? kept.current : null;
    const focus = has(kept.focus) ? kept.focus : (current ?? pinned[0] ?? null);
    queueMicrotask(() => app.update((state) => ({ ...state, pinned, current, focus })));
  });
}

/** Tells of chats that went away by themselves. @param {App} app */
function tellNews(app) {
  for (const { key, visitorName } of app.state.news) {
    const words = `The chat with ${nameOf({ visitorName })} is no longer yours.`;
    if (app.state.chats[key]) announce(words);
    else toast(`${words} It was taken over, or went back to the queue.`);
  }
  if (app.state.news.length > 0) app.update((state) => ({ ...state, news: [] }));
}

/** Looks again, a moment later, at chats that left the list. @param {App} app */
function settleLater(app) {
  app.subscribe((next, before) => {
    if (next.chats === before.chats || !next.order.some((key) => next.chats[key]?.lostAt !== before.chats[key]?.lostAt)) return;
    setTimeout(() => app.update((state) => settled(state, now())), SETTLE_MS + 50);
  });
}

/**
 * @param {App} app
 * @param {Tools} tools
 * @param {Act} act
 * @returns {boolean} whether the key was ours
 */
function runKey(app, tools, act) {
  const { state } = app;
  if (document.querySelector('dialog[open]') && act !== 'acceptOrOnline') return false;
  const column = state.focus ? tools.column(state.focus) : undefined;
  const to = (/** @type {string | null} */ key) => {
    if (key) tools.open(key);
  };
  /** @type {Record<Act, () => void>} */
  const deeds = {
    acceptOrOnline: () => void (state.offers.length > 0 ? tools.deeds.accept() : state.missed && tools.deeds.setAvailability('Online')),
    next: () => to(neighbour(state, 1)),
    previous: () => to(neighbour(state, -1)),
    nextUnread: () => to(nextUnread(state)),
    list: () => focusList(),
    composer: () => column?.focus(),
    note: () => column?.toggleNote(),
    canned: () => column?.openCanned(),
    transfer: () => column?.transfer(),
    end: () => column?.end(),
    details: () => state.focus && tools.toggleDetails(),
    pin: () => state.focus && !tools.isPhone() && app.update((is) => togglePin(is, /** @type {string} */ (state.focus))),
    closeColumn: () => state.focus && app.update((is) => closeChat(is, /** @type {string} */ (state.focus))),
    online: () => void tools.deeds.setAvailability(state.availability === 'Online' ? 'Away' : 'Online'),
    occupied: () => void tools.deeds.setAvailability('Occupied'),
    devices: () => openDevices(app, tools),
    keys: () => openKeys(),
  };
  deeds[act]();
  return true;
}

function focusList() {
  const row = document.querySelector('.chat-row[tabindex="0"]');
  if (row instanceof HTMLElement) row.focus();
}
