/** The panel beside the lists: a chat that is watched, the audit log, or the locked logins; and the address that names it. */

import { h, picture } from '../shared/dom.js';
import { ICONS } from '../shared/icons.js';

/** @typedef {import('./state.js').State} State */
/** @typedef {import('./state.js').Drawer} Drawer */

/**
 * @typedef {object} DrawerContent
 * @property {HTMLElement} element
 * @property {string} title
 * @property {() => void} focusWhisper
 * @property {(state: State) => void} update
 * @property {() => void} tick
 * @property {() => void} close
 */

/** @param {() => void} onClose */
export function createDrawer(onClose) {
  const title = h('h2', { id: 'drawer-title', tabindex: -1 });
  const body = h('div', { class: 'drawer-body' });
  const element = h('aside', { class: 'drawer', 'aria-labelledby': 'drawer-title', hidden: true },
    h('div', { class: 'drawer-head' }, title, h('button', { type: 'button', class: 'button plain icon', 'aria-label': 'Close the panel', title: 'Close (Esc)', onclick: onClose }, picture(ICONS.close))),
    body);
  /** @type {DrawerContent | undefined} */
  let inner;
  return {
    element,
    get inner() { return inner; },
    /** @param {DrawerContent | undefined} content */
    show(content) {
      inner?.close();
      inner = content;
      element.hidden = content === undefined;
      body.replaceChildren(...(content ? [content.element] : []));
      title.textContent = content?.title ?? '';
    },
    focus: () => { if (inner) title.focus(); },
  };
}

/**
 * A reload finds the panel as it was.
 * @param {Drawer | undefined} drawer
 */
export function keepAddress(drawer) {
  const hash = drawer === undefined ? '' : drawer.kind === 'watch' ? `#watch=${encodeURIComponent(drawer.chat)}` : `#${drawer.kind}`;
  history.replaceState(null, '', `${location.pathname}${location.search}${hash}`);
}
