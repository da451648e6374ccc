/** Watching a chat: the conversation as it goes on, who the visitor is, and a whisper to its agent. */

import { h, setText } from '../shared/dom.js';
import { handoverPath } from '../shared/session.js';
import { openStream } from '../shared/stream.js';
import { createConversation } from './conversation.js';
import { createDetails } from './details.js';
import { find, names } from './model.js';
import { EMPTY, heard, withEvents } from './talk.js';
import { createHead } from './watch-head.js';
import { createForm, createOutbox } from './whisper.js';

/** @typedef {import('./state.js').State} State */
/** @typedef {import('./talk.js').Talk} Talk */

/**
 * @param {object} options
 * @param {string} options.chat
 * @param {import('../shared/api.js').Api} options.api
 * @param {() => import('../shared/session.js').Session} options.session
 * @param {import('./acts.js').Acts} options.acts
 * @param {number} options.me
 */
export function createWatch({ chat, api, session, acts, me }) {
  const path = () => `${handoverPath(session())}/board/chat/${encodeURIComponent(chat)}`;
  let talk = EMPTY;
  /** @type {State | undefined} */
  let state;
  /** The state of the chat for which the details were asked. @type {string | undefined} */
  let detailed;
  const head = createHead(chat, acts);
  const details = createDetails(() => api.get(`${path()}/details`));
  const outbox = createOutbox((text, key) => api.post(`${path()}/whisper`, { text }, { key }), draw);
  const conversation = createConversation({ onRetry: outbox.retry, onDiscard: outbox.discard });
  const form = createForm(chat, (text) => outbox.write(text, talk));
  const trouble = h('p', { class: 'notice', hidden: true });
  const element = h('div', { class: 'watch' }, head.element, details.element, trouble, conversation.element, form.element);

  function draw() {
    if (talk.state !== detailed) {
      detailed = talk.state;
      void details.load();
    }
    const { waiting, chatting } = find(state?.board, chat);
    const agent = chatting && state?.board ? names(state.board).agent(chatting.agent) : talk.agentName;
    const over = talk.over || talk.state === 'ended';
    conversation.update(talk, outbox.left(talk));
    form.update(over || !chatting || chatting.agent === me ? undefined : agent, reasonWithout(over, waiting !== undefined, chatting?.agent === me));
    head.update(talk, state, me);
  }

  /** @param {Talk} next */
  function become(next) {
    talk = next;
    draw();
  }

  const stream = openStream({
    url: `${path()}/events`,
    token: () => session().bearer,
    onMessage: (message) => become(heard(talk, message)),
    onRestart: () => { talk = { ...talk, lines: [] }; },
    onState: (link, why) => {
      trouble.hidden = link !== 'offline' && (link !== 'over' || why === 'ended');
      setText(trouble, link === 'offline' ? 'Not connected: lines may be missing.' : 'The chat is not to be watched any more.');
      become(link === 'over' ? { ...talk, over: true } : talk);
    },
    poll: async (signal) => {
      const { events } = await api.get(`${path()}/events?from=${(talk.lines.at(-1)?.id ?? -1) + 1}`, { signal, attempts: 1 });
      become(withEvents(talk, [events.event ?? []].flat()));
    },
  });
  void details.load();

  return {
    element,
    title: 'Watching',
    focusWhisper: () => form.focus(),
    /** @param {State} fresh */
    update(fresh) { state = fresh; draw(); },
    tick: draw,
    close: () => stream.close(),
  };
}

/** @param {boolean} over @param {boolean} waits @param {boolean} mine */
function reasonWithout(over, waits, mine) {
  if (over) return 'The chat is over.';
  if (mine) return 'The chat is yours: answer it in the console.';
  return waits ? 'Nobody has the chat yet: there is no one to whisper to.' : 'Nobody has the chat at the moment.';
}
