/** Where the next line is written: for the visitor, or as a note for colleagues, with canned texts by `/`. */

import { h, picture, setAttribute, setText } from '../shared/dom.js';
import { ICONS } from '../shared/icons.js';
import { nameOf } from './chat.js';
import { shortcutOf } from './keys.js';
import { createCanned } from './view-canned.js';

/** @typedef {import('./app.js').App} App */
/** @typedef {import('./view-shell.js').Tools} Tools */

const COARSE = matchMedia('(pointer: coarse)');

/**
 * @param {App} app
 * @param {Tools} tools
 * @param {string} key
 */
export function createComposer(app, tools, key) {
  const id = `write-${key}`;
  const label = h('label', { class: 'sr-only', for: id });
  const field = h('textarea', { id, class: 'write', rows: '1', dir: 'auto', spellcheck: 'true', 'aria-keyshortcuts': shortcutOf('composer') });
  const note = h('button', {
    type: 'button', class: 'button plain small note-switch', title: `Private note, for colleagues only (${shortcutOf('note')})`, 'aria-pressed': 'false',
    'aria-keyshortcuts': shortcutOf('note'), onclick: () => toggleNote(),
  }, picture(ICONS.lock), 'Note');
  const canned = createCanned(app, key, field, () => typed());
  const opener = h('button', { type: 'button', class: 'button plain small', title: `Canned texts (${shortcutOf('canned')})`, onclick: () => canned.open() }, '/ Canned');
  const length = h('span', { class: 'length quiet number' });
  const send = h('button', { type: 'submit', class: 'button primary small send' }, picture(ICONS.send), h('span', null, 'Send'));
  const element = h('form', { class: 'composer', dataset: { private: false }, onsubmit: submit },
    canned.element, label, field, h('div', { class: 'composer-foot' }, note, opener, h('span', { class: 'grow' }), length, send));

  const draft = () => tools.drafting.get(key);

  /** Shows what the draft says. */
  function draw() {
    const { text, private: hidden } = draft();
    if (field.value !== text) field.value = text;
    drawMode(hidden);
    drawLength();
  }

  /** @param {boolean} hidden */
  function drawMode(hidden) {
    const chat = app.state.chats[key];
    element.dataset['private'] = String(hidden);
    setAttribute(note, 'aria-pressed', String(hidden));
    setText(label, hidden ? 'Private note, the visitor does not see it' : `Write to ${chat ? nameOf(chat) : 'the visitor'}`);
    field.placeholder = hidden ? 'Only colleagues see this note' : 'Write a reply';
    setText(/** @type {Element} */ (send.lastElementChild), hidden ? 'Add note' : 'Send');
  }

  function drawLength() {
    const limit = app.state.me?.account.lineBytes ?? Infinity;
    // Nobody counts what is far from the limit.
    const bytes = field.value.length * 3 < limit * 0.8 ? 0 : new TextEncoder().encode(field.value).length;
    const over = bytes > limit;
    setText(length, bytes > limit * 0.8 ? `${over ? 'Too long by' : 'Left:'} ${Math.abs(limit - bytes)}` : '');
    setAttribute(field, 'aria-invalid', over ? 'true' : null);
    send.disabled = over;
  }

  function typed() {
    tools.drafting.typed(key, field.value, draft().private);
    drawLength();
  }

  /** @param {Event} event */
  function submit(event) {
    event.preventDefault();
    const text = field.value.trim();
    if (text === '' || send.disabled || app.state.chats[key]?.state === 'ended') return;
    const hidden = draft().private;
    canned.close();
    tools.drafting.sent(key, field.value);
    tools.outbox.send(key, text, hidden);
    draw();
    field.focus();
  }

  function toggleNote() {
    tools.drafting.typed(key, field.value, !draft().private);
    draw();
    field.focus();
  }

  field.addEventListener('input', typed);
  field.addEventListener('blur', () => tools.drafting.left(key));
  field.addEventListener('keydown', (event) => {
    if (event.isComposing || canned.key(event)) return;
    const plain = event.key === 'Enter' && !event.shiftKey && !event.altKey;
    if (plain && (!COARSE.matches || event.ctrlKey || event.metaKey)) submit(event);
  });
  const stop = tools.drafting.onRemote((chat) => {
    if (chat === key) draw();
  });
  draw();
  return {
    element,
    close: stop,
    focus: () => field.focus(),
    toggleNote,
    openCanned: () => canned.open(),
  };
}
