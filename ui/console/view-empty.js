/** What stands in the middle when no chat is open: what is going on, and what comes next. */

import { h, setText } from '../shared/dom.js';

/** @typedef {import('./app.js').App} App */
/** @typedef {import('./store.js').State} State */

/** @param {App} app */
export function createEmpty(app) {
  const title = h('h2');
  const words = h('p');
  const hint = h('p', { class: 'wide-only' }, h('kbd', null, 'Alt'), ' ', h('kbd', null, '↓'), ' opens the next chat, ', h('kbd', null, '?'), ' shows all keys.');
  const element = h('div', { class: 'empty stage-empty' }, title, words, hint);
  const draw = () => {
    const [first, second] = wordsFor(app.state);
    setText(title, first);
    setText(words, second);
    hint.hidden = app.state.order.length === 0;
  };
  app.view(draw);
  draw();
  return element;
}

/** What is going on, and what comes next. @param {State} state @returns {[string, string]} */
export function wordsFor(state) {
  if (!state.told) return state.connection === 'offline' ? ['Offline', 'Your chats come when the connection is back.'] : ['Getting your chats…', ''];
  if (state.order.length > 0) return ['No chat is open', 'Choose one from the list.'];
  if (state.availability === 'Away') return ['You are Away', 'No chats come until you are Online.'];
  if (state.availability === 'Occupied') return ['You are Occupied', 'Only chats that are handed to you in person ring here.'];
  return ['You are Online', 'The next chat rings here. You can leave this page in the background: you will hear it.'];
}
