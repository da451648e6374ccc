/** The figures of the whole board at a glance: who waits, who talks, who is there, and the last hour. */

import { h, setAttribute, setText } from '../shared/dom.js';
import { liveTime, setLiveTime } from '../shared/time.js';
import { totals } from './model.js';
import { createChart } from './spark.js';
import { counted, figure, meanWait, rate } from './words.js';

/** @typedef {import('./model.js').Shown} Shown */
/** @typedef {import('./state.js').State} State */

export function createGlance() {
  const tiles = { waiting: tile('Waiting'), chats: tile('In conversation'), agents: tile('Agents online'), answered: tile('Answered in the last hour') };
  const oldest = liveTime(0, 'for');
  const oldestWords = h('span', null, 'oldest ', oldest);
  const nobody = h('span', null, 'nobody waits');
  tiles.waiting.note.append(oldestWords, nobody);
  const signedIn = h('span');
  const slots = h('span', { class: 'slots-note' });
  tiles.agents.note.append(signedIn, slots);
  const chart = createChart(44);
  const abandoned = h('span');
  const mean = h('span');
  tiles.answered.note.append(abandoned, ' · ', mean);
  tiles.answered.element.classList.add('with-chart');
  tiles.answered.element.append(chart.element);
  const element = h('section', { class: 'glance', 'aria-label': 'At a glance' }, Object.values(tiles).map((one) => one.element));

  return {
    element,
    /**
     * @param {Shown} rows
     * @param {State} state
     */
    update(rows, state) {
      const all = totals(rows.skills, rows.agents);
      const whole = state.board;
      // Without a filter the server's own count is the better one: it has all chats.
      const waiting = state.filter.skill === undefined && whole ? whole.waitingTotal : all.waiting;
      const chats = state.filter.skill === undefined && whole ? whole.chatsTotal : all.chats;
      setText(tiles.waiting.number, figure(waiting));
      setAttribute(tiles.waiting.element, 'data-kind', waiting > 0 && all.online === 0 ? 'bad' : undefined);
      oldestWords.hidden = all.oldestAt === undefined;
      nobody.hidden = !oldestWords.hidden;
      if (all.oldestAt !== undefined) setLiveTime(oldest, all.oldestAt, 'for');
      setText(tiles.chats.number, figure(chats));
      setText(tiles.chats.note, all.signedIn > 0 ? `${rate(chats / all.signedIn)} per agent` : 'nobody is signed in');
      setText(tiles.agents.number, figure(all.online));
      setText(signedIn, `of ${figure(all.signedIn)} signed in`);
      setText(slots, ` · ${all.free < 0 ? 'slots without limit' : counted(all.free, 'free slot')}`);
      setText(tiles.answered.number, figure(all.answered));
      setText(abandoned, `${figure(all.abandoned)} abandoned`);
      setAttribute(abandoned, 'class', all.abandoned > 0 ? 'bad-words' : undefined);
      setText(mean, all.meanWaitMs === undefined ? 'no mean wait yet' : `mean wait ${meanWait(all.meanWaitMs)}`);
      chart.update({ answered: all.answeredByMinute, abandoned: all.abandonedByMinute });
    },
  };
}

/** @param {string} label */
function tile(label) {
  const number = h('span', { class: 'big number' });
  const note = h('span', { class: 'note quiet number' });
  const words = h('div', { class: 'tile-words' }, h('h2', { class: 'tile-label' }, label), h('p', { class: 'tile-figure' }, number, ' ', note));
  return { element: h('div', { class: 'tile' }, words), number, note };
}
