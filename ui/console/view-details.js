/** Who the visitor is, what was answered before the chat, and how the chat came here. */

import { ApiError } from '../shared/api.js';
import { openDialog } from '../shared/dialog.js';
import { h } from '../shared/dom.js';
import { linked } from '../shared/text.js';
import { liveTime, span } from '../shared/time.js';
import { isHere, nameOf } from './chat.js';
import { wordsOf } from './deeds.js';

/** @typedef {import('./app.js').App} App */

/** Why this agent was chosen. @type {Record<string, string>} */
export const WHY = {
  transferred: 'It was handed over to you',
  asked_for: 'The visitor asked for you',
  previous_agent: 'You had the chat with this visitor before',
  only_one: 'You were the only one free',
  lowest_load: 'You had the fewest chats',
  longest_idle: 'You were free for the longest',
  lowest_id: 'You were as free as others',
  taken_over: 'You took it over',
};

/** @param {App} app */
export function createDetails(app) {
  const panel = createPanel(app);
  const element = h('aside', { class: 'details', 'aria-label': 'Details of the visitor', hidden: true }, h('h2', { class: 'details-title' }, 'Details'), panel.element);
  app.view((next, before) => {
    if (!element.hidden && (next.focus !== before.focus || next.chats !== before.chats)) panel.draw(next.focus);
  });
  return {
    element,
    /** @param {boolean} shown */
    show(shown) {
      if (element.hidden === !shown) return;
      element.hidden = !shown;
      if (shown) panel.draw(app.state.focus);
    },
    openAsDialog() {
      const inDialog = createPanel(app);
      inDialog.draw(app.state.focus);
      openDialog({ title: 'Details', body: [inDialog.element] });
    },
  };
}

/** @param {App} app */
function createPanel(app) {
  const element = h('div', { class: 'details-body' });
  /** What is shown: the details of a chat change when its state or its name does. */
  let shown = '';
  let turn = 0;

  /** @param {string} key */
  async function load(key) {
    turn += 1;
    const mine = turn;
    try {
      const { details } = await app.api.get(`${app.pages}/chat/${key}/details`, { attempts: 3 });
      if (mine === turn) element.replaceChildren(...parts(details));
    } catch (error) {
      if (mine !== turn) return;
      const gone = error instanceof ApiError && error.status === 404;
      element.replaceChildren(h('p', { class: 'quiet' }, gone ? 'There are no details of this chat any more.' : `The details did not come: ${wordsOf(error)}`),
        gone ? '' : h('button', { type: 'button', class: 'button small', onclick: () => void load(key) }, 'Try again'));
    }
  }

  return {
    element,
    /** @param {string | null} key */
    draw(key) {
      const chat = key ? app.state.chats[key] : undefined;
      const wanted = chat ? `${key} ${chat.state} ${chat.visitorName}` : '';
      if (wanted === shown) return;
      // Of a chat that went elsewhere what is known stays; the server tells no more.
      if (chat && !isHere(chat) && shown.startsWith(chat.key)) return;
      const other = !shown.startsWith(key ?? ' ');
      shown = wanted;
      if (!chat || !key) return element.replaceChildren();
      // The old ones stay while the same chat's are read again.
      if (other) element.replaceChildren(...skeleton(nameOf(chat)));
      void load(key);
    },
  };
}

/** @param {string} name */
const skeleton = (name) => [h('h3', { class: 'details-name' }, h('bdi', null, name)), ...[1, 2, 3].map(() => h('div', { class: 'skeleton', 'aria-hidden': 'true' }))];

/**
 * @param {any} details
 * @returns {HTMLElement[]}
 */
function parts(details) {
  const { visitor = {}, survey = [], variables = [], exitSurvey = [], skill, requestedAt, acceptedAt, why } = details;
  const waited = requestedAt && acceptedAt ? span(acceptedAt - requestedAt) : null;
  return [
    h('h3', { class: 'details-name' }, h('bdi', null, visitor.name || 'Visitor')),
    facts([
      ['Language', visitor.language],
      ['Page', visitor.page],
      ['Browser', visitor.browser],
      ['Address', visitor.address],
      ['Skill', skill?.name],
      ['Asked', requestedAt ? liveTime(requestedAt, 'ago') : null],
      ['Waited', waited],
      ['Why you', why ? (WHY[why] ?? String(why)) : null],
    ]),
    ...answered('Before the chat', survey),
    ...(variables.length > 0 ? [h('h3', null, 'From the page'), facts(variables.map((/** @type {any} */ each) => [each.name, each.value]))] : []),
    ...answered('After the chat, from the visitor', exitSurvey),
  ];
}

/** @param {string} title @param {{ question: string, answer: string }[]} answers */
const answered = (title, answers) => (answers.length > 0 ? [h('h3', null, title), facts(answers.map((each) => [each.question, each.answer]))] : []);

/** @param {[string, unknown][]} rows */
function facts(rows) {
  const known = rows.filter(([, value]) => value !== null && value !== undefined && value !== '');
  return h('dl', { class: 'facts' }, known.map(([name, value]) => h('div', null,
    h('dt', null, h('bdi', null, name)), h('dd', { dir: 'auto' }, value instanceof Node ? value : linked(String(value))))));
}
