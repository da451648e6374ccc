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
export const createComposer = (app, tools, key) => new Composer(app, tools, key);

class Composer {
  #app;
  #tools;
  #key;
  #label;
  #field;
  #note;
  #canned;
  #length = h('span', { class: 'length quiet number' });
  #sendWord = h('span', null, 'Send');
  #send = h('button', { type: 'submit', class: 'button primary small send' }, picture(ICONS.send), this.#sendWord);
  #stop;

  /** @param {App} app @param {Tools} tools @param {string} key */
  constructor(app, tools, key) {
    this.#app = app;
    this.#tools = tools;
    this.#key = key;
    const id = `write-${key}`;
    this.#label = h('label', { class: 'sr-only', for: id });
    this.#field = h('textarea', { id, class: 'write', rows: '1', dir: 'auto', spellcheck: 'true', 'aria-keyshortcuts': shortcutOf('composer') });
    this.#note = h('button', {
      type: 'button', class: 'button plain small note-switch', title: `Private note, for colleagues only (${shortcutOf('note')})`, 'aria-pressed': 'false',
      'aria-keyshortcuts': shortcutOf('note'), onclick: () => this.toggleNote(),
    }, picture(ICONS.lock), 'Note');
    this.#canned = createCanned(app, key, this.#field, () => this.#typed());
    const opener = h('button', {
      type: 'button', class: 'button plain small', title: `Canned texts (${shortcutOf('canned')})`, onclick: () => this.openCanned(),
    }, '/ Canned');
    this.element = h('form', { class: 'composer', dataset: { private: false }, onsubmit: (/** @type {Event} */ event) => this.#submit(event) },
      this.#canned.element, this.#label, this.#field,
      h('div', { class: 'composer-foot' }, this.#note, opener, h('span', { class: 'grow' }), this.#length, this.#send));
    this.#listen();
    this.#stop = tools.drafting.onRemote((chat) => {
      if (chat === key) this.#draw();
    });
    this.#draw();
  }

  close() {
    this.#stop();
  }

  focus() {
    this.#field.focus();
  }

  openCanned() {
    this.#canned.open();
  }

  toggleNote() {
    this.#tools.drafting.typed(this.#key, this.#field.value, !this.#draft().private);
    this.#draw();
    this.#field.focus();
  }

  #listen() {
    this.#field.addEventListener('input', () => this.#typed());
    this.#field.addEventListener('blur', () => this.#tools.drafting.left(this.#key));
    this.#field.addEventListener('keydown', (event) => {
      if (event.isComposing || this.#canned.key(event)) return;
      const plain = event.key === 'Enter' && !event.shiftKey && !event.altKey;
      if (plain && (!COARSE.matches || event.ctrlKey || event.metaKey)) this.#submit(event);
    });
  }

  #draft() {
    return this.#tools.drafting.get(this.#key);
  }

  /** Shows what the draft says. */
  #draw() {
    const { text, private: hidden } = this.#draft();
    if (this.#field.value !== text) this.#field.value = text;
    this.element.dataset['private'] = String(hidden);
    setAttribute(this.#note, 'aria-pressed', String(hidden));
    this.drawName();
    this.#field.placeholder = hidden ? 'Only colleagues see this note' : 'Write a reply';
    setText(this.#sendWord, hidden ? 'Add note' : 'Send');
    this.#drawLength();
  }

  /** Names the field after the visitor, whose name may come late. */
  drawName() {
    const chat = this.#app.state.chats[this.#key];
    const { private: hidden } = this.#draft();
    setText(this.#label, hidden ? 'Private note, the visitor does not see it' : `Write to ${chat ? nameOf(chat) : 'the visitor'}`);
  }

  #drawLength() {
    const limit = this.#app.state.me?.account.lineBytes ?? Infinity;
    // Nobody counts what is far from the limit.
    const bytes = this.#field.value.length * 3 < limit * 0.8 ? 0 : new TextEncoder().encode(this.#field.value).length;
    const over = bytes > limit;
    setText(this.#length, bytes > limit * 0.8 ? `${over ? 'Too long by' : 'Left:'} ${Math.abs(limit - bytes)}` : '');
    setAttribute(this.#field, 'aria-invalid', over ? 'true' : null);
    this.#send.disabled = over;
  }

  #typed() {
    this.#tools.drafting.typed(this.#key, this.#field.value, this.#draft().private);
    this.#drawLength();
  }

  /** @param {Event} event */
  #submit(event) {
    event.preventDefault();
    const text = this.#field.value.trim();
    if (text === '' || this.#send.disabled || this.#app.state.chats[this.#key]?.state === 'ended') return;
    const hidden = this.#draft().private;
    this.#canned.close();
    this.#tools.drafting.sent(this.#key, this.#field.value);
    this.#tools.outbox.send(this.#key, text, hidden);
    this.#draw();
    this.#field.focus();
  }
}
