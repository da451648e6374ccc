/** The bar: availability, what is going on with the connection, and the menu. */

import { h, picture, setAttribute, setText, svg } from '../shared/dom.js';
import { ICONS } from '../shared/icons.js';
import { scheme, setScheme } from '../shared/scheme.js';
import { signOut } from '../shared/session.js';
import { confirm } from '../shared/dialog.js';
import { toast } from '../shared/toast.js';
import { unsentTotal } from './acts.js';
import { keepSetting, setting } from './kept.js';
import { shortcutOf } from './keys.js';
import { playRing } from './ring.js';
import { openDevices } from './view-devices.js';
import { openFactor } from './view-factor.js';
import { openKeys } from './view-keys.js';

/** @typedef {import('./app.js').App} App */
/** @typedef {import('./view-shell.js').Tools} Tools */
/** @typedef {import('./store.js').Availability} Availability */

/** @type {readonly { state: Availability, hint: string }[]} */
const STATES = [
  { state: 'Online', hint: 'Chats ring here' },
  { state: 'Occupied', hint: 'Only chats that are handed to you in person' },
  { state: 'Away', hint: 'No chats come' },
];

/** @type {Record<string, string>} */
const CONNECTION = {
  connecting: 'Connecting…',
  offline: 'Offline. What you write is kept and sent when the connection is back.',
  polling: 'Slow connection: every 2 s',
};

/**
 * @param {App} app
 * @param {Tools} tools
 */
export function createBar(app, tools) {
  const status = h('p', { class: 'connection', role: 'status' });
  const queue = h('p', { class: 'queue quiet number' });
  const draw = () => {
    const { connection, waiting } = app.state;
    setText(status, CONNECTION[connection] ?? '');
    status.dataset['state'] = connection;
    setText(queue, waiting === 0 ? '' : `${waiting} waiting`);
    queue.title = waiting === 0 ? '' : 'Chats of your skills in the queue that ring nowhere';
  };
  app.view(draw);
  draw();
  const board = app.state.me !== null && app.state.me?.role !== 'agent'
    && h('a', { class: 'button plain', href: '/console/board', 'aria-label': 'Board', title: 'The supervisor’s board' }, picture(ICONS.board), h('span', { class: 'wide-only' }, 'Board'));
  return h('header', { class: 'bar' },
    h('h1', { class: 'brand' }, mark(), h('span', { class: 'wide-only' }, 'Handover'),
      h('span', { class: 'sr-only' }, ' console')),
    availability(app, tools), status, h('div', { class: 'grow' }), queue, board, ...menu(app, tools));
}

const mark = () => svg('svg', { viewBox: '0 0 32 32', class: 'brand-mark', 'aria-hidden': 'true' },
  svg('rect', { width: 32, height: 32, rx: 8, class: 'brand-back' }), svg('path', { d: 'M8 9h16v11h-8l-5 4v-4H8z', class: 'brand-front' }));

/**
 * @param {App} app
 * @param {Tools} tools
 */
function availability(app, tools) {
  const choices = STATES.map(({ state, hint }) => {
    const input = h('input', {
      type: 'radio', name: 'availability', value: state, class: 'sr-only', onchange: () => void tools.deeds.setAvailability(state),
    });
    return { state, input, element: h('label', { class: 'segment', title: hint, dataset: { state } }, input, h('span', { class: 'dot', dataset: { state } }), state) };
  });
  const draw = () => {
    for (const { state, input } of choices) input.checked = app.state.availability === state;
  };
  app.view(draw);
  draw();
  return h('div', { class: 'segments', role: 'radiogroup', 'aria-label': 'Availability' }, choices.map(({ element }) => element));
}

/**
 * @param {App} app
 * @param {Tools} tools
 */
function menu(app, tools) {
  const panel = h('div', { id: 'menu', class: 'menu', popover: 'auto', role: 'group', 'aria-label': 'Menu' });
  const button = h('button', { type: 'button', class: 'button plain icon', popovertarget: 'menu', 'aria-label': 'Menu', title: 'Menu' },
    picture('M4 7h16M4 12h16M4 17h16'));
  panel.addEventListener('toggle', () => setAttribute(button, 'aria-expanded', panel.matches(':popover-open')));
  const item = (/** @type {string} */ path, /** @type {string} */ label, /** @type {() => void} */ run, /** @type {string} */ keys = '') =>
    h('button', {
      type: 'button', class: 'menu-item', 'aria-keyshortcuts': keys || null,
      onclick: () => { panel.hidePopover(); run(); },
    }, picture(path), h('span', { class: 'grow' }, label), keys && h('kbd', null, keys.replace('+', ' ')));
  const { me } = app.state;
  panel.append(
    h('p', { class: 'menu-who' }, h('strong', null, me?.nickname ?? ''), h('span', { class: 'quiet' }, `${app.session.login} · account ${app.session.account}`)),
    item(ICONS.devices, 'My devices', () => openDevices(app, tools), shortcutOf('devices')),
    item(ICONS.lock, 'Second factor', () => openFactor(app)),
    item(ICONS.keyboard, 'Keys', () => openKeys(), shortcutOf('keys')),
    soundSwitch(), noticesSwitch(), schemeChoice(),
    item(ICONS.door, 'Sign out on this device', () => void leave(app)));
  return [button, panel];
}

/** @param {string} label @param {boolean} on @param {(on: boolean) => void} change */
function toggle(label, on, change) {
  const input = h('input', { type: 'checkbox', checked: on, onchange: () => change(input.checked) });
  return { input, element: h('label', { class: 'menu-item' }, input, label) };
}

function soundSwitch() {
  return toggle('Sound', setting('sound', true), (on) => {
    keepSetting('sound', on);
    if (on) playRing();
  }).element;
}

function noticesSwitch() {
  if (!('Notification' in globalThis)) return '';
  const { input, element } = toggle('Notifications of the system', Notification.permission === 'granted', async () => {
    if (Notification.permission === 'granted') toast('Notifications are taken back in the settings of the browser.');
    else if (await Notification.requestPermission() === 'denied') toast('The browser does not allow notifications for this page.');
    input.checked = Notification.permission === 'granted';
  });
  return element;
}

function schemeChoice() {
  const select = h('select', { class: 'input small-input', 'aria-label': 'Colours', onchange: () => setScheme(/** @type {any} */ (select.value)) },
    h('option', { value: 'system' }, 'As the system'), h('option', { value: 'light' }, 'Light'), h('option', { value: 'dark' }, 'Dark'));
  select.value = scheme();
  return h('div', { class: 'menu-item' }, picture(ICONS.moon), h('span', { class: 'grow' }, 'Colours'), select);
}

/** @param {App} app */
async function leave(app) {
  const chats = app.state.order.filter((key) => app.state.chats[key]?.state !== 'ended' && app.state.chats[key]?.mine).length;
  const others = app.state.devices.some((device) => !device.current);
  const unsent = unsentTotal(app.state);
  const text = [
    ...(chats > 0 && !others ? [`You have ${chats === 1 ? 'a chat' : `${chats} chats`} and no other device.`,
      'They go back to the queue, or end if nobody else is there.'] : []),
    ...(unsent > 0 ? [unsent === 1 ? 'A line was not sent and is lost.' : `${unsent} lines were not sent and are lost.`] : []),
  ].join(' ');
  if (text && !await confirm({ title: 'Sign out?', text, act: 'Sign out', danger: true })) return;
  const { session } = app;
  app.signedOut('here');
  await signOut(session);
}
