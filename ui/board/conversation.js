/** The lines of a conversation, live: who said what, private lines set apart, whispers under way at the end. */

import { h, keyed, setAttribute, setText } from '../shared/dom.js';
import { cleanHtml } from '../shared/html.js';
import { linked } from '../shared/text.js';
import { liveTime } from '../shared/time.js';

/** @typedef {import('./talk.js').Line} Line */
/** @typedef {import('./talk.js').Talk} Talk */
/** @typedef {import('./outbox.js').Whisper} Whisper */

/** How near to the end counts as being there. */
const NEAR_PX = 40;

const STATES = { sending: 'Sending…', sent: 'Sent', failed: 'Not sent.' };

/**
 * @param {{ onRetry: (key: string) => void, onDiscard: (key: string) => void }} options
 */
export function createConversation({ onRetry, onDiscard }) {
  const lines = h('ol', { class: 'lines', role: 'list' });
  const pending = h('ol', { class: 'lines', role: 'list', 'aria-label': 'Whispers under way' });
  const typing = h('p', { class: 'typing quiet' });
  const loading = h('p', { class: 'quiet loading' }, 'Loading the conversation…');
  const scroll = h('div', { class: 'talk', role: 'log', 'aria-label': 'Conversation', tabindex: 0 }, loading, lines, pending, typing);
  const toEnd = h('button', { type: 'button', class: 'button small to-end', hidden: true, onclick: () => { scroll.scrollTop = scroll.scrollHeight; } }, 'New lines below');
  const element = h('div', { class: 'talk-frame' }, scroll, toEnd);
  let last = -1;

  const atEnd = () => scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < NEAR_PX;
  scroll.addEventListener('scroll', () => { if (atEnd()) toEnd.hidden = true; });

  return {
    element,
    /** @param {Talk} talk @param {Whisper[]} whispers */
    update(talk, whispers) {
      const stay = atEnd();
      keyed(lines, talk.lines, (line) => String(line.id), createLine);
      keyed(pending, whispers, (one) => one.key, (one) => createPending(one, onRetry, onDiscard), updatePending);
      pending.hidden = whispers.length === 0;
      loading.hidden = talk.lines.length > 0 || talk.over;
      setText(typing, typingWords(talk));
      const newest = (talk.lines.at(-1)?.id ?? -1) + whispers.length;
      if (newest !== last && !stay && last >= 0) toEnd.hidden = false;
      else if (stay) scroll.scrollTop = scroll.scrollHeight;
      last = newest;
    },
  };
}

/** @param {Talk} talk */
function typingWords({ visitorTyping, agentTyping, visitorName, agentName, over }) {
  const who = [visitorTyping ? visitorName ?? 'The visitor' : '', agentTyping ? agentName ?? 'The agent' : ''].filter(Boolean);
  if (over || who.length === 0) return '';
  return `${who.join(' and ')} ${who.length === 1 ? 'is' : 'are'} typing…`;
}

/** @param {Line} line */
function createLine(line) {
  const time = Number.isFinite(line.at) ? liveTime(line.at, 'ago') : null;
  if (line.from === 'state' || line.from === 'system') return h('li', { class: `line ${line.from}` }, h('span', null, line.text), ' ', time);
  const text = h('div', { class: 'line-text', dir: 'auto' }, line.html ? cleanHtml(line.text) : linked(line.text));
  return h('li', { class: 'line said', dataset: { from: line.from, private: line.privately ? 'yes' : undefined } },
    h('div', { class: 'line-head' }, h('bdi', { class: 'line-by' }, line.by), line.privately && h('span', { class: 'private-word' }, 'only agents see this'), time),
    text);
}

/**
 * @param {Whisper} whisper
 * @param {(key: string) => void} onRetry
 * @param {(key: string) => void} onDiscard
 */
function createPending(whisper, onRetry, onDiscard) {
  return h('li', { class: 'line said', dataset: { from: 'agent', private: 'yes' } },
    h('div', { class: 'line-text', dir: 'auto' }, linked(whisper.text)),
    h('div', { class: 'line-foot' },
      h('span', { class: 'pending-state' }),
      h('button', { type: 'button', class: 'button small', onclick: () => onRetry(whisper.key) }, 'Retry'),
      h('button', { type: 'button', class: 'button plain small', onclick: () => onDiscard(whisper.key) }, 'Discard')));
}

/** @param {HTMLElement} element @param {Whisper} whisper */
function updatePending(element, whisper) {
  const failed = whisper.state === 'failed';
  setAttribute(element, 'data-state', whisper.state);
  const state = element.querySelector('.pending-state');
  if (state) setText(state, failed ? `${STATES.failed} ${whisper.error ?? ''}` : STATES[whisper.state]);
  for (const button of element.querySelectorAll('button')) button.hidden = !failed;
}
