/** The agent's devices: where else the same chats are open, and a way to sign one out. */

import { openDialog } from '../shared/dialog.js';
import { h, keyed, picture, setText } from '../shared/dom.js';
import { ICONS } from '../shared/icons.js';
import { liveTime } from '../shared/time.js';
import { wordsOf } from './deeds.js';

/** @typedef {import('./app.js').App} App */
/** @typedef {import('./store.js').Device} Device */
/** @typedef {import('./view-shell.js').Tools} Tools */

/**
 * @param {App} app
 * @param {Tools} tools
 */
export function openDevices(app, tools) {
  const list = h('ul', { class: 'devices' });
  const words = h('p', { class: 'quiet', role: 'status' });

  function draw() {
    const { devices } = app.state;
    keyed(list, devices, (device) => device.session, (device) => createRow(device, tools), drawRow);
    if (devices.length > 0) {
      setText(words, devices.length === 1
        ? 'You are signed in here only. Sign in on another device, and the same chats are there.'
        : 'All of them show the same chats. Signing one out changes nothing on the others.');
    }
  }

  async function load() {
    setText(words, 'Getting your devices…');
    try {
      const { devices } = await app.api.get(`${app.pages}/devices`, { attempts: 2 });
      app.update((state) => ({ ...state, devices }));
      draw();
    } catch (error) {
      if (app.state.devices.length === 0) setText(words, `Your devices are not known: ${wordsOf(error)}`);
    }
  }

  const stop = app.view(draw);
  openDialog({ title: 'My devices', body: [words, list], onClose: stop });
  if (app.state.devices.length > 0) draw();
  void load();
}

/** @param {Device} device */
const nameOf = (device) => device.name ?? 'Unnamed device';

/**
 * @param {Device} device
 * @param {Tools} tools
 */
function createRow(device, tools) {
  const out = h('button', { type: 'button', class: 'button small', hidden: device.current, onclick: () => {
    out.disabled = true;
    void tools.deeds.signOutDevice(device.session, nameOf(device)).finally(() => { out.disabled = false; });
  } }, 'Sign out', h('span', { class: 'sr-only' }, ` ${nameOf(device)}`));
  return h('li', { class: 'device', dataset: { device: device.session } },
    picture(/iPhone|Android|iPad/.test(nameOf(device)) ? ICONS.phone : ICONS.laptop),
    h('div', { class: 'grow' },
      h('p', { class: 'device-name' }, h('bdi', null, nameOf(device)), device.current && h('span', { class: 'tag', dataset: { kind: 'good' } }, 'This device')),
      h('p', { class: 'quiet' }, h('span', { class: 'device-state' }), ' · signed in ', liveTime(device.startedAt, 'ago'))),
    out);
}

/** @param {HTMLElement} row @param {Device} device */
function drawRow(row, device) {
  setText(/** @type {Element} */ (row.querySelector('.device-state')), device.connected ? 'Connected' : 'Not connected');
  setText(/** @type {Element} */ (row.querySelector('bdi')), nameOf(device));
}
