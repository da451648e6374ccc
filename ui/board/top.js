/** The bar above the board: where one is, how good the figures are, the filter, and the way to the rest. */

import { h, picture, setAttribute, setText } from '../shared/dom.js';
import { ICONS } from '../shared/icons.js';
import { liveTime, setLiveTime } from '../shared/time.js';
import { thresholdWords } from './alerts.js';
import { PICTURES } from './pictures.js';
import { freshness, isFiltered, THRESHOLDS_MS } from './state.js';
import { figure } from './words.js';

/** @typedef {import('./state.js').State} State */

/**
 * @typedef {object} TopActs
 * @property {() => void} again
 * @property {() => void} audit
 * @property {() => void} [locks] of an admin
 * @property {() => void} keys
 * @property {() => void} signOut
 * @property {() => void} scheme
 */

/**
 * @param {{ nickname: string, acts: TopActs }} options
 */
export function createTop({ nickname, acts }) {
  const link = createLink(acts.again);
  const audit = h('button', { type: 'button', class: 'button plain', 'aria-pressed': 'false', title: 'Audit log (a)', onclick: acts.audit }, picture(PICTURES.log), h('span', { class: 'wide-only' }, 'Audit log'));
  audit.setAttribute('aria-label', 'Audit log');
  const locks = h('button', {
    type: 'button', class: 'button plain', 'aria-pressed': 'false', 'aria-label': 'Locked logins', title: 'Locked logins (l)', hidden: acts.locks === undefined, onclick: acts.locks,
  }, picture(ICONS.lock), h('span', { class: 'wide-only' }, 'Locked logins'));
  const element = h('header', { class: 'top' },
    h('div', { class: 'brand' }, h('span', { class: 'brand-mark', 'aria-hidden': 'true' }), h('span', { class: 'brand-name wide-only' }, 'Handover'), h('h1', { class: 'sr-only' }, 'Board')),
    h('nav', { 'aria-label': 'Handover' },
      h('a', { class: 'top-link', href: '/console/' }, 'Console'),
      h('a', { class: 'top-link', href: '/console/board', 'aria-current': 'page' }, 'Board')),
    link.element,
    h('div', { class: 'top-end' },
      audit, locks,
      iconButton('Light or dark', ICONS.moon, acts.scheme, 'wide-only'),
      iconButton('Keys', ICONS.keyboard, acts.keys, 'wide-only'),
      h('span', { class: 'me cut quiet', title: `Signed in as ${nickname}` }, nickname),
      iconButton('Sign out', ICONS.door, acts.signOut)));
  return {
    element,
    /** @param {State} state */
    update(state) {
      link.update(state);
      setAttribute(audit, 'aria-pressed', state.drawer?.kind === 'audit' ? 'true' : 'false');
      setAttribute(locks, 'aria-pressed', state.drawer?.kind === 'locks' ? 'true' : 'false');
    },
  };
}

/**
 * @param {string} name
 * @param {string} path
 * @param {() => void} run
 * @param {string} [className]
 */
const iconButton = (name, path, run, className = '') =>
  h('button', { type: 'button', class: `button plain icon ${className}`, 'aria-label': name, title: name, onclick: run }, picture(path));

/** How good the figures are, always in the same place. @param {() => void} again */
function createLink(again) {
  const words = h('span');
  const since = liveTime(0, 'ago');
  const button = h('button', { type: 'button', class: 'button small', hidden: true, onclick: again }, 'Try now');
  const dot = h('span', { class: 'link-dot', 'aria-hidden': 'true' });
  const element = h('div', { class: 'link' }, dot, h('span', { role: 'status' }, words), since, button);
  return {
    element,
    /** @param {State} state */
    update(state) {
      const fresh = freshness(state);
      element.dataset['kind'] = fresh.kind;
      const text = { loading: 'Connecting…', live: 'Live', polling: 'Every 2 s', unreachable: 'Not connected', old: 'Not connected. Figures from' };
      setText(words, text[fresh.kind]);
      since.hidden = fresh.kind !== 'old';
      button.hidden = fresh.kind !== 'old';
      if (fresh.kind === 'old') setLiveTime(since, fresh.since, 'ago');
    },
  };
}

