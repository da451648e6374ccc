/** The list of canned texts above the field, which keeps the focus while arrows choose. */

import { h, setAttribute } from '../shared/dom.js';
import { announce } from '../shared/toast.js';
import { inserted, matching, slashAt } from './canned.js';

/** @typedef {import('./app.js').App} App */
/** @typedef {import('./store.js').CannedText} CannedText */

/**
 * @param {App} app
 * @param {string} key
 * @param {HTMLTextAreaElement} field
 * @param {() => void} onInserted
 */
export const createCanned = (app, key, field, onInserted) => new Canned(app, key, field, onInserted);

class Canned {
  #app;
  #key;
  #field;
  #onInserted;
  /** @type {CannedText[]} */
  #found = [];
  #chosen = 0;
  /** The part of the text that would be replaced. */
  #place = { from: 0, to: 0 };

  /** @param {App} app @param {string} key @param {HTMLTextAreaElement} field @param {() => void} onInserted */
  constructor(app, key, field, onInserted) {
    this.#app = app;
    this.#key = key;
    this.#field = field;
    this.#onInserted = onInserted;
    this.element = h('ul', { id: `canned-${key}`, class: 'canned', role: 'listbox', 'aria-label': 'Canned texts', hidden: true });
    field.addEventListener('input', () => {
      const slash = slashAt(field.value, field.selectionStart);
      if (slash && app.state.canned.length > 0) this.#show(slash.query, slash.from, field.selectionStart);
      else if (!this.element.hidden) this.close();
    });
    field.addEventListener('blur', () => this.close());
  }

  close() {
    this.element.hidden = true;
    setAttribute(this.#field, 'aria-activedescendant', null);
    setAttribute(this.#field, 'aria-controls', null);
  }

  /** All of them, at the cursor. */
  open() {
    this.#field.focus();
    this.#show('', this.#field.selectionStart, this.#field.selectionEnd);
  }

  /** @param {KeyboardEvent} event @returns {boolean} whether the key was for the list */
  key(event) {
    if (this.element.hidden || event.altKey || event.ctrlKey || event.metaKey) return false;
    const text = this.#found[this.#chosen];
    if (event.key === 'ArrowDown') this.#step(1);
    else if (event.key === 'ArrowUp') this.#step(-1);
    else if ((event.key === 'Enter' || event.key === 'Tab') && text) this.#insert(text);
    else if (event.key === 'Escape') this.close();
    else return false;
    event.preventDefault();
    return true;
  }

  /** @param {1 | -1} step */
  #step(step) {
    if (this.#found.length > 0) this.#chosen = (this.#chosen + step + this.#found.length) % this.#found.length;
    this.#draw();
  }

  /** @param {string} query @param {number} from @param {number} to */
  #show(query, from, to) {
    const before = this.element.hidden ? -1 : this.#found.length;
    this.#found = matching(this.#app.state.canned, query, this.#app.state.chats[this.#key]?.skillId ?? null).slice(0, 50);
    this.#place = { from, to };
    this.#chosen = 0;
    if (before !== this.#found.length) announce(`${this.#found.length} canned texts`);
    this.#draw();
  }

  #draw() {
    const options = this.#found.map((text, at) => this.#option(text, at));
    const nothing = this.#app.state.canned.length === 0 ? 'There are no canned texts on this account.' : 'No canned text fits.';
    this.element.replaceChildren(...(options.length > 0 ? options
      : [h('li', { class: 'canned-text quiet', role: 'option', 'aria-disabled': 'true', 'aria-selected': 'false' }, nothing)]));
    this.element.hidden = false;
    setAttribute(this.#field, 'aria-controls', this.element.id);
    setAttribute(this.#field, 'aria-activedescendant', options[this.#chosen]?.id ?? null);
    options[this.#chosen]?.scrollIntoView({ block: 'nearest' });
  }

  /** @param {CannedText} text @param {number} at */
  #option(text, at) {
    return h('li', {
      id: `${this.element.id}-${at}`, role: 'option', class: 'canned-text', 'aria-selected': String(at === this.#chosen),
      onpointerdown: (/** @type {Event} */ event) => { event.preventDefault(); this.#insert(text); },
    }, h('span', { class: 'row' }, h('kbd', null, `/${text.shortcut}`), h('strong', { class: 'cut' }, text.title)),
    h('span', { class: 'cut quiet' }, text.text));
  }

  /** @param {CannedText} text */
  #insert(text) {
    const next = inserted(this.#field.value, this.#place, text.text);
    this.#field.value = next.text;
    this.#field.setSelectionRange(next.cursor, next.cursor);
    this.close();
    this.#onInserted();
  }
}
