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
export function createCanned(app, key, field, onInserted) {
  const id = `canned-${key}`;
  const element = h('ul', { id, class: 'canned', role: 'listbox', 'aria-label': 'Canned texts', hidden: true });
  /** @type {CannedText[]} */
  let found = [];
  let chosen = 0;
  /** The part of the text that would be replaced. */
  let place = { from: 0, to: 0 };

  function close() {
    element.hidden = true;
    setAttribute(field, 'aria-activedescendant', null);
    setAttribute(field, 'aria-controls', null);
  }

  function draw() {
    element.replaceChildren(...found.map((text, at) => h('li', {
      id: `${id}-${at}`, role: 'option', class: 'canned-text', 'aria-selected': String(at === chosen),
      onpointerdown: (/** @type {Event} */ event) => { event.preventDefault(); insert(text); },
    }, h('span', { class: 'row' }, h('kbd', null, `/${text.shortcut}`), h('strong', { class: 'cut' }, text.title)), h('span', { class: 'cut quiet' }, text.text))));
    if (found.length === 0) element.append(h('li', { class: 'canned-text quiet', role: 'option', 'aria-disabled': 'true', 'aria-selected': 'false' }, nothing()));
    element.hidden = false;
    setAttribute(field, 'aria-controls', id);
    setAttribute(field, 'aria-activedescendant', found.length > 0 ? `${id}-${chosen}` : null);
    element.children[chosen]?.scrollIntoView({ block: 'nearest' });
  }

  const nothing = () => (app.state.canned.length === 0 ? 'There are no canned texts on this account.' : 'No canned text fits.');

  /** @param {string} query @param {number} from @param {number} to */
  function show(query, from, to) {
    const before = found.length;
    found = matching(app.state.canned, query, app.state.chats[key]?.skillId ?? null).slice(0, 50);
    place = { from, to };
    chosen = 0;
    if (element.hidden || before !== found.length) announce(`${found.length} canned texts`);
    draw();
  }

  /** @param {CannedText} text */
  function insert(text) {
    const next = inserted(field.value, place, text.text);
    field.value = next.text;
    field.setSelectionRange(next.cursor, next.cursor);
    close();
    onInserted();
  }

  field.addEventListener('input', () => {
    const slash = slashAt(field.value, field.selectionStart);
    if (slash && app.state.canned.length > 0) show(slash.query, slash.from, field.selectionStart);
    else if (!element.hidden) close();
  });
  field.addEventListener('blur', close);

  return {
    element,
    close,
    /** All of them, at the cursor. */
    open() {
      field.focus();
      show('', field.selectionStart, field.selectionEnd);
    },
    /** @param {KeyboardEvent} event @returns {boolean} whether the key was for the list */
    key(event) {
      if (element.hidden || event.altKey || event.ctrlKey || event.metaKey) return false;
      const text = found[chosen];
      if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
        const step = event.key === 'ArrowDown' ? 1 : -1;
        if (found.length > 0) chosen = (chosen + step + found.length) % found.length;
        draw();
      } else if ((event.key === 'Enter' || event.key === 'Tab') && text) insert(text);
      else if (event.key === 'Escape') close();
      else return false;
      event.preventDefault();
      return true;
    },
  };
}
