/** The head of a watched chat: who the visitor is, who has the chat and why, and what can be done. */

import { h, setAttribute, setText } from '../shared/dom.js';
import { now } from '../shared/time.js';
import { consoleLink } from './chats.js';
import { find, names, visitorOf } from './model.js';
import { doing, isOff } from './parts.js';
import { whyAgent, whyWaiting } from './words.js';

/** @typedef {import('./state.js').State} State */
/** @typedef {import('./talk.js').Talk} Talk */

/**
 * @param {string} chat
 * @param {import('./acts.js').Acts} acts
 */
export function createHead(chat, acts) {
  const visitor = h('bdi', { class: 'who' });
  const skill = h('span', { class: 'tag' });
  const why = h('p', { class: 'quiet' });
  const take = h('button', { type: 'button', class: 'button', onclick: (/** @type {Event} */ event) => { if (!isOff(event)) void acts.takeOver(chat); } }, 'Take over');
  const end = h('button', { type: 'button', class: 'button', onclick: (/** @type {Event} */ event) => { if (!isOff(event)) void acts.end(chat); } }, 'End chat');
  const open = h('a', { class: 'button primary', href: consoleLink(chat), target: 'handover-console' }, 'Open in the console');
  return {
    element: h('div', { class: 'watch-head' }, h('h3', null, visitor, ' ', skill), why, h('div', { class: 'watch-acts' }, open, take, end)),
    /** @param {Talk} talk @param {State | undefined} state @param {number} me */
    update(talk, state, me) {
      const { waiting, chatting } = find(state?.board, chat);
      const name = state?.board ? names(state.board) : undefined;
      const row = waiting ?? chatting;
      setText(visitor, visitorOf({ visitorName: row?.visitorName ?? talk.visitorName }));
      const skillName = row && name ? name.skill(row.skill) : talk.skillName;
      skill.hidden = skillName === undefined;
      setText(skill, skillName ?? '');
      const over = talk.over || talk.state === 'ended';
      setText(why, headWords(over, waiting, chatting, name, me));
      const mine = chatting?.agent === me;
      open.hidden = !mine || over;
      take.hidden = mine || over;
      end.hidden = over;
      const busy = state?.busy[chat];
      setAttribute(take, 'aria-disabled', busy ? 'true' : undefined);
      setAttribute(end, 'aria-disabled', busy ? 'true' : undefined);
      if (busy) setText(why, doing(busy) ?? '');
    },
  };
}

/**
 * @param {boolean} over
 * @param {import('./model.js').WaitingRow | undefined} waiting
 * @param {import('./model.js').ChatRow | undefined} chatting
 * @param {import('./model.js').Names | undefined} name
 * @param {number} me
 */
function headWords(over, waiting, chatting, name, me) {
  if (over) return 'The chat has ended.';
  if (waiting && name) return whyWaiting(waiting, name, now());
  if (chatting && name) return whyAgent(chatting.why, chatting.agent === me ? 'You' : name.agent(chatting.agent));
  return '';
}
