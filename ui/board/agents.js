/** The agents: state and since when, how much they have to do, on how many devices; and signing them out. */

import { h, picture, setAttribute, setText } from '../shared/dom.js';
import { ICONS } from '../shared/icons.js';
import { liveTime, setLiveTime } from '../shared/time.js';
import { createList } from './list.js';
import { names } from './model.js';
import { doing, emptyWords, isOff, panelHead, pictureButton, said, setActs } from './parts.js';
import { agentState, counted, figure, howMany, limit, loadWords } from './words.js';

/** @typedef {import('./model.js').AgentRow} AgentRow */
/** @typedef {import('./model.js').Names} Names */
/** @typedef {import('./state.js').State} State */
/** @typedef {{ show: (agent: number) => void, signOut: (agent: number) => void, removeFactor?: (agent: number) => void }} AgentActs `removeFactor`: of an admin */

/**
 * @param {AgentActs} acts
 * @param {number} me
 */
export function createAgents(acts, me) {
  /** @type {{ state: State, name: Names } | undefined} */
  let present;
  /** @type {WeakMap<Element, (row: AgentRow, gone: boolean, state: State, name: Names) => void>} */
  const updates = new WeakMap();
  const head = panelHead('Agents', 'agents-title');
  const empty = emptyWords();
  const list = createList(/** @type {import('./list.js').ListOptions<AgentRow>} */ ({
    label: 'Agents',
    keyOf: (row) => String(row.id),
    keys: { s: 'signOut', r: 'removeFactor' },
    create(key) {
      const made = createRow(Number(key), acts, me);
      updates.set(made.element, made.update);
      return made.element;
    },
    update(element, row, gone) {
      if (present) updates.get(element)?.(row, gone, present.state, present.name);
    },
  }));
  const element = h('section', { class: 'panel', 'aria-labelledby': 'agents-title', dataset: { view: 'agents' } },
    head.element, empty.element, h('div', { class: 'scroll' }, list.element));

  return {
    element,
    list,
    /**
     * @param {AgentRow[]} rows
     * @param {State} state
     */
    update(rows, state) {
      if (!state.board) return;
      present = { state, name: names(state.board) };
      list.set(rows);
      head.setCount(howMany(rows.length, state.board.agents.length));
      empty.set(list.element.childElementCount > 0 ? undefined : emptiness(state));
    },
  };
}

/** The load of who answers no chats but may have taken one over. @param {number} chats */
const loadOfNone = (chats) => (chats === 0 ? '–' : figure(chats));

/** @param {State} state */
const emptiness = (state) => (state.board?.agents.length
  ? { title: 'No agent fits', text: `${figure(state.board.agents.length)} are behind the filter.` }
  : { title: 'No agents', text: 'Agents are added in the apply file of the server.' });

/**
 * @param {number} id
 * @param {AgentActs} acts
 * @param {number} me
 */
function createRow(id, acts, me) {
  const dot = h('span', { class: 'dot', 'aria-hidden': 'true' });
  const nickname = h('bdi', { class: 'who cut' });
  const you = h('span', { class: 'tag', hidden: id !== me }, 'you');
  const rest = said('');
  const word = h('span');
  const since = liveTime(0, 'for');
  const absent = h('span', { class: 'tag', dataset: { kind: 'warn' } }, 'not heard from');
  const ringing = h('span', { class: 'ringing number' }, picture(ICONS.bell), h('span'));
  const devices = h('span', { class: 'devices quiet number' }, picture(ICONS.laptop), h('span'));
  const meter = h('span', { class: 'meter', 'aria-hidden': 'true' }, h('span', { class: 'meter-fill' }));
  const load = h('span', { class: 'load number', 'aria-hidden': 'true' });
  const main = h('button', { type: 'button', class: 'row-main', dataset: { act: 'show' }, onclick: () => acts.show(id) }, dot, nickname, ' ', you, rest);
  const element = h('li', { class: 'row-agent', dataset: { key: String(id) } },
    main,
    h('p', { class: 'why' }, word, ' ', since, absent),
    h('div', { class: 'load-cell' }, ringing, load, meter),
    h('div', { class: 'row-acts' }, devices,
      pictureButton('removeFactor', ICONS.lock, (event) => { if (!isOff(event)) acts.removeFactor?.(id); }),
      pictureButton('signOut', ICONS.door, (event) => { if (!isOff(event)) acts.signOut(id); })));

  /** @param {AgentRow} row @param {boolean} gone @param {State} state @param {Names} name */
  function update(row, gone, state, name) {
    const out = row.state === 'Offline';
    const busy = state.busy[`agent:${id}`];
    dot.dataset['state'] = !out && !row.present ? 'Absent' : row.state;
    setText(nickname, row.nickname);
    setText(word, gone ? 'Is no agent any more' : doing(busy) ?? agentState(row));
    since.hidden = row.since === undefined;
    if (row.since !== undefined) setLiveTime(since, row.since, 'for');
    absent.hidden = out || row.present;
    ringing.hidden = row.ringing === 0;
    setText(/** @type {Element} */ (ringing.lastElementChild), figure(row.ringing));
    setAttribute(ringing, 'title', `${figure(row.ringing)} ringing`);
    setText(load, row.maxChats === 0 ? loadOfNone(row.chats) : `${figure(row.chats)}/${limit(row.maxChats)}`);
    setAttribute(load, 'title', loadWords(row));
    const share = row.maxChats > 0 ? Math.min(1, (row.chats + row.ringing) / row.maxChats) : 0;
    meter.hidden = row.maxChats <= 0;
    meter.style.setProperty('--share', String(share));
    setAttribute(meter, 'data-full', share >= 1 ? '' : undefined);
    devices.hidden = row.devices === 0;
    setText(/** @type {Element} */ (devices.lastElementChild), figure(row.devices));
    setAttribute(devices, 'title', counted(row.devices, 'device'));
    setAttribute(element, 'data-out', out ? '' : undefined);
    setAttribute(main, 'aria-pressed', state.filter.agent === id ? 'true' : 'false');
    const shown = state.filter.agent === id;
    const words = ['', agentState(row), ...(out ? [] : [...(row.present ? [] : ['not heard from']), loadWords(row), counted(row.devices, 'device')])];
    setText(rest, `${words.join(', ')}: ${shown ? 'show all chats' : 'show the chats of this agent'}`);
    setActs(element, {
      show: { hint: row.skills.map(name.skill).join(', ') || 'No skill' },
      removeFactor: row.secondFactor && acts.removeFactor
        ? { name: `Remove the second factor of ${row.nickname}`, hint: 'Remove the second factor (r)' }
        : undefined,
      signOut: out ? undefined : { name: `Sign ${row.nickname} out`, hint: 'Sign out (s)' },
    }, gone || busy !== undefined);
  }
  return { element, update };
}
