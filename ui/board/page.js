/** The board itself: its lists, its drawer, its keys, and the state between them. */

import { h, picture, setAttribute } from '../shared/dom.js';
import { ICONS } from '../shared/icons.js';
import { scheme, setScheme } from '../shared/scheme.js';
import { now } from '../shared/time.js';
import { announce, toast } from '../shared/toast.js';
import { createActs } from './acts.js';
import { createAgents } from './agents.js';
import { createAudit } from './audit.js';
import { createChats } from './chats.js';
import { createGlance } from './glance.js';
import { listenToKeys, openKeySheet } from './keys.js';
import { createHold } from './list.js';
import { find, shown } from './model.js';
import { createSkills } from './skills.js';
import {
  freshness, initial, isFiltered, toggleAgent, toggleSkill, withAlerts, withBoard, withDrawer, withFilter, withLink, withoutFilter, withThreshold, withView,
} from './state.js';
import { createFilter, createTop, createViews } from './top.js';
import { createWaiting } from './waiting.js';
import { createWatch } from './watch.js';
import { figure } from './words.js';

/** @typedef {import('./state.js').State} State */
/** @typedef {import('./state.js').Drawer} Drawer */

const KEPT = 'handover.board.threshold';

/**
 * @param {object} options
 * @param {HTMLElement} options.place
 * @param {import('../shared/api.js').Api} options.api
 * @param {() => import('../shared/session.js').Session} options.session
 * @param {{ id: number, nickname: string }} options.me
 * @param {() => void} options.onAgain
 * @param {() => void} options.onSignOut
 */
