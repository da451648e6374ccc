/** The table of skills: a row each, with the last hour as a chart. Its rows come and go only while nobody's cursor is on the board. */

import { h, keyed, setAttribute, setText } from '../shared/dom.js';
import { liveTime, setLiveTime } from '../shared/time.js';
import { scaleOf } from './chart.js';
import { held, settled } from './hold.js';
import { chatsPerAgent } from './model.js';
import { createChart } from './spark.js';
import { counted, estimate, figure, limit, limitWords, meanWait, rate, STATES, statesWords } from './words.js';

/** @typedef {import('./model.js').SkillRow} SkillRow */
/** @typedef {import('./state.js').State} State */

const COLUMNS = ['Skill', 'Waiting', 'Oldest', 'Est. wait', 'Agents', 'Chats', 'Free slots', 'Last hour', 'Answered', 'Abandoned', 'Mean wait'];
const HEIGHT = 30;

/** @param {SkillRow} row */
const keyOf = (row) => String(row.id ?? 'none');

/**
 * @param {{ onSkill: (skill: number | 'none') => void, isHeld: () => boolean }} options
 */
export function createSkills({ onSkill, isHeld }) {
  const body = h('tbody', { role: 'rowgroup' });
  const table = h('table', { class: 'skills', role: 'table', 'aria-labelledby': 'skills-title' },
    h('thead', { role: 'rowgroup' }, h('tr', { role: 'row' }, COLUMNS.map((name) => h('th', { scope: 'col', role: 'columnheader' }, name)))),
    body);
  const element = h('section', { class: 'panel panel-skills', 'aria-labelledby': 'skills-title', dataset: { view: 'skills' } },
    h('h2', { class: 'sr-only', id: 'skills-title' }, 'Skills'),
    h('div', { class: 'scroll', tabindex: 0, role: 'group', 'aria-labelledby': 'skills-title' }, table));
  /** @type {WeakMap<Element, (row: SkillRow, state: State, scale: number) => void>} */
  const updates = new WeakMap();
  /** @type {import('./hold.js').Held<SkillRow>[]} */
  let rows = [];

  return {
    element,
    /**
     * @param {SkillRow[]} fresh
     * @param {State} state
     */
    update(fresh, state) {
      rows = isHeld() ? held(rows, fresh, keyOf) : settled(fresh, keyOf);
      const scale = scaleOf(rows.flatMap((one) => one.row.answeredByMinute));
      keyed(body, rows, (one) => one.key, (one) => {
        const made = createRow(one.row, onSkill);
        updates.set(made.element, made.update);
        return made.element;
      }, (row, one) => updates.get(row)?.(one.row, state, scale));
    },
  };
}

/**
 * @param {SkillRow} first
 * @param {(skill: number | 'none') => void} onSkill
 */
function createRow(first, onSkill) {
  const skill = first.id ?? 'none';
  const name = h('button', { type: 'button', class: 'skill-name cut', onclick: () => onSkill(skill) });
  const oldest = liveTime(0, 'for');
  const none = h('span', { class: 'quiet', 'aria-label': 'nobody waits' }, '–');
  const chart = createChart(HEIGHT);
  const states = createStates();
  const cells = {
    waiting: cell('Waiting', 'figure'), oldest: cell('Oldest', 'figure', oldest, none), estimate: cell('Est. wait', 'figure'),
    agents: cell('Agents', '', states.element), chats: cell('Chats', 'figure'), slots: cell('Free slots', 'figure'),
    chart: cell('Last hour', 'chart-cell', chart.element), answered: cell('Answered', 'figure'), abandoned: cell('Abandoned', 'figure'),
    mean: cell('Mean wait', 'figure'),
  };
  const element = h('tr', { role: 'row' }, h('th', { scope: 'row', role: 'rowheader' }, name), Object.values(cells));

  /** @param {SkillRow} row @param {State} state @param {number} scale */
  function update(row, state, scale) {
    setText(name, row.name ?? 'No skill');
    setAttribute(name, 'aria-pressed', state.filter.skill === skill ? 'true' : 'false');
    setAttribute(name, 'title', state.filter.skill === skill ? 'Show all skills' : `Show only ${row.name ?? 'chats that need no skill'}`);
    setText(cells.waiting, figure(row.waiting));
    setAttribute(cells.waiting, 'data-some', row.waiting > 0 ? '' : undefined);
    oldest.hidden = row.oldestAt === undefined;
    none.hidden = !oldest.hidden;
    if (row.oldestAt !== undefined) setLiveTime(oldest, row.oldestAt, 'for');
    const wait = estimate(row.estimatedWait);
    words(cells.estimate, wait.short, wait.words);
    setAttribute(cells.estimate, 'data-kind', row.estimatedWait === -1 ? 'bad' : undefined);
    states.update(row.agents);
    const each = chatsPerAgent(row);
    words(cells.chats, `${figure(row.chats)} · ${rate(each)} each`,
      `${counted(row.chats, 'chat')}${each === undefined ? ', nobody is signed in' : `, ${rate(each)} per agent who is signed in`}`);
    words(cells.slots, limit(row.slots), row.slots < 0 ? limitWords(row.slots) : counted(row.slots, 'free slot'));
    chart.update({ answered: row.answeredByMinute, abandoned: row.abandonedByMinute }, scale);
    setText(cells.answered, figure(row.answered));
    setText(cells.abandoned, figure(row.abandoned));
    setAttribute(cells.abandoned, 'data-kind', row.abandoned > 0 ? 'bad' : undefined);
    setText(cells.mean, meanWait(row.meanWaitMs));
  }
  return { element, update };
}

/**
 * @param {string} label what a narrow screen shows instead of the column's head
 * @param {string} className
 * @param {...Node} content
 */
const cell = (label, className, ...content) => h('td', { role: 'cell', class: className, dataset: { label } }, ...content);

/**
 * A short form for the eye, and the words on hover and for those who listen.
 * @param {HTMLElement} element
 * @param {string} short
 * @param {string} long
 */
function words(element, short, long) {
  if (element.childElementCount === 0) element.append(h('span', { 'aria-hidden': 'true' }), h('span', { class: 'sr-only' }));
  const [seen, said] = element.children;
  if (seen) setText(seen, short);
  if (said) setText(said, long);
  setAttribute(element, 'title', long);
}

const MARKS = /** @type {Record<string, string>} */ ({ online: 'Online', occupied: 'Occupied', away: 'Away', absent: 'Absent', offline: 'Offline' });

/** Agents by state: a mark and a number each, always in the same places. */
function createStates() {
  const numbers = STATES.map(([key, word]) => {
    const number = h('span', { class: 'number' });
    return { key, number, element: h('span', { class: 'by-state', title: word }, h('span', { class: 'dot', dataset: { state: MARKS[key] } }), number) };
  });
  const said = h('span', { class: 'sr-only' });
  return {
    element: h('div', { class: 'states' }, h('span', { class: 'states-seen', 'aria-hidden': 'true' }, numbers.map((one) => one.element)), said),
    /** @param {SkillRow['agents']} agents */
    update(agents) {
      for (const { key, number, element } of numbers) {
        setText(number, figure(agents[key]));
        setAttribute(element, 'data-none', agents[key] === 0 ? '' : undefined);
      }
      setText(said, statesWords(agents));
    },
  };
}
