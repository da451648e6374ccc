/** Dialogs on the browser's own `<dialog>`, which keeps the focus in and gives it back. */

import { append, h, picture } from './dom.js';
import { ICONS } from './icons.js';

/** @typedef {import('./dom.js').Child} Child */

let count = 0;

/**
 * Opens a dialog. It closes by Escape, by its button, by a click beside it, and by `close`.
 * @param {{ title: string, body: readonly Exclude<Child, readonly unknown[]>[], foot?: readonly Exclude<Child, readonly unknown[]>[], wide?: boolean, className?: string, onClose?: () => void }} options
 * @returns {{ element: HTMLDialogElement, body: HTMLElement, close: () => void }}
 */
export function openDialog({ title, body, foot, wide, className, onClose }) {
  count += 1;
  const id = `dialog-title-${count}`;
  const back = document.activeElement;
  const inner = h('div', { class: 'dialog-body' });
  append(inner, body);
  const close = () => element.close();
  const element = h('dialog', { class: ['dialog', wide && 'wide', className].filter(Boolean).join(' '), 'aria-labelledby': id },
    h('div', { class: 'dialog-head' },
      h('h2', { id }, title),
      h('button', { type: 'button', class: 'button plain icon', 'aria-label': 'Close', onclick: close }, picture(ICONS.close))),
    inner,
    foot && h('div', { class: 'dialog-foot' }, foot));
  element.addEventListener('pointerdown', (event) => {
    if (event.target === element) close();
  });
  element.addEventListener('close', () => {
    element.remove();
    onClose?.();
    if (back instanceof HTMLElement && back.isConnected) back.focus();
  });
  document.body.appendChild(element);
  element.showModal();
  // The close button stands first; what the dialog is about gets the focus.
  const first = element.querySelector('[autofocus]') ?? inner.querySelector('input, select, textarea, button, a[href]');
  if (first instanceof HTMLElement) first.focus();
  return { element, body: inner, close };
}

/**
 * Asks before something that cannot be undone.
 * @param {{ title: string, text: string, act: string, danger?: boolean }} question
 * @returns {Promise<boolean>}
 */
export function confirm({ title, text, act, danger }) {
  return new Promise((resolve) => {
    let yes = false;
    const dialog = openDialog({
      title,
      body: [h('p', null, text)],
      foot: [
        h('button', { type: 'button', class: 'button', onclick: () => dialog.close() }, 'Cancel'),
        h('button', {
          type: 'button', class: `button ${danger ? 'danger' : 'primary'}`, autofocus: true,
          onclick: () => { yes = true; dialog.close(); },
        }, act),
      ],
      onClose: () => resolve(yes),
    });
  });
}
