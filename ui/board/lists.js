/** All lists of the board together, and the figures above them. */

import { h, setAttribute, setText } from '../shared/dom.js';
import { createAgents } from './agents.js';
import { createChats } from './chats.js';
import { createGlance } from './glance.js';
import { createHold } from './list.js';
import { shown } from './model.js';
import { createSkills } from './skills.js';
import { freshness } from './state.js';
import { createWaiting } from './waiting.js';

/** @typedef {import('./state.js').State} State */
/** @typedef {import('./state.js').View} View */

const WORDS = {
  loading: 'Loading the board…',
  unreachable: 'The server cannot be reached. The board opens as soon as it can be.',
};

/**
 * @param {object} options
 * @param {HTMLElement} options.filter
 * @param {import('./waiting.js').ChatActs} options.chatActs
 * @param {import('./agents.js').AgentActs} options.agentActs
 * @param {(skill: number | 'none') => void} options.onSkill
 * @param {() => void} options.onRelease the cursor has left: what was held may be drawn
 * @param {number} options.me
 */
export function createLists({ filter, chatActs, agentActs, onSkill, onRelease, me }) {
  const words = h('div', { class: 'loading', role: 'status' });
  const element = h('main', { class: 'main', tabindex: -1 });
  const hold = createHold(element, onRelease);
  const glance = createGlance();
  const skills = createSkills({ onSkill, isHeld: () => hold.on });
  const waiting = createWaiting(chatActs);
  const chats = createChats(chatActs, me);
  const agents = createAgents(agentActs, me);
  element.append(filter, glance.element, skills.element, h('div', { class: 'lists' }, waiting.element, chats.element, agents.element), words);

  /** @type {Record<View, () => unknown>} */
  const focus = {
    skills: () => skills.element.querySelector('button')?.focus(),
    waiting: waiting.list.focus,
    chats: chats.list.focus,
    agents: agents.list.focus,
  };

  return {
    element,
    tick: waiting.tick,
    /** @param {View} view */
    focus: (view) => void focus[view](),
    /** Goes to the row of a chat, wherever it is. Says whether there is one. @param {string} chat */
    focusChat: (chat) => waiting.list.focusRow(chat) || chats.list.focusRow(chat),
    /** @param {State} state */
    update(state) {
      element.dataset['view'] = state.view;
      setAttribute(element, 'aria-busy', state.board ? undefined : 'true');
      const { kind } = freshness(state);
      setText(words, kind === 'loading' || kind === 'unreachable' ? WORDS[kind] : '');
      if (!state.board) return;
      const rows = shown(state.board, state.filter);
      glance.update(rows, state);
      skills.update(rows.skills, state);
      waiting.update(rows.waiting, state);
      chats.update(rows.chats, state);
      agents.update(rows.agents, state);
    },
  };
}
