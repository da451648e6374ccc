/** The keys of the page: what each does, the sheet that shows them, and the switch for those who talk to their computer. */

import { openDialog } from '../shared/dialog.js';
import { h } from '../shared/dom.js';

const KEPT = 'handover.board.keys';

/** @type {[string, [string[], string][]][]} */
const SHEET = [
  ['Everywhere', [
    [['/'], 'Find a visitor, an agent, a skill'], [['f'], 'Choose a skill'], [['1'], 'Skills'], [['2'], 'Waiting chats'],
    [['3'], 'Chats in conversation'], [['4'], 'Agents'], [['5'], 'The open panel'], [['a'], 'Audit log'], [['l'], 'Locked logins, for admins'], [['Esc'], 'Close the panel, or drop the filter'], [['?'], 'This sheet'],
  ]],
  ['In a list', [
    [['↑', '↓'], 'Row by row, also k and j'], [['Home', 'End'], 'First and last row'], [['Enter'], 'Watch the chat; of an agent, show the chats'],
  ]],
  ['On a chat', [[['w'], 'Watch'], [['i'], 'Whisper to its agent'], [['t'], 'Take over'], [['e'], 'End']]],
  ['On an agent', [[['s'], 'Sign out'], [['r'], 'Remove the second factor, for admins']]],
  ['In the whisper', [[['Enter'], 'Send'], [['Shift', 'Enter'], 'A line break']]],
];

/** Whether keys of one letter do something. */
export const keysOn = () => localStorage.getItem(KEPT) !== 'off';

export function openKeySheet() {
  const box = h('input', {
    type: 'checkbox', checked: keysOn(), id: 'keys-on',
    onchange: () => (box.checked ? localStorage.removeItem(KEPT) : localStorage.setItem(KEPT, 'off')),
  });
  openDialog({
    title: 'Keys',
    wide: true,
    className: 'keys',
    body: [
      h('div', { class: 'key-groups' }, SHEET.map(([title, keys]) => h('section', null,
        h('h3', null, title),
        h('dl', null, keys.map(([names, what]) => h('div', null, h('dt', null, names.flatMap((name) => [h('kbd', null, name), ' '])), h('dd', null, what))))))),
      h('div', { class: 'row' }, box, h('label', { for: 'keys-on' }, 'Keys of one letter and digit, outside the lists')),
    ],
  });
}

/**
 * Hears the keys of the whole page, except where somebody types or a dialog is open.
 * @param {Record<string, () => void>} keys
 * @returns {() => void} stops listening
 */
export function listenToKeys(keys) {
  const hear = (/** @type {KeyboardEvent} */ event) => {
    if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey) return;
    const { target } = event;
    if (!(target instanceof Element) || target.closest('dialog')) return;
    const types = target.closest('input, textarea, select, [contenteditable]') !== null;
    if (types && event.key !== 'Escape') return;
    const run = keys[event.key];
    if (!run || (event.key.length === 1 && !keysOn())) return;
    event.preventDefault();
    run();
  };
  document.addEventListener('keydown', hear);
  return () => document.removeEventListener('keydown', hear);
}
