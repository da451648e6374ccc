/** Short messages at the foot of the page, with an act to undo or retry, and words for screen readers. */

import { h, picture } from './dom.js';
import { ICONS } from './icons.js';

/** @type {HTMLElement | undefined} */
let area;
/** @type {{ polite: HTMLElement, assertive: HTMLElement } | undefined} */
let regions;

/** The area must be there before its first message, or a screen reader does not notice it. Call it once at the start of a page. */
export function prepareMessages() {
  area ??= document.body.appendChild(h('div', { class: 'toasts', role: 'region', 'aria-label': 'Messages' }));
  regions ??= {
    polite: document.body.appendChild(h('div', { class: 'sr-only', 'aria-live': 'polite', role: 'status' })),
    assertive: document.body.appendChild(h('div', { class: 'sr-only', 'aria-live': 'assertive', role: 'alert' })),
  };
  return { area, regions };
}

/**
 * Has a screen reader say something.
 * @param {string} text
 * @param {'polite' | 'assertive'} [how]
 */
export function announce(text, how = 'polite') {
  const region = prepareMessages().regions[how];
  const line = h('div', null, text);
  region.appendChild(line);
  setTimeout(() => line.remove(), 8000);
}

/**
 * @param {string} text
 * @param {{ kind?: 'plain' | 'bad', act?: { label: string, run: () => void }, forMs?: number }} [options] a message with an act stays longer
 * @returns {() => void} takes the message away
 */
export function toast(text, { kind = 'plain', act, forMs = act ? 10_000 : 5000 } = {}) {
  const { area: place } = prepareMessages();
  const close = () => {
    clearTimeout(timer);
    element.remove();
  };
  const element = h('div', { class: 'toast', dataset: { kind } },
    h('span', { class: 'grow' }, text),
    act && h('button', { type: 'button', class: 'button small', onclick: () => { close(); act.run(); } }, act.label),
    h('button', { type: 'button', class: 'button plain icon small', 'aria-label': 'Close this message', onclick: () => close() }, picture(ICONS.close)));
  let timer = setTimeout(close, forMs);
  // Whoever reads it or is about to use it is not hurried.
  element.addEventListener('pointerenter', () => clearTimeout(timer));
  element.addEventListener('focusin', () => clearTimeout(timer));
  element.addEventListener('pointerleave', () => { timer = setTimeout(close, forMs); });
  while (place.childElementCount >= 3) place.firstElementChild?.remove();
  place.appendChild(element);
  announce(text, kind === 'bad' ? 'assertive' : 'polite');
  return close;
}
