/** The sheet of keys, and the rule of the list. */

import { openDialog } from '../shared/dialog.js';
import { h } from '../shared/dom.js';
import { keepSetting, setting } from './kept.js';
import { KEYS } from './keys.js';

export function openKeys() {
  const single = h('input', {
    type: 'checkbox', checked: setting('questionKey', true), onchange: () => keepSetting('questionKey', single.checked),
  });
  openDialog({
    title: 'Keys',
    wide: true,
    body: [
      h('dl', { class: 'keys' }, KEYS.map(({ keys, label }) => h('div', null, h('dt', null, keys.map((key) => h('kbd', null, key))), h('dd', null, label)))),
      h('dl', { class: 'keys' },
        h('div', null, h('dt', null, h('kbd', null, 'Enter')), h('dd', null, 'Send what is written')),
        h('div', null, h('dt', null, h('kbd', null, 'Shift'), h('kbd', null, 'Enter')), h('dd', null, 'A line break'))),
      h('label', { class: 'choice' }, single, 'The key ? alone opens this sheet'),
      h('p', { class: 'quiet' }, 'Chats stand in the order in which they came, and stay where they are. What waits for you has a number; a clock shows for how long the visitor has been waiting.'),
    ],
  });
}