export function createPage({ place, api, session, me, onAgain, onSignOut }) {
  let state = initial({ thresholdMs: Number(localStorage.getItem(KEPT)) });
  let drawn = 0;

  /** @param {(state: State) => State} how */
  function change(how) {
    state = how(state);
    drawn ||= requestAnimationFrame(draw);
  }

  const acts = createActs({ api, session, state: () => state, change, me: me.id });
  const chatActs = {
    watch: (/** @type {string} */ chat) => openDrawer({ kind: 'watch', chat }),
    whisper: (/** @type {string} */ chat) => { openDrawer({ kind: 'watch', chat }); drawer.inner?.focusWhisper(); },
    takeOver: (/** @type {string} */ chat) => void acts.takeOver(chat),
    end: (/** @type {string} */ chat) => void acts.end(chat),
  };
  const top = createTop({ nickname: me.nickname, acts: { again: onAgain, audit: toggleAudit, keys: openKeySheet, signOut: onSignOut, scheme: switchScheme } });
  const filter = createFilter({
    onSkill: (skill) => change((now) => withFilter(now, { skill })),
    onText: (text) => change((now) => withFilter(now, { text })),
    onClear: () => { change(withoutFilter); filter.focusSearch(); },
    onThreshold: (ms) => { localStorage.setItem(KEPT, String(ms)); change((now) => withThreshold(now, ms)); },
  });
  const glance = createGlance();
  const main = h('main', { class: 'main', tabindex: -1 });
  const hold = createHold(main, () => change((now) => now));
  const skills = createSkills({ onSkill: (skill) => change((now) => toggleSkill(now, skill)), isHeld: () => hold.on });
  const waiting = createWaiting(chatActs);
  const chats = createChats(chatActs, me.id);
  const agents = createAgents({ show: (agent) => change((now) => toggleAgent(now, agent)), signOut: (agent) => void acts.signOut(agent) }, me.id);
  const views = createViews((view) => change((now) => withView(now, view)));
  const waitingWords = h('div', { class: 'loading', role: 'status' });
  const drawer = createDrawer(() => closeDrawer());
  main.append(filter.element, glance.element, skills.element, h('div', { class: 'lists' }, waiting.element, chats.element, agents.element), waitingWords);
  const element = h('div', { class: 'board' }, top.element, h('div', { class: 'body' }, main, drawer.element), views.element);
  place.replaceChildren(element);

  function draw() {
    drawn = 0;
    const fresh = freshness(state);
    element.dataset['fresh'] = fresh.kind;
    element.dataset['drawer'] = state.drawer?.kind ?? 'none';
    main.dataset['view'] = state.view;
    setAttribute(main, 'aria-busy', state.board ? undefined : 'true');
    top.update(state);
    filter.update(state);
    views.update(state);
    waitingWords.textContent = state.board ? '' : fresh.kind === 'unreachable' ? 'The server cannot be reached. The board opens as soon as it can be.' : 'Loading the board…';
    if (state.board) {
      const rows = shown(state.board, state.filter);
      glance.update(rows, state);
      skills.update(rows.skills, state);
      waiting.update(rows.waiting, state);
      chats.update(rows.chats, state);
      agents.update(rows.agents, state);
      document.title = state.board.waitingTotal > 0 ? `(${figure(state.board.waitingTotal)} waiting) Board – Handover` : 'Board – Handover';
    }
    drawer.inner?.update(state);
  }

  /** What counts, and what became too long. */
  function tick() {
    waiting.tick();
    drawer.inner?.tick();
    const { state: next, say } = withAlerts(state, now());
    state = next;
    if (say !== undefined) announce(say);
  }

  /** @param {Drawer} wanted */
  function openDrawer(wanted) {
    const same = state.drawer && JSON.stringify(state.drawer) === JSON.stringify(wanted);
    change((now) => withDrawer(now, wanted));
    if (!same) {
      drawer.show(wanted.kind === 'audit'
        ? createAudit({ api, session, onWatch: chatActs.watch, isThere: (chat) => Object.keys(find(state.board, chat)).length > 0 })
        : createWatch({ chat: wanted.chat, api, session, acts, me: me.id }));
    }
    draw();
    drawer.focus();
  }

  function closeDrawer() {
    const last = state.drawer;
    change((now) => withDrawer(now, undefined));
    drawer.show(undefined);
    draw();
    const back = last?.kind === 'watch' && (waiting.list.focusRow(last.chat) || chats.list.focusRow(last.chat));
    if (!back) main.focus({ preventScroll: true });
  }

  function toggleAudit() {
    if (state.drawer?.kind === 'audit') closeDrawer();
    else openDrawer({ kind: 'audit' });
  }

  /** @param {import('./state.js').View} view @param {{ focus: () => boolean }} list */
  function goTo(view, list) {
    change((now) => withView(now, view));
    draw();
    list.focus();
  }

  function escape() {
    if (state.drawer) closeDrawer();
    else if (isFiltered(state.filter)) change(withoutFilter);
    else if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
  }

  const deaf = listenToKeys({
    '/': filter.focusSearch,
    'f': filter.focusSkill,
    '1': () => goTo('skills', { focus: () => { skills.element.querySelector('button')?.focus(); return true; } }),
    '2': () => goTo('waiting', waiting.list),
    '3': () => goTo('chats', chats.list),
    '4': () => goTo('agents', agents.list),
    '5': drawer.focus,
    'a': toggleAudit,
    '?': openKeySheet,
    'Escape': escape,
  });
  const timer = setInterval(tick, 1000);
  draw();

  return {
    /** @param {import('./model.js').Board} board */
    take: (board) => change((present) => withBoard(present, board, now())),
    /** @param {import('./state.js').Link} link */
    setLink: (link) => change((present) => withLink(present, link)),
    close() {
      deaf();
      clearInterval(timer);
      cancelAnimationFrame(drawn);
      drawer.show(undefined);
      document.title = 'Board – Handover';
    },
  };
}

function switchScheme() {
  const next = /** @type {const} */ ({ system: 'dark', dark: 'light', light: 'system' })[scheme()];
  setScheme(next);
  toast({ system: 'Light or dark as the system is.', dark: 'Always dark.', light: 'Always light.' }[next]);
}

/**
 * @typedef {object} DrawerContent
 * @property {HTMLElement} element
 * @property {string} title
 * @property {() => void} focusWhisper
 * @property {(state: State) => void} update
 * @property {() => void} tick
 * @property {() => void} close
 */

/** The panel beside the lists. @param {() => void} onClose */
function createDrawer(onClose) {
  const title = h('h2', { id: 'drawer-title', tabindex: -1 });
  const body = h('div', { class: 'drawer-body' });
  const element = h('aside', { class: 'drawer', 'aria-labelledby': 'drawer-title', hidden: true },
    h('div', { class: 'drawer-head' }, title, h('button', { type: 'button', class: 'button plain icon', 'aria-label': 'Close the panel', title: 'Close (Esc)', onclick: onClose }, picture(ICONS.close))),
    body);
  /** @type {DrawerContent | undefined} */
  let inner;
  return {
    element,
    get inner() { return inner; },
    /** @param {DrawerContent | undefined} content */
    show(content) {
      inner?.close();
      inner = content;
      element.hidden = content === undefined;
      body.replaceChildren(...(content ? [content.element] : []));
      title.textContent = content?.title ?? '';
    },
    focus: () => { if (inner) title.focus(); },
  };
}
