/** One line of a conversation, as an element. */

import { h, picture, setText } from '../shared/dom.js';
import { cleanHtml } from '../shared/html.js';
import { linked } from '../shared/text.js';
import { exact, liveTime } from '../shared/time.js';
import { createRich } from './view-rich.js';

/** @typedef {import('./chat.js').ChatEvent} ChatEvent */
/** @typedef {import('./chat.js').LineKind} LineKind */
/** @typedef {import('./chat.js').Outgoing} Outgoing */

/** @typedef {'sending' | 'sent' | 'seen' | 'failed'} LineStatus */

/** @type {Record<LineStatus, { word: string, path: string }>} */
const STATUS = {
  sending: { word: 'Sending', path: 'M12 4a8 8 0 1 0 0 16a8 8 0 0 0 0-16M12 8v4l3 2' },
  sent: { word: 'Sent', path: 'M5 13l4 4L19 7' },
  seen: { word: 'Seen', path: 'M2 13l4 4L15 7M11 16l1 1L22 7' },
  failed: { word: 'Not sent', path: 'M12 4a8 8 0 1 0 0 16a8 8 0 0 0 0-16M12 8v5M12 16v.01' },
};

/** What stands above lines that are not part of the talk itself. @type {Partial<Record<LineKind, string>>} */
const LABELS = { note: 'Private note', handed: 'Note for you', whisper: 'Whisper', before: 'Before the chat' };

/**
 * @param {ChatEvent} event
 * @param {LineKind} kind
 * @param {{ follows: boolean, visitorName: string }} context `follows`: it belongs to the group of the line before
 * @returns {HTMLElement | null} null for what is not shown
 */
export function createEventLine(event, kind, { follows, visitorName }) {
  if (event.type !== 'line') return stateLine(event);
  if (kind === 'system') {
    return h('li', { class: 'line', dataset: { kind, event: event.id } }, h('p', { class: 'system', title: exact(event.at) }, event.text));
  }
  const author = kind === 'visitor' ? visitorName : kind === 'own' || kind === 'note' ? 'You' : kind === 'before' ? '' : event.by;
  const label = LABELS[kind];
  const body = h('div', { class: 'bubble' }, content(event));
  const status = kind === 'own' ? h('span', { class: 'status' }) : null;
  const element = h('li', { class: 'line', dataset: { kind, event: event.id, follows } },
    h('p', { class: follows ? 'sr-only' : 'line-head' },
      label && h('span', { class: 'line-label' }, label), author && h('bdi', { class: 'line-author' }, author), follows ? null : liveTime(event.at, 'ago')),
    h('div', { class: 'line-body', title: exact(event.at) }, body, status));
  if (status) setStatus(element, 'sent');
  return element;
}

/** @param {ChatEvent} event */
function stateLine(event) {
  if (event.type !== 'state' || event.state !== 'ended') return null;
  return h('li', { class: 'line', dataset: { kind: 'end', event: event.id } },
    h('p', { class: 'system end' }, 'Ended ', liveTime(event.at, 'ago')));
}

/** @param {ChatEvent} event */
function content(event) {
  if (event.textType === 'rich-content') return createRich(event.json, event.text);
  if (event.textType === 'html') return h('div', { class: 'words html', dir: 'auto' }, cleanHtml(event.text));
  return h('p', { class: 'words', dir: 'auto' }, linked(event.text));
}

/**
 * Says what became of an own line.
 * @param {HTMLElement} line
 * @param {LineStatus} status
 */
export function setStatus(line, status) {
  if (line.dataset['status'] === status) return;
  line.dataset['status'] = status;
  const place = line.querySelector('.status');
  if (!(place instanceof HTMLElement)) return;
  const { word, path } = STATUS[status];
  place.title = word;
  place.replaceChildren(picture(path), h('span', { class: 'sr-only' }, word));
}

/**
 * @param {Outgoing} line
 * @param {import('./outbox.js').Outbox} outbox
 */
export function createOutgoingLine(line, outbox) {
  const words = h('span', { class: 'grow' });
  return h('li', { class: 'line', dataset: { kind: line.private ? 'note' : 'own', key: line.key } },
    h('p', { class: line.private ? 'line-head' : 'sr-only' }, line.private && h('span', { class: 'line-label' }, 'Private note'), h('bdi', { class: 'line-author' }, 'You')),
    h('div', { class: 'line-body' }, h('div', { class: 'bubble' }, h('p', { class: 'words', dir: 'auto' }, linked(line.text))), h('span', { class: 'status' })),
    h('div', { class: 'failure', role: 'alert', hidden: true }, words,
      h('button', { type: 'button', class: 'button small', onclick: () => outbox.retry(line) }, 'Retry'),
      h('button', { type: 'button', class: 'button small plain', onclick: () => outbox.discard(line) }, 'Discard')));
}

/**
 * @param {HTMLElement} element
 * @param {Outgoing} line
 */
export function drawOutgoing(element, line) {
  setStatus(element, line.id === undefined ? line.status : 'sent');
  const failure = /** @type {HTMLElement} */ (element.lastElementChild);
  failure.hidden = line.status !== 'failed';
  const why = line.held ? 'Not sent yet: it goes when the connection is back.' : `Not sent: ${line.error ?? ''}`;
  setText(/** @type {Element} */ (failure.firstElementChild), line.status === 'failed' ? why : '');
}
