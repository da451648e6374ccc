/** Small pieces that several lists of the board have. */

import { h, picture, setAttribute, setText } from '../shared/dom.js';

/** @typedef {import('./state.js').Busy} Busy */

/**
 * A button that is a picture; its name is said, and seen on hover.
 * @param {string} act
 * @param {string} path
 * @param {(event: Event) => void} run
 */
export const pictureButton = (act, path, run) =>
  h('button', { type: 'button', class: 'button plain icon small', dataset: { act }, onclick: run }, picture(path));

/**
 * Names the buttons of a row and takes them out of use while an act is under way.
 * @param {Element} row
 * @param {Record<string, { name?: string, hint: string } | undefined>} acts by `data-act`; undefined: not to be had; without a name its words are it
 * @param {boolean} off
 */
export function setActs(row, acts, off) {
  for (const button of /** @type {NodeListOf<HTMLButtonElement>} */ (row.querySelectorAll('[data-act]'))) {
    const act = acts[button.dataset['act'] ?? ''];
    setAttribute(button, 'aria-label', act?.name);
    setAttribute(button, 'title', act?.hint);
    button.hidden = act === undefined;
    // A button that is taken out of use would lose the focus: it says so instead, and does nothing.
    const stays = button.classList.contains('row-main');
    setAttribute(button, 'aria-disabled', off && !stays ? 'true' : undefined);
  }
}

/** Words for those who listen, within what is seen. @param {string} text */
export const said = (text) => h('span', { class: 'sr-only' }, text);

/** Whether a button says that it is out of use. @param {Event} event */
export const isOff = (event) => /** @type {Element} */ (event.currentTarget).getAttribute('aria-disabled') === 'true';

const DOING = { takeOver: 'Taking it over…', end: 'Ending it…', signOut: 'Signing out…', removeFactor: 'Removing the second factor…' };

/** @param {Busy | undefined} busy */
export const doing = (busy) => (busy ? DOING[busy.act] : undefined);

/**
 * @param {string} title
 * @param {string} id
 */
export function panelHead(title, id) {
  const count = h('span', { class: 'count number' });
  const element = h('div', { class: 'panel-head' }, h('h2', { id }, title), count);
  return {
    element,
    /** @param {string} text */
    setCount: (text) => setText(count, text),
  };
}

/** What a list says when it has no rows. */
export function emptyWords() {
  const title = h('h3');
  const text = h('p');
  const element = h('div', { class: 'empty' }, title, text);
  return {
    element,
    /** @param {{ title: string, text: string } | undefined} words */
    set(words) {
      element.hidden = words === undefined;
      if (!words) return;
      setText(title, words.title);
      setText(text, words.text);
    },
  };
}
