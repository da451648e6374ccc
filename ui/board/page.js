/** The board itself: its lists, its panel, its keys, and the state between them. */

import { h } from '../shared/dom.js';
import { scheme, setScheme } from '../shared/scheme.js';
import { now } from '../shared/time.js';
import { announce, toast } from '../shared/toast.js';
import { createActs } from './acts.js';
import { createAudit } from './audit.js';
import { createDrawer, keepAddress } from './drawer.js';
import { listenToKeys, openKeySheet } from './keys.js';
import { createLists } from './lists.js';
import { createLocks } from './locks.js';
import { find } from './model.js';
import {
  drawerOf, freshness, initial, isFiltered, toggleAgent, toggleSkill, withAlerts, withBoard, withDrawer, withFilter, withLink, withoutFilter, withThreshold, withView,
} from './state.js';
import { createFilter, createTop, createViews } from './top.js';
import { createWatch } from './watch.js';
import { figure } from './words.js';

/** @typedef {import('./state.js').State} State */
/** @typedef {import('./state.js').Drawer} Drawer */
/** @typedef {import('./state.js').View} View */
/** @typedef {(how: (state: State) => State) => void} Change */

/**
 * @typedef {object} PageOptions
 * @property {HTMLElement} place
 * @property {import('../shared/api.js').Api} api
 * @property {() => import('../shared/session.js').Session} session
 * @property {{ id: number, nickname: string, isAdmin: boolean }} me
 * @property {() => void} onAgain
 * @property {() => void} onSignOut
 */

const KEPT = 'handover.board.threshold';

/** @param {PageOptions} options */
export function createPage(options) {
  let state = initial({ thresholdMs: Number(localStorage.getItem(KEPT)) });
  let drawn = 0;

  /** @type {Change} */
  function change(how) {
    state = how(state);
    drawn ||= requestAnimationFrame(draw);
  }
  const panel = createPanel({ ...options, state: () => state, change, draw, onClosed: (last) => afterPanel(last) });
  const { top, filter, views, lists } = createParts({ ...options, change, panel });
  const element = h('div', { class: 'board' }, top.element, h('div', { class: 'body' }, lists.element, panel.element), views.element);
  options.place.replaceChildren(element);

  function draw() {
    drawn = 0;
    element.dataset['fresh'] = freshness(state).kind;
    for (const part of [top, filter, views, lists, panel]) part.update(state);
    document.title = titleOf(state.board?.waitingTotal);
  }

  /** What counts, and what became too long. */
  function tick() {
    lists.tick();
    panel.tick();
    const { state: next, say } = withAlerts(state, now());
    state = next;
    if (say !== undefined) announce(say);
  }

  /** The focus goes back to where the panel was opened from. @param {Drawer | undefined} last */
  function afterPanel(last) {
    if (last?.kind !== 'watch' || !lists.focusChat(last.chat)) lists.element.focus({ preventScroll: true });
  }

  /** @param {View} view */
  function goTo(view) {
    change((present) => withView(present, view));
    draw();
    lists.focus(view);
  }

  function escape() {
    if (state.drawer) panel.close();
    else if (isFiltered(state.filter)) change(withoutFilter);
    else if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
  }

  const deaf = listenToKeys({
    '/': filter.focusSearch, 'f': filter.focusSkill, 'a': panel.toggleAudit, ...(options.me.isAdmin ? { 'l': panel.toggleLocks } : {}), '?': openKeySheet, 'Escape': escape,
    '1': () => goTo('skills'), '2': () => goTo('waiting'), '3': () => goTo('chats'), '4': () => goTo('agents'), '5': panel.focus,
  });
  const timer = setInterval(tick, 1000);
  draw();
  panel.restore();

  return {
    /** @param {import('./model.js').Board} board */
    take: (board) => change((present) => withBoard(present, board, now())),
    /** @param {import('./state.js').Link} link */
    setLink: (link) => change((present) => withLink(present, link)),
    close() {
      deaf();
      clearInterval(timer);
      cancelAnimationFrame(drawn);
      panel.leave();
      document.title = titleOf();
    },
  };
}

/** What the tab of the browser says. @param {number} [waiting] */
const titleOf = (waiting = 0) => (waiting > 0 ? `(${figure(waiting)} waiting) Board – Handover` : 'Board – Handover');

