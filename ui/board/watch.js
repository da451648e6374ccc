/** Watching a chat: the conversation as it goes on, who the visitor is, and a whisper to its agent. */

import { newKey } from '../shared/api.js';
import { h, setAttribute, setText } from '../shared/dom.js';
import { handoverPath } from '../shared/session.js';
import { openStream } from '../shared/stream.js';
import { announce } from '../shared/toast.js';
import { consoleLink } from './chats.js';
import { createConversation } from './conversation.js';
import { createDetails } from './details.js';
import { find, names, visitorOf } from './model.js';
import { discarded, marked, unseen, written } from './outbox.js';
import { doing, isOff } from './parts.js';
import { EMPTY, heard, withEvents } from './talk.js';
import { whyAgent, whyWaiting } from './words.js';
import { now } from '../shared/time.js';

/** @typedef {import('./state.js').State} State */
/** @typedef {import('./talk.js').Talk} Talk */
/** @typedef {import('./outbox.js').Whisper} Whisper */

/** What was typed and not sent, by chat, as long as the page is open. @type {Map<string, string>} */
const drafts = new Map();

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
  /** @type {Talk} */
  let talk = EMPTY;
  /** @type {Whisper[]} */
  let box = [];
  /** @type {State | undefined} */
  let state;
  /** The state of the chat for which the details were asked. @type {string | undefined} */
  let detailed;
  const head = createHead(chat, acts);
  const details = createDetails(() => api.get(`${path()}/details`));
  const conversation = createConversation({
    onRetry: (key) => {
      const whisper = box.find((one) => one.key === key);
      if (whisper) void send(whisper.key, whisper.text);
    },
    onDiscard: (key) => { box = discarded(box, key); draw(); },
  });
  const form = createForm(chat, (text) => {
    const key = newKey();
    box = written(box, { key, text, after: talk.lines.at(-1)?.id ?? -1 });
    draw();
    void send(key, text);
  });
  const trouble = h('p', { class: 'notice', hidden: true });
  const element = h('div', { class: 'watch' }, head.element, details.element, trouble, conversation.element, form.element);

  /** @param {string} key @param {string} text */
  async function send(key, text) {
    box = marked(box, key, 'sending');
    draw();
    try {
      await api.post(`${path()}/whisper`, { text }, { key });
      box = marked(box, key, 'sent');
    } catch (error) {
      const message = /** @type {Error} */ (error).message;
      box = marked(box, key, 'failed', message);
      announce(`The whisper was not sent. ${message}`, 'assertive');
    }
    draw();
  }

  function draw() {
    box = unseen(box, talk.lines);
    const { waiting, chatting } = find(state?.board, chat);
    conversation.update(talk, box);
    if (talk.state !== detailed) {
      detailed = talk.state;
      void details.load();
    }
    const agent = chatting && state?.board ? names(state.board).agent(chatting.agent) : talk.agentName;
    const over = talk.over || talk.state === 'ended';
    form.update(over || !chatting || chatting.agent === me ? undefined : agent, reasonWithout(over, waiting !== undefined, chatting?.agent === me));
    head.update(talk, state, me);
  }

  const stream = openStream({
    url: `${path()}/events`,
    token: () => session().bearer,
    onMessage: (message) => { talk = heard(talk, message); draw(); },
    onRestart: () => { talk = { ...talk, lines: [] }; },
    onState: (link, why) => {
      if (link === 'over') talk = { ...talk, over: true };
      trouble.hidden = link !== 'offline' && (link !== 'over' || why === 'ended');
      setText(trouble, link === 'offline' ? 'Not connected: lines may be missing.' : 'The chat is not to be watched any more.');
      draw();
    },
    poll: async (signal) => {
      const { events } = await api.get(`${path()}/events?from=${(talk.lines.at(-1)?.id ?? -1) + 1}`, { signal, attempts: 1 });
      talk = withEvents(talk, [events.event ?? []].flat());
      draw();
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

/**
 * @param {string} chat
 * @param {import('./acts.js').Acts} acts
 */
function createHead(chat, acts) {
  const visitor = h('bdi', { class: 'who' });
  const skill = h('span', { class: 'tag' });
  const why = h('p', { class: 'quiet' });
  const take = h('button', { type: 'button', class: 'button', onclick: (/** @type {Event} */ event) => { if (!isOff(event)) void acts.takeOver(chat); } }, 'Take over');
  const end = h('button', { type: 'button', class: 'button', onclick: (/** @type {Event} */ event) => { if (!isOff(event)) void acts.end(chat); } }, 'End chat');
  const open = h('a', { class: 'button primary', href: consoleLink(chat), target: 'handover-console' }, 'Open in the console');
  return {
    element: h('div', { class: 'watch-head' }, h('h3', null, visitor, ' ', skill), why, h('div', { class: 'watch-acts' }, open, take, end)),
    /** @param {Talk} talk @param {State | undefined} state @param {number} me */
    update(talk, state, me) {
      const { waiting, chatting } = find(state?.board, chat);
      const name = state?.board ? names(state.board) : undefined;
      const row = waiting ?? chatting;
      setText(visitor, visitorOf({ visitorName: row?.visitorName ?? talk.visitorName }));
      const skillName = row && name ? name.skill(row.skill) : talk.skillName;
      skill.hidden = skillName === undefined;
      setText(skill, skillName ?? '');
      const over = talk.over || talk.state === 'ended';
      setText(why, headWords(over, waiting, chatting, name, me));
      const mine = chatting?.agent === me;
      open.hidden = !mine || over;
      take.hidden = mine || over;
      end.hidden = over;
      const busy = state?.busy[chat];
      setAttribute(take, 'aria-disabled', busy ? 'true' : undefined);
      setAttribute(end, 'aria-disabled', busy ? 'true' : undefined);
      if (busy) setText(why, doing(busy) ?? '');
    },
  };
}

/**
 * @param {boolean} over
 * @param {import('./model.js').WaitingRow | undefined} waiting
 * @param {import('./model.js').ChatRow | undefined} chatting
 * @param {import('./model.js').Names | undefined} name
 * @param {number} me
 */
function headWords(over, waiting, chatting, name, me) {
  if (over) return 'The chat has ended.';
  if (waiting && name) return whyWaiting(waiting, name, now());
  if (chatting && name) return whyAgent(chatting.why, chatting.agent === me ? 'You' : name.agent(chatting.agent));
  return '';
}

/**
 * @param {string} chat
 * @param {(text: string) => void} onSend
 */
function createForm(chat, onSend) {
  const hint = h('p', { class: 'quiet without' });
  const label = h('label', { class: 'whisper-label', for: 'whisper' });
  const text = h('textarea', { class: 'input', id: 'whisper', rows: 2, maxlength: 4000, value: drafts.get(chat) ?? '' });
  const button = h('button', { type: 'submit', class: 'button primary' }, 'Whisper');
  const fields = h('div', { class: 'whisper-fields' }, text, button);
  const send = () => {
    const said = text.value.trim();
    if (said === '' || fields.hidden) return;
    onSend(said);
    text.value = '';
    drafts.delete(chat);
  };
  const element = h('form', { class: 'whisper', onsubmit: (/** @type {Event} */ event) => { event.preventDefault(); send(); } }, label, fields, hint);
  text.addEventListener('input', () => drafts.set(chat, text.value));
  text.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      send();
    }
  });
  return {
    element,
    focus: () => (fields.hidden ? element.scrollIntoView() : text.focus()),
    /** @param {string | undefined} agent @param {string} without why there is nobody to whisper to */
    update(agent, without) {
      fields.hidden = agent === undefined;
      label.hidden = agent === undefined;
      hint.hidden = agent !== undefined;
      setText(label, `Whisper to ${agent ?? ''}: the visitor does not see it`);
      setText(hint, without);
    },
  };
}
