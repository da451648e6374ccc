/** What a supervisor does: each act with its question before it, its effect to be seen at once, and what to do when it fails. */

import { newKey } from '../shared/api.js';
import { confirm } from '../shared/dialog.js';
import { handoverPath } from '../shared/session.js';
import { toast } from '../shared/toast.js';
import { consoleLink } from './chats.js';
import { find, names, visitorOf } from './model.js';
import { withBusy } from './state.js';
import { counted } from './words.js';

/** @typedef {import('./state.js').State} State */
/** @typedef {import('./state.js').Busy} Busy */

/**
 * @param {object} options
 * @param {import('../shared/api.js').Api} options.api
 * @param {() => import('../shared/session.js').Session} options.session
 * @param {() => State} options.state
 * @param {(change: (state: State) => State) => void} options.change
 * @param {number} options.me
 */
export function createActs({ api, session, state, change, me }) {
  /**
   * @param {string} key what it is done to
   * @param {Busy['act']} act
   * @param {string} path
   * @param {string} failed what to say when it fails
   * @param {string} [idempotency] the key of an attempt that is repeated
   * @returns {Promise<boolean>}
   */
  async function run(key, act, path, failed, idempotency = newKey()) {
    if (state().busy[key]) return false;
    change((now) => withBusy(now, key, { act, done: false }));
    try {
      await api.post(`${handoverPath(session())}${path}`, {}, { key: idempotency });
      change((now) => withBusy(now, key, { act, done: true }));
      return true;
    } catch (error) {
      change((now) => withBusy(now, key, undefined));
      const passing = /** @type {{ passing?: boolean }} */ (error).passing === true;
      const again = () => void run(key, act, path, failed, idempotency);
      toast(`${failed} ${/** @type {Error} */ (error).message}`, { kind: 'bad', ...(passing ? { act: { label: 'Try again', run: again } } : {}) });
      return false;
    }
  }

  /** @param {string} chat */
  const who = (chat) => {
    const { waiting, chatting } = find(state().board, chat);
    return visitorOf(waiting ?? chatting ?? {});
  };

  return {
    /** @param {string} chat */
    async takeOver(chat) {
      const visitor = who(chat);
      const done = await run(chat, 'takeOver', `/board/chat/${encodeURIComponent(chat)}/takeOver`, `The chat with ${visitor} was not taken over.`);
      if (done) toast(`The chat with ${visitor} is yours.`, { act: { label: 'Open in the console', run: () => openConsole(chat) } });
    },
    /** @param {string} chat */
    async end(chat) {
      const { board } = state();
      const { chatting } = find(board, chat);
      const visitor = who(chat);
      const text = chatting && board
        ? `${visitor} is talking to ${chatting.agent === me ? 'you' : names(board).agent(chatting.agent)}. The chat ends for both, and this cannot be undone.`
        : `${visitor} is waiting. The chat ends without an answer, and this cannot be undone.`;
      if (!(await confirm({ title: `End the chat with ${visitor}?`, text, act: 'End chat', danger: true }))) return;
      if (await run(chat, 'end', `/board/chat/${encodeURIComponent(chat)}/end`, `The chat with ${visitor} was not ended.`)) toast(`The chat with ${visitor} has ended.`);
    },
    /** @param {number} agent */
    async signOut(agent) {
      const row = state().board?.agents.find((one) => one.id === agent);
      if (!row) return;
      const yes = await confirm({ title: `Sign ${row.nickname} out?`, text: signOutWords(row, agent === me), act: 'Sign out', danger: true });
      if (!yes) return;
      const done = await run(`agent:${agent}`, 'signOut', `/board/agent/${agent}/signOut`, `${row.nickname} was not signed out.`);
      if (done) toast(`${row.nickname} is signed out.`);
    },
    /** @param {number} agent */
    async removeFactor(agent) {
      const row = state().board?.agents.find((one) => one.id === agent);
      if (!row) return;
      const text = `${row.nickname} signs in with the password alone until another one is set up. Make sure that it is ${row.nickname} who asks. Devices that are signed in stay so.`;
      if (!(await confirm({ title: `Remove the second factor of ${row.nickname}?`, text, act: 'Remove', danger: true }))) return;
      const done = await run(`agent:${agent}`, 'removeFactor', `/board/agent/${agent}/removeSecondFactor`, `The second factor of ${row.nickname} was not removed.`);
      if (done) toast(`The second factor of ${row.nickname} is removed.`);
    },
  };
}

/** @typedef {ReturnType<typeof createActs>} Acts */

/**
 * @param {import('./model.js').AgentRow} row
 * @param {boolean} self
 */
function signOutWords(row, self) {
  const devices = row.devices === 1 ? 'The one device is signed out' : `All ${row.devices} devices are signed out`;
  const chats = row.chats === 0
    ? '.'
    : ` and ${counted(row.chats, 'chat')} ${row.chats === 1 ? 'goes' : 'go'} back to the queue, or ${row.chats === 1 ? 'ends' : 'end'} if nobody else could take ${row.chats === 1 ? 'it' : 'them'}.`;
  return `${self ? 'This is you: the board closes. ' : ''}${devices}${chats} This cannot be undone.`;
}

/**
 * One window is enough for the console.
 * @param {string} chat
 */
export const openConsole = (chat) => void window.open(consoleLink(chat), 'handover-console');
