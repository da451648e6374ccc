/** Whispering to the agent of a watched chat: the field, and what is under way. */

import { newKey } from '../shared/api.js';
import { h, setText } from '../shared/dom.js';
import { announce } from '../shared/toast.js';
import { discarded, marked, unseen, written } from './outbox.js';

/** @typedef {import('./talk.js').Talk} Talk */
/** @typedef {import('./outbox.js').Whisper} Whisper */

/** What was typed and not sent, by chat, as long as the page is open. @type {Map<string, string>} */
const drafts = new Map();

/**
 * @param {(text: string, key: string) => Promise<unknown>} post
 * @param {() => void} onChange
 */
export function createOutbox(post, onChange) {
  /** @type {Whisper[]} */
  let box = [];

  /** @param {string} key @param {string} text */
  async function send(key, text) {
    box = marked(box, key, 'sending');
    onChange();
    try {
      await post(text, key);
      box = marked(box, key, 'sent');
    } catch (error) {
      const { message } = /** @type {Error} */ (error);
      box = marked(box, key, 'failed', message);
      announce(`The whisper was not sent. ${message}`, 'assertive');
    }
    onChange();
  }

  return {
    /** @param {string} text @param {Talk} talk what is said so far */
    write(text, talk) {
      const key = newKey();
      box = written(box, { key, text, after: talk.lines.at(-1)?.id ?? -1 });
      void send(key, text);
    },
    /** With the key it had: a whisper whose answer was lost is not doubled. @param {string} key */
    retry(key) {
      const whisper = box.find((one) => one.key === key);
      if (whisper) void send(key, whisper.text);
    },
    /** @param {string} key */
    discard(key) {
      box = discarded(box, key);
      onChange();
    },
    /** What the conversation does not show yet. @param {Talk} talk */
    left(talk) {
      box = unseen(box, talk.lines);
      return box;
    },
  };
}

/**
 * @param {string} chat
 * @param {(text: string) => void} onSend
 */
export function createForm(chat, onSend) {
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
