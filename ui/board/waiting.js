/** The chats that wait, in service order, each with why it is still waiting. */

import { h, setAttribute, setText } from '../shared/dom.js';
import { ICONS } from '../shared/icons.js';
import { liveTime, now, setLiveTime } from '../shared/time.js';
import { waitsLong } from './alerts.js';
import { createList } from './list.js';
import { names, visitorOf } from './model.js';
import { doing, emptyWords, isOff, panelHead, pictureButton, said, setActs } from './parts.js';
import { PICTURES } from './pictures.js';
import { isFiltered } from './state.js';
import { figure, howMany, whyWaiting } from './words.js';

/** @typedef {import('./model.js').PlacedRow} PlacedRow */
/** @typedef {import('./state.js').State} State */
/** @typedef {{ watch: (chat: string) => void, whisper: (chat: string) => void, takeOver: (chat: string) => void, end: (chat: string) => void }} ChatActs */

/** @param {ChatActs} acts */
export function createWaiting(acts) {
  /** @type {State | undefined} */
  let state;
  /** @type {Map<string, { element: HTMLElement, row: PlacedRow, gone: boolean, update: (row: PlacedRow, gone: boolean, state: State) => void }>} */
  const known = new Map();
  const head = panelHead('Waiting', 'waiting-title');
  const empty = emptyWords();
  const list = createList(/** @type {import('./list.js').ListOptions<PlacedRow>} */ ({
    label: 'Waiting chats, in service order',
    keyOf: (row) => row.chat,
    keys: { w: 'watch', t: 'takeOver', e: 'end' },
    create(key) {
      const made = createRow(key, acts);
      known.set(key, { ...made, row: /** @type {PlacedRow} */ ({}), gone: false });
      return made.element;
    },
    update(element, row, gone) {
      const one = known.get(row.chat);
      if (!one || !state) return;
      Object.assign(one, { row, gone });
      one.update(row, gone, state);
    },
  }));
  const element = h('section', { class: 'panel', 'aria-labelledby': 'waiting-title', dataset: { view: 'waiting' } },
    head.element, empty.element, h('div', { class: 'scroll' }, list.element));

  return {
    element,
    list,
    /**
     * @param {PlacedRow[]} rows
     * @param {State} fresh
     */
    update(rows, fresh) {
      state = fresh;
      list.set(rows);
      for (const [key, one] of known) if (!one.element.isConnected) known.delete(key);
      const total = fresh.board?.waitingTotal ?? 0;
      head.setCount(howMany(rows.length, total));
      empty.set(rows.length > 0 || list.element.childElementCount > 0 ? undefined : emptiness(total, fresh));
    },
    /** What counts: the seconds that it rings, and waits that become too long. */
    tick() {
      for (const one of known.values()) if (state && one.element.isConnected) one.update(one.row, one.gone, state);
    },
  };
}

/**
 * @param {number} total
 * @param {State} state
 */
function emptiness(total, state) {
  if (isFiltered(state.filter) && total > 0) return { title: 'No waiting chat fits', text: `${figure(total)} wait behind the filter.` };
  return { title: 'Nobody waits', text: 'Chats that wait for an agent appear here, with why they wait.' };
}

/**
 * @param {string} chat
 * @param {ChatActs} acts
 */
function createRow(chat, acts) {
  const visitor = h('bdi', { class: 'who cut' });
  const skill = h('span', { class: 'tag' });
  const place = h('span', { class: 'place number quiet', 'aria-hidden': 'true' });
  const time = liveTime(0, 'for');
  time.classList.add('waited');
  const why = h('p', { class: 'why' });
  const main = h('button', { type: 'button', class: 'row-main', dataset: { act: 'watch' }, onclick: () => acts.watch(chat) }, visitor, said(', '), skill, said(': watch'));
  const element = h('li', { class: 'row-waiting', dataset: { key: chat } },
    place, main, time, why,
    h('div', { class: 'row-acts' },
      pictureButton('takeOver', PICTURES.take, (event) => { if (!isOff(event)) acts.takeOver(chat); }),
      pictureButton('end', ICONS.end, (event) => { if (!isOff(event)) acts.end(chat); })));

  /** @param {PlacedRow} row @param {boolean} gone @param {State} state */
  function update(row, gone, state) {
    if (!state.board) return;
    const name = names(state.board);
    const who = visitorOf(row);
    const busy = state.busy[chat];
    const long = !gone && waitsLong(row, state.thresholdMs, now());
    setText(visitor, who);
    setText(skill, name.skill(row.skill));
    setText(place, gone ? '' : String(row.place));
    setLiveTime(time, row.requestedAt, 'for');
    setAttribute(element, 'data-long', long ? '' : undefined);
    setAttribute(element, 'data-ringing', !gone && row.reason === 'ringing' ? '' : undefined);
    setText(why, gone ? whereTo(chat, state, name) : doing(busy) ?? whyWaiting(row, name, now()));
    setActs(element, {
      watch: { hint: 'Watch this chat (w)' },
      takeOver: { name: `Take over the chat with ${who}`, hint: 'Take it over (t)' },
      end: { name: `End the chat with ${who}`, hint: 'End it (e)' },
    }, gone || busy !== undefined);
  }
  return { element, update };
}

/**
 * What became of a chat that waits no more.
 * @param {string} chat
 * @param {State} state
 * @param {import('./model.js').Names} name
 */
function whereTo(chat, state, name) {
  const row = state.board?.chats.find((one) => one.chat === chat);
  return row ? `Answered by ${name.agent(row.agent)}` : 'Waits no more';
}
