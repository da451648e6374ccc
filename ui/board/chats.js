/** The chats in conversation, oldest first, each with why its agent has it. */

import { h, setAttribute, setText } from '../shared/dom.js';
import { ICONS } from '../shared/icons.js';
import { liveTime, setLiveTime, span } from '../shared/time.js';
import { createList } from './list.js';
import { names, visitorOf } from './model.js';
import { doing, emptyWords, isOff, panelHead, pictureButton, said, setActs } from './parts.js';
import { PICTURES } from './pictures.js';
import { isFiltered } from './state.js';
import { figure, howMany, whyAgent } from './words.js';

/** @typedef {import('./model.js').ChatRow} ChatRow */
/** @typedef {import('./model.js').Names} Names */
/** @typedef {import('./state.js').State} State */
/** @typedef {import('./waiting.js').ChatActs} ChatActs */

/**
 * @param {ChatActs} acts
 * @param {number} me the supervisor's own id
 */
export function createChats(acts, me) {
  /** @type {{ state: State, name: Names } | undefined} */
  let present;
  /** @type {WeakMap<Element, (row: ChatRow, gone: boolean, state: State, name: Names) => void>} */
  const updates = new WeakMap();
  const head = panelHead('In conversation', 'chats-title');
  const empty = emptyWords();
  const list = createList(/** @type {import('./list.js').ListOptions<ChatRow>} */ ({
    label: 'Chats in conversation, oldest first',
    keyOf: (row) => row.chat,
    keys: { w: 'watch', i: 'whisper', t: 'takeOver', e: 'end' },
    create(key) {
      const made = createRow(key, acts, me);
      updates.set(made.element, made.update);
      return made.element;
    },
    update(element, row, gone) {
      if (present) updates.get(element)?.(row, gone, present.state, present.name);
    },
  }));
  const element = h('section', { class: 'panel', 'aria-labelledby': 'chats-title', dataset: { view: 'chats' } },
    head.element, empty.element, h('div', { class: 'scroll' }, list.element));

  return {
    element,
    list,
    /**
     * @param {ChatRow[]} rows
     * @param {State} state
     */
    update(rows, state) {
      if (!state.board) return;
      present = { state, name: names(state.board) };
      list.set(rows);
      const total = state.board.chatsTotal;
      head.setCount(howMany(rows.length, total));
      empty.set(list.element.childElementCount > 0 ? undefined : emptiness(total, state));
    },
  };
}

/**
 * @param {number} total
 * @param {State} state
 */
function emptiness(total, state) {
  if (isFiltered(state.filter) && total > 0) return { title: 'No conversation fits', text: `${figure(total)} are behind the filter.` };
  return { title: 'No conversations', text: 'Chats appear here once an agent has accepted them, with why it was this agent.' };
}

/**
 * @param {string} chat
 * @param {ChatActs} acts
 * @param {number} me
 */
function createRow(chat, acts, me) {
  const visitor = h('bdi', { class: 'who cut' });
  const skill = h('span', { class: 'tag' });
  const rest = said('');
  const time = liveTime(0, 'for');
  const why = h('p', { class: 'why' });
  const main = h('button', { type: 'button', class: 'row-main', dataset: { act: 'watch' }, onclick: () => acts.watch(chat) }, visitor, said(', '), skill, rest);
  const open = h('a', { class: 'button small', href: consoleLink(chat) }, 'Open');
  const element = h('li', { class: 'row-chat', dataset: { key: chat } },
    main, time, why,
    h('div', { class: 'row-acts' },
      open,
      pictureButton('whisper', ICONS.whisper, (event) => { if (!isOff(event)) acts.whisper(chat); }),
      pictureButton('takeOver', PICTURES.take, (event) => { if (!isOff(event)) acts.takeOver(chat); }),
      pictureButton('end', ICONS.end, (event) => { if (!isOff(event)) acts.end(chat); })));

  /** What the row was drawn from. */
  let drawn = '';

  /** @param {ChatRow} row @param {boolean} gone @param {State} state @param {Names} name */
  function update(row, gone, state, name) {
    const agent = name.agent(row.agent);
    const busy = state.busy[chat];
    const chosen = state.drawer?.kind === 'watch' && state.drawer.chat === chat;
    // There may be 500 rows and a board a second: most of them say what they said.
    const from = JSON.stringify([row, gone, busy, chosen, agent, name.skill(row.skill)]);
    if (from === drawn) return;
    drawn = from;
    const who = visitorOf(row);
    const mine = row.agent === me;
    setText(visitor, who);
    setText(skill, name.skill(row.skill));
    setLiveTime(time, row.acceptedAt, 'for');
    setAttribute(element, 'data-chosen', chosen ? '' : undefined);
    setText(why, gone ? 'Is over' : doing(busy) ?? `${whyAgent(row.why, mine ? 'You' : agent)} · waited ${span(row.acceptedAt - row.requestedAt)}`);
    setText(rest, `, ${agent}: watch`);
    open.hidden = !mine || gone;
    setAttribute(open, 'aria-label', `Open the chat with ${who} in the console`);
    setActs(element, {
      watch: { hint: 'Watch this chat (w)' },
      whisper: mine ? undefined : { name: `Whisper to ${agent} in the chat with ${who}`, hint: `Whisper to ${agent} (i)` },
      takeOver: mine ? undefined : { name: `Take over the chat with ${who} from ${agent}`, hint: 'Take it over (t)' },
      end: { name: `End the chat with ${who}`, hint: 'End it (e)' },
    }, gone || busy !== undefined);
  }
  return { element, update };
}

/**
 * Where a chat of the supervisor's own is to be had.
 * @param {string} chat
 */
export const consoleLink = (chat) => `/console/#chat=${encodeURIComponent(chat)}`;
