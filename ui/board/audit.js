/** The audit log: what supervisors did, newest first, live while it is open. */

import { h, keyed, setText } from '../shared/dom.js';
import { handoverPath } from '../shared/session.js';
import { liveTime } from '../shared/time.js';
import { EMPTY, newest, PAGE, withPage } from './log.js';
import { actWords, counted } from './words.js';

/** @typedef {import('./log.js').Entry} Entry */

/** How often it is asked for what came. */
const EVERY_MS = 5000;
/** How many rows are drawn at a time. */
const DRAWN = 100;

/**
 * @param {object} options
 * @param {import('../shared/api.js').Api} options.api
 * @param {() => import('../shared/session.js').Session} options.session
 * @param {(chat: string) => void} options.onWatch
 * @param {(chat: string) => boolean} options.isThere whether a chat is on the board
 */
export function createAudit({ api, session, onWatch, isThere }) {
  let log = EMPTY;
  let text = '';
  let most = DRAWN;
  let loaded = false;
  const closing = new AbortController();
  const search = h('input', { class: 'input', type: 'search', placeholder: 'Find an agent, an act, a chat', 'aria-label': 'Find in the audit log', oninput: () => { text = search.value; most = DRAWN; draw(); } });
  const words = h('p', { class: 'quiet audit-words', role: 'status' }, 'Loading the audit log…');
  const retry = h('button', { type: 'button', class: 'button small', hidden: true, onclick: () => { retry.hidden = true; void load(); } }, 'Try again');
  const list = h('ol', { class: 'audit-rows', role: 'list', 'aria-label': 'Audit log, newest first' });
  const more = h('button', { type: 'button', class: 'button small', hidden: true, onclick: () => { most += DRAWN; draw(); } }, 'Show older');
  const element = h('div', { class: 'audit' }, h('div', { class: 'audit-find' }, search), words, retry, h('div', { class: 'scroll', tabindex: 0, role: 'group', 'aria-label': 'Entries' }, list, more));

  function draw() {
    const found = newest(log, text, most);
    keyed(list, found.rows, (entry) => String(entry.no), (entry) => createEntry(entry, onWatch), (row, entry) => {
      const button = row.querySelector('button');
      if (button) button.hidden = entry.chat === undefined || !isThere(entry.chat);
    });
    more.hidden = !found.more;
    if (!loaded) return;
    if (log.entries.length === 0) setText(words, 'Nothing has been done yet. Watching, whispering, taking over, ending and signing out are noted here.');
    else if (found.rows.length === 0) setText(words, 'No entry fits.');
    else setText(words, text.trim() === '' ? counted(log.entries.length, 'entry', 'entries') : '');
  }

  async function load() {
    try {
      let full = true;
      while (full && !closing.signal.aborted) {
        const from = log.next > 0 ? `?from=${log.next}` : '';
        const { audit } = await api.get(`${handoverPath(session())}/audit${from}`, { signal: closing.signal });
        log = withPage(log, audit);
        full = audit.entries.length >= PAGE;
        draw();
      }
      loaded = true;
      draw();
    } catch (error) {
      if (closing.signal.aborted) return;
      setText(words, `The audit log is not to be had at the moment. ${/** @type {Error} */ (error).message}`);
      retry.hidden = false;
    }
  }
  void load();
  const timer = setInterval(() => { if (loaded && retry.hidden) void load(); }, EVERY_MS);

  return {
    element,
    title: 'Audit log',
    focusWhisper: () => {},
    update: draw,
    tick: () => {},
    close() {
      clearInterval(timer);
      closing.abort();
    },
  };
}

/**
 * @param {Entry} entry
 * @param {(chat: string) => void} onWatch
 */
function createEntry(entry, onWatch) {
  const { chat } = entry;
  return h('li', { class: 'audit-row', dataset: { act: entry.act } },
    h('span', { class: 'audit-text' }, h('bdi', null, h('strong', null, entry.agent.nickname)), ` ${actWords(entry)}`),
    liveTime(entry.at, 'ago'),
    chat !== undefined && h('span', { class: 'audit-chat quiet cut', title: chat }, shortKey(chat)),
    chat !== undefined && h('button', { type: 'button', class: 'button plain small', 'aria-label': `Watch chat ${shortKey(chat)}`, onclick: () => onWatch(chat) }, 'Watch'));
}

/**
 * The end of a chat key tells chats apart; the middle is long and random.
 * @param {string} chat
 */
const shortKey = (chat) => (chat.length > 20 ? `${chat.slice(0, 6)}…${chat.slice(-8)}` : chat);
