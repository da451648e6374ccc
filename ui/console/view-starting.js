/** What is shown until the server has said who the agent is. */

import { h, setText } from '../shared/dom.js';

export function createStarting() {
  const words = h('p', { class: 'quiet', role: 'status' }, 'Getting your chats…');
  const element = h('main', { class: 'starting' },
    h('h1', { class: 'brand-name' }, 'Handover'),
    h('div', { class: 'starting-bar', 'aria-hidden': 'true' }),
    words);
  return {
    element,
    /** @param {string | null} trouble */
    trouble(trouble) {
      setText(words, trouble ? `${trouble} Trying again…` : 'Getting your chats…');
    },
  };
}