/**
 * The filter of all lists.
 * @param {{ onSkill: (skill: number | 'none' | undefined) => void, onText: (text: string) => void, onClear: () => void, onThreshold: (ms: number) => void }} options
 */
export function createFilter({ onSkill, onText, onClear, onThreshold }) {
  const skill = h('select', {
    class: 'input', 'aria-label': 'Skill',
    onchange: () => onSkill(skill.value === '' ? undefined : skill.value === 'none' ? 'none' : Number(skill.value)),
  });
  const search = h('input', {
    class: 'input', type: 'search', placeholder: 'Find a visitor, an agent, a skill', 'aria-label': 'Find a visitor, an agent, a skill',
    oninput: () => onText(search.value),
  });
  const agent = h('span', { class: 'tag filter-agent', hidden: true });
  const clear = h('button', { type: 'button', class: 'button plain', hidden: true, onclick: onClear }, 'Show all');
  const threshold = h('select', { class: 'input', id: 'threshold', onchange: () => onThreshold(Number(threshold.value)) },
    THRESHOLDS_MS.map((ms) => h('option', { value: String(ms) }, thresholdWords(ms))));
  const element = h('div', { class: 'filter', role: 'search', 'aria-label': 'Filter' },
    skill, h('div', { class: 'find' }, picture(ICONS.search), search), agent, clear,
    h('div', { class: 'threshold' }, h('label', { for: 'threshold' }, 'Long wait after'), threshold));
  let options = '';
  return {
    element,
    focusSearch: () => { search.focus(); search.select(); },
    focusSkill: () => skill.focus(),
    /** @param {State} state */
    update({ board, filter, thresholdMs }) {
      const wanted = [['', 'All skills'], ...(board?.skills ?? []).map((row) => [String(row.id ?? 'none'), row.name ?? 'No skill'])];
      const told = JSON.stringify(wanted);
      // A list that is rebuilt while it is open would close.
      if (told !== options) {
        options = told;
        skill.replaceChildren(...wanted.map(([value = '', name = '']) => h('option', { value }, name)));
      }
      skill.value = String(filter.skill ?? '');
      threshold.value = String(thresholdMs);
      if (search.value !== filter.text) search.value = filter.text;
      const who = board?.agents.find((one) => one.id === filter.agent);
      agent.hidden = who === undefined;
      setText(agent, who ? `Only ${who.nickname}` : '');
      clear.hidden = !isFiltered(filter);
    },
  };
}

/**
 * What a narrow screen shows instead of all lists side by side.
 * @param {(view: import('./state.js').View) => void} onView
 */
export function createViews(onView) {
  /** @type {[import('./state.js').View, string, (state: State) => number | undefined][]} */
  const views = [
    ['skills', 'Skills', () => undefined],
    ['waiting', 'Waiting', ({ board }) => board?.waitingTotal],
    ['chats', 'Chats', ({ board }) => board?.chatsTotal],
    ['agents', 'Agents', () => undefined],
  ];
  const buttons = views.map(([view, name, count]) => {
    const number = h('span', { class: 'number count' });
    return { view, count, number, button: h('button', { type: 'button', class: 'view-button', onclick: () => onView(view) }, name, number) };
  });
  return {
    element: h('nav', { class: 'views', 'aria-label': 'Lists' }, buttons.map((one) => one.button)),
    /** @param {State} state */
    update(state) {
      for (const { view, count, number, button } of buttons) {
        const value = count(state);
        setText(number, value === undefined ? '' : figure(value));
        setAttribute(button, 'aria-current', state.view === view ? 'true' : undefined);
      }
    },
  };
}
