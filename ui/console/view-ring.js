/** The banner of a ring, and of a ring that was missed. It lies over the page, so that nothing under it moves. */

import { h, picture, setText } from '../shared/dom.js';
import { ICONS } from '../shared/icons.js';
import { liveTime, setLiveTime } from '../shared/time.js';
import { shortcutOf } from './keys.js';
import { callerOf, soundIsAllowed } from './ring.js';
import { setting } from './kept.js';

/** @typedef {import('./app.js').App} App */
/** @typedef {import('./view-shell.js').Tools} Tools */

/** Why it rings here, short. @type {Record<string, string>} */
const WHY = {
  transferred: 'handed over to you', asked_for: 'asked for you', previous_agent: 'you had the last chat', only_one: 'only you are free',
  lowest_load: 'you have the fewest chats', longest_idle: 'you were free longest', lowest_id: '', taken_over: '',
};

/**
 * @param {App} app
 * @param {Tools} tools
 */
export function createRingBanner(app, tools) {
  const ring = ringing(app, tools);
  const missed = missing(app, tools);
  const element = h('div', { class: 'ring-place' }, ring.element, missed.element);
  const draw = () => {
    ring.draw();
    missed.draw();
  };
  app.view(draw);
  draw();
  return element;
}

/**
 * @param {App} app
 * @param {Tools} tools
 */
function ringing(app, tools) {
  const name = h('bdi', { class: 'ring-name cut' });
  const about = h('span', { class: 'cut' });
  const waits = liveTime(0, 'for');
  const left = liveTime(0, 'left');
  const leftPlace = h('span', { class: 'ring-left', title: 'Until it rings elsewhere' }, left, h('span', { class: 'sr-only' }, ' left'));
  const more = h('span', { class: 'tag' });
  const quiet = h('span', { class: 'tag', dataset: { kind: 'warn' } }, 'No sound until you click the page');
  const accept = h('button', {
    type: 'button', class: 'button primary ring-accept', 'aria-keyshortcuts': shortcutOf('acceptOrOnline'), onclick: () => void tools.deeds.accept(),
  }, 'Accept', h('kbd', null, 'F2'));
  const element = h('section', { class: 'ring', 'aria-label': 'A chat rings', dataset: { state: 'ringing' }, hidden: true },
    h('span', { class: 'ring-bell', 'aria-hidden': 'true' }, picture(ICONS.bell)),
    h('div', { class: 'grow' }, h('p', { class: 'row' }, name, more, quiet), h('p', { class: 'quiet row' }, about, h('span', { class: 'nowrap' }, 'waiting ', waits))),
    leftPlace, accept);
  return {
    element,
    draw() {
      const { offers } = app.state;
      const offer = offers[0];
      element.hidden = !offer;
      if (!offer) return;
      setText(name, callerOf(offer) || 'Visitor');
      setText(about, [offer.skill, WHY[offer.why] ?? ''].filter(Boolean).join(' · '));
      about.hidden = about.textContent === '';
      const waitsPlace = /** @type {HTMLElement} */ (waits.parentElement);
      waitsPlace.hidden = offer.requestedAt === 0;
      if (offer.requestedAt) setLiveTime(waits, offer.requestedAt, 'for');
      leftPlace.hidden = offer.expiresAt === null;
      if (offer.expiresAt) setLiveTime(left, offer.expiresAt, 'left');
      more.hidden = offers.length < 2;
      setText(more, `${offers.length - 1} more`);
      quiet.hidden = soundIsAllowed() || !setting('sound', true);
    },
  };
}

/**
 * @param {App} app
 * @param {Tools} tools
 */
function missing(app, tools) {
  const words = h('p', { class: 'grow' });
  const element = h('section', { class: 'ring missed', 'aria-label': 'A missed chat', dataset: { state: 'missed' }, hidden: true },
    words,
    h('button', {
      type: 'button', class: 'button primary', 'aria-keyshortcuts': shortcutOf('acceptOrOnline'), onclick: () => void tools.deeds.setAvailability('Online'),
    }, 'Go Online', h('kbd', null, 'F2')),
    h('button', {
      type: 'button', class: 'button plain icon', 'aria-label': 'Stay Away', title: 'Stay Away', onclick: () => app.update((state) => ({ ...state, missed: null })),
    }, picture(ICONS.close)));
  return {
    element,
    draw() {
      const { missed, offers } = app.state;
      element.hidden = !missed || offers.length > 0;
      if (missed) words.replaceChildren('You missed ', h('bdi', null, callerOf(missed) || 'a visitor'), ', so you are ', h('strong', null, 'Away'), ': no chats come.');
    },
  };
}
