/** The logins that wrong passwords or codes have locked, live while the panel is open, and letting one go. For admins. */

import { newKey } from '../shared/api.js';
import { h, keyed, setText } from '../shared/dom.js';
import { handoverPath } from '../shared/session.js';
import { liveTime, setLiveTime } from '../shared/time.js';
import { toast } from '../shared/toast.js';
import { counted } from './words.js';

/** @typedef {{ login: string, untilAt: number, times: number }} Lock */

/** How often it is asked. */
const EVERY_MS = 5000;

/**
 * @param {object} options
 * @param {import('../shared/api.js').Api} options.api
 * @param {() => import('../shared/session.js').Session} options.session
 */
export function createLocks({ api, session }) {
  const closing = new AbortController();
  const words = h('p', { class: 'quiet audit-words', role: 'status' }, 'Asking which logins are locked…');
  const list = h('ul', { class: 'audit-rows', role: 'list', 'aria-label': 'Locked logins' });
  const element = h('div', { class: 'audit' }, words, h('div', { class: 'scroll', tabindex: 0, role: 'group', 'aria-label': 'Logins' }, list));

  async function load() {
    try {
      const { locks } = await api.get(`${handoverPath(session())}/board/locks`, { signal: closing.signal, attempts: 1 });
      draw(locks);
    } catch (error) {
      if (!closing.signal.aborted) setText(words, `Which logins are locked is not known at the moment. ${/** @type {Error} */ (error).message}`);
    }
  }

  /** @param {Lock[]} locks */
  function draw(locks) {
    keyed(list, locks, ({ login }) => login, ({ login }) => createRow(login), (row, lock) => {
      setLiveTime(/** @type {HTMLTimeElement} */ (row.querySelector('time')), lock.untilAt, 'left');
      setText(/** @type {Element} */ (row.querySelector('.lock-times')), lock.times === 1 ? 'once' : `${lock.times} times in a row`);
    });
    setText(words, locks.length === 0
      ? 'No login is locked. The fifth wrong password or code within 15 minutes locks one for a while.'
      : `${counted(locks.length, 'login')} locked. A login that nobody has is here, too.`);
  }

  /** @param {string} login */
  function createRow(login) {
    const button = h('button', { type: 'button', class: 'button small', onclick: () => void release(login, button) },
      'Let go', h('span', { class: 'sr-only' }, ` ${login}`));
    return h('li', { class: 'audit-row', dataset: { login } },
      h('span', { class: 'audit-text' }, h('bdi', null, h('strong', null, login)), ' locked ', h('span', { class: 'lock-times' })),
      h('span', { class: 'quiet' }, 'for another ', liveTime(0, 'left')), button);
  }

  /** @param {string} login @param {HTMLButtonElement} button */
  async function release(login, button) {
    button.disabled = true;
    try {
      await api.post(`${handoverPath(session())}/board/locks/release`, { login }, { key: newKey() });
      toast(`${login} may sign in again.`);
    } catch (error) {
      button.disabled = false;
      toast(`${login} was not let go. ${/** @type {Error} */ (error).message}`, { kind: 'bad' });
    }
    await load();
  }
  void load();
  const timer = setInterval(() => void load(), EVERY_MS);

  return {
    element,
    title: 'Locked logins',
    focusWhisper: () => {},
    update: () => {},
    tick: () => {},
    close() {
      clearInterval(timer);
      closing.abort();
    },
  };
}
