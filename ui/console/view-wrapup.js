/** What follows a chat: the agent's survey where the account has one, and the way out. */

import { ApiError, newKey } from '../shared/api.js';
import { h, setText } from '../shared/dom.js';
import { toast } from '../shared/toast.js';
import { closeChat, wrappedUp } from './acts.js';
import { wordsOf } from './deeds.js';
import { bodyOf, firstAnswers, missing, surveyOf } from './survey.js';
import { createQuestions } from './view-questions.js';

/** @typedef {import('./app.js').App} App */
/** @typedef {import('./chat.js').Chat} Chat */

/**
 * @param {App} app
 * @param {string} key
 */
export function createWrapUp(app, key) {
  const body = h('div', { class: 'wrap-up-body' });
  const element = h('section', { class: 'wrap-up', 'aria-label': 'After the chat', hidden: true }, body);
  const path = () => `${app.base}/chat/${key}/survey?v=1`;
  const close = () => app.update((state) => closeChat(state, key));
  const closeButton = (/** @type {string} */ words = 'Close') => h('button', { type: 'button', class: 'button', onclick: close }, words);
  let asked = false;

  const bare = () => body.replaceChildren(h('div', { class: 'wrap-up-foot' }, h('p', { class: 'grow quiet' }, 'The chat has ended.'), closeButton()));

  async function load() {
    body.replaceChildren(h('p', { class: 'quiet' }, 'The chat has ended. Getting the survey…'));
    try {
      show(surveyOf(await app.api.get(path(), { attempts: 3 })));
    } catch (error) {
      if (error instanceof ApiError && error.status === 404) return bare();
      body.replaceChildren(h('div', { class: 'wrap-up-foot' }, h('p', { class: 'grow' }, `The survey did not come: ${wordsOf(error)}`),
        h('button', { type: 'button', class: 'button', onclick: () => void load() }, 'Try again'), closeButton()));
    }
  }

  /** @param {import('./survey.js').Survey} survey */
  function show(survey) {
    const questions = createQuestions(survey, firstAnswers(survey));
    const wrong = h('p', { class: 'wrong-line', role: 'alert' });
    const save = h('button', { type: 'submit', class: 'button primary' }, 'Save and close');
    const submit = async (/** @type {Event} */ event) => {
      event.preventDefault();
      const lacking = missing(survey, questions.answers());
      questions.complain(lacking);
      setText(wrong, lacking.length > 0 ? 'Please answer what is marked.' : '');
      if (lacking.length > 0) return;
      save.disabled = true;
      try {
        await app.api.put(path(), bodyOf(survey, questions.answers()), { key: newKey() });
        app.update((state) => wrappedUp(state, key));
        close();
        toast('The survey was saved.');
      } catch (error) {
        save.disabled = false;
        setText(wrong, `Not saved: ${wordsOf(error)}`);
      }
    };
    body.replaceChildren(h('form', { class: 'wrap-up-form', novalidate: true, onsubmit: submit },
      h('h3', null, survey.header || 'After the chat'), questions.element, wrong,
      h('div', { class: 'wrap-up-foot' }, h('span', { class: 'grow' }), closeButton('Skip'), save)));
    // Who stays in this column goes on here; who is elsewhere is left there.
    if (document.activeElement === element.closest('.column')) focusFirst();
  }

  function focusFirst() {
    const first = element.hidden ? null : element.querySelector('input, textarea, select, button');
    if (first instanceof HTMLElement) first.focus();
    return first !== null;
  }

  return {
    element,
    /** @param {Chat} chat */
    draw(chat) {
      element.hidden = chat.state !== 'ended';
      if (element.hidden || asked) return;
      asked = true;
      if (app.state.me?.account.surveys.includes('agent')) void load();
      else bare();
    },
    focus: focusFirst,
  };
}
