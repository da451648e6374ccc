/** A ring that is heard and seen wherever the person looks: a sound, the title of the page, a notification of the system. */

import { plainName } from '../shared/text.js';
import { announce } from '../shared/toast.js';
import { unreadTotal } from './acts.js';
import { nameOf } from './chat.js';
import { setting } from './kept.js';
import { isOpen } from './store.js';

/** @typedef {import('./app.js').App} App */
/** @typedef {import('./store.js').State} State */

/** @type {AudioContext | undefined} */
let audio;

/** Browsers allow sound after the first gesture of the person, be it the one that signs in. Call it once at the start of the page. */
export function allowSound() {
  const unlock = () => {
    audio ??= new AudioContext();
    if (audio.state !== 'running') void audio.resume();
  };
  for (const gesture of ['pointerdown', 'pointerup', 'keydown']) addEventListener(gesture, unlock);
}

/** Whether a ring would be heard. */
export const soundIsAllowed = () => audio?.state === 'running';

/**
 * A soft tone.
 * @param {number} hertz
 * @param {number} afterS
 * @param {number} forS
 * @param {number} loud
 */
function tone(hertz, afterS, forS, loud) {
  if (!audio || audio.state !== 'running' || !setting('sound', true)) return;
  const at = audio.currentTime + afterS;
  const wave = audio.createOscillator();
  const volume = audio.createGain();
  wave.frequency.value = hertz;
  volume.gain.setValueAtTime(0, at);
  volume.gain.linearRampToValueAtTime(loud, at + 0.02);
  volume.gain.exponentialRampToValueAtTime(0.001, at + forS);
  wave.connect(volume).connect(audio.destination);
  wave.start(at);
  wave.stop(at + forS);
}

/** The ring: two tones, twice. */
export function playRing() {
  for (const after of [0, 0.45]) {
    tone(880, after, 0.2, 0.25);
    tone(1174, after + 0.18, 0.25, 0.25);
  }
}

const playLine = () => tone(660, 0, 0.15, 0.08);

/** @param {State} state */
const restingTitle = (state) => {
  const unread = unreadTotal(state);
  return unread > 0 ? `(${unread}) Handover` : 'Handover';
};

/** The name of who rings; a visitor who gave none is called so by the server. @param {{ visitorName: string }} offer */
export const callerOf = ({ visitorName }) => (visitorName === 'visitor' ? '' : plainName(visitorName));

/**
 * Says who wrote in a chat that is not open; those that are open are read out by themselves.
 * @param {State} next
 * @param {State} before
 */
function tellOthers(next, before) {
  for (const key of next.order) {
    const [chat, was] = [next.chats[key], before.chats[key]];
    if (chat && was && chat !== was && chat.unread > was.unread && was.unread === 0 && !isOpen(next, key)) announce(`${nameOf(chat)} wrote.`);
  }
}

/**
 * @param {App} app
 */
export function createRing(app) {
  /** @type {ReturnType<typeof setInterval> | undefined} */
  let beat;
  /** @type {Notification | undefined} */
  let shown;
  let odd = false;

  function stop() {
    clearInterval(beat);
    beat = undefined;
    shown?.close();
    shown = undefined;
    document.title = restingTitle(app.state);
  }

  function pulse() {
    const offer = app.state.offers[0];
    if (!offer) return stop();
    odd = !odd;
    document.title = odd ? `● ${callerOf(offer) || 'A visitor'} rings` : restingTitle(app.state);
    if (odd) playRing();
  }

  function start() {
    const offer = app.state.offers[0];
    if (!offer) return;
    const name = callerOf(offer) || 'A visitor';
    announce(`${name} rings${offer.skill ? ` for ${offer.skill}` : ''}. Press F2 to accept.`, 'assertive');
    if (document.hidden && 'Notification' in globalThis && Notification.permission === 'granted') {
      shown = new Notification(`${name} rings`, { body: offer.skill ? `For ${offer.skill}` : '', tag: 'handover-ring', requireInteraction: true });
      shown.onclick = () => focus();
    }
    odd = false;
    pulse();
    clearInterval(beat);
    beat = setInterval(pulse, 1000);
  }

  app.subscribe((next, before) => {
    if (next.offers !== before.offers) {
      const first = next.offers[0]?.id;
      if (!first) stop();
      else if (first !== before.offers[0]?.id) start();
    }
    if (next.missed && next.missed !== before.missed) {
      announce('You missed a chat and are Away. Press F2 to go back Online.', 'assertive');
    }
    if (next.chats !== before.chats) {
      if (!beat) document.title = restingTitle(next);
      if (unreadTotal(next) > unreadTotal(before) && before.told && (document.hidden || !document.hasFocus())) playLine();
      if (before.told) tellOthers(next, before);
    }
  });
  app.onClose(stop);
}