/**
 * What stands on the page, each part wired to what it changes.
 * @param {PageOptions & { change: Change, panel: ReturnType<typeof createPanel> }} options
 */
function createParts({ me, onAgain, onSignOut, change, panel }) {
  const { acts } = panel;
  const top = createTop({ nickname: me.nickname, acts: { again: onAgain, audit: panel.toggleAudit, ...(me.isAdmin ? { locks: panel.toggleLocks } : {}), keys: openKeySheet, signOut: onSignOut, scheme: switchScheme } });
  const filter = createFilter({
    onSkill: (skill) => change((state) => withFilter(state, { skill })),
    onText: (text) => change((state) => withFilter(state, { text })),
    onClear: () => { change(withoutFilter); filter.focusSearch(); },
    onThreshold: (ms) => { localStorage.setItem(KEPT, String(ms)); change((state) => withThreshold(state, ms)); },
  });
  const lists = createLists({
    filter: filter.element,
    me: me.id,
    chatActs: { watch: panel.watch, whisper: panel.whisper, takeOver: (chat) => void acts.takeOver(chat), end: (chat) => void acts.end(chat) },
    agentActs: { show: (agent) => change((state) => toggleAgent(state, agent)), signOut: (agent) => void acts.signOut(agent), ...(me.isAdmin ? { removeFactor: (/** @type {number} */ agent) => void acts.removeFactor(agent) } : {}) },
    onSkill: (skill) => change((state) => toggleSkill(state, skill)),
    onRelease: () => change((state) => state),
  });
  return { top, filter, lists, views: createViews((view) => change((state) => withView(state, view))) };
}

/**
 * The panel beside the lists and what is in it.
 * @param {PageOptions & { state: () => State, change: Change, draw: () => void, onClosed: (last: Drawer | undefined) => void }} options
 */
function createPanel({ api, session, me, state, change, draw, onClosed }) {
  const acts = createActs({ api, session, state, change, me: me.id });
  const drawer = createDrawer(() => close());

  /** @param {Drawer} wanted */
  function open(wanted) {
    const same = JSON.stringify(state().drawer) === JSON.stringify(wanted);
    change((present) => withDrawer(present, wanted));
    keepAddress(wanted);
    if (!same) drawer.show(contentOf(wanted));
    draw();
    drawer.focus();
  }

  /** @param {Drawer} wanted */
  function contentOf(wanted) {
    if (wanted.kind === 'audit') return createAudit({ api, session, onWatch: watch, isThere });
    if (wanted.kind === 'locks') return createLocks({ api, session });
    return createWatch({ chat: wanted.chat, api, session, acts, me: me.id });
  }

  /** @param {'audit' | 'locks'} kind */
  const toggle = (kind) => (state().drawer?.kind === kind ? close() : open({ kind }));

  function close() {
    const last = state().drawer;
    change((present) => withDrawer(present, undefined));
    keepAddress(undefined);
    drawer.show(undefined);
    draw();
    onClosed(last);
  }

  /** @param {string} chat */
  const watch = (chat) => open({ kind: 'watch', chat });
  /** @param {string} chat */
  const isThere = (chat) => Object.keys(find(state().board, chat)).length > 0;

  return {
    acts, close, watch,
    /** Opens what the address names. */
    restore() {
      const kept = drawerOf(location.hash);
      if (kept && (kept.kind !== 'locks' || me.isAdmin)) open(kept);
    },
    element: drawer.element,
    focus: drawer.focus,
    toggleAudit: () => toggle('audit'),
    toggleLocks: () => toggle('locks'),
    /** @param {string} chat */
    whisper(chat) {
      watch(chat);
      drawer.inner?.focusWhisper();
    },
    /** @param {State} present */
    update: (present) => drawer.inner?.update(present),
    tick: () => drawer.inner?.tick(),
    /** The page is left; the address stays. */
    leave: () => drawer.show(undefined),
  };
}

function switchScheme() {
  const next = /** @type {const} */ ({ system: 'dark', dark: 'light', light: 'system' })[scheme()];
  setScheme(next);
  toast({ system: 'Light or dark as the system is.', dark: 'Always dark.', light: 'Always light.' }[next]);
}
