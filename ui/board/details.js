/** Who the visitor of a watched chat is: answers, variables, and how the chat came here. */

import { fill, h } from '../shared/dom.js';
import { exact, span } from '../shared/time.js';
import { counted } from './words.js';

/**
 * @param {() => Promise<any>} ask
 */
export function createDetails(ask) {
  const body = h('div', { class: 'details-body' }, h('p', { class: 'quiet' }, 'Loading…'));
  const element = h('details', { class: 'details' }, h('summary', null, 'Visitor and answers'), body);

  async function load() {
    try {
      const { details } = await ask();
      fill(body, rows(details));
    } catch (error) {
      fill(body, h('p', { class: 'quiet' }, /** @type {Error} */ (error).message),
        h('button', { type: 'button', class: 'button small', onclick: () => void load() }, 'Try again'));
    }
  }
  return { element, load };
}

/** @param {any} details */
function rows({ visitor, survey = [], variables = [], requestedAt, acceptedAt, exitSurvey = [] }) {
  /** @type {[string, string][]} */
  const pairs = [];
  const add = (/** @type {string} */ term, /** @type {unknown} */ value) => {
    if (value !== undefined && value !== null && value !== '') pairs.push([term, String(value)]);
  };
  add('Name', visitor?.name);
  add('Language', visitor?.language);
  add('Page', visitor?.page);
  add('Browser', visitor?.browser);
  add('Address', visitor?.address);
  add('Requested', requestedAt === undefined ? undefined : exact(requestedAt));
  add('Accepted', acceptedAt === undefined ? undefined : `${exact(acceptedAt)}, after ${span(acceptedAt - requestedAt)}`);
  for (const { question, answer } of [...survey, ...exitSurvey]) add(question, answer);
  for (const { name, value } of variables) add(name, value);
  if (pairs.length === 0) return h('p', { class: 'quiet' }, 'Nothing is known of this visitor.');
  return h('dl', { 'aria-label': counted(pairs.length, 'detail') }, pairs.map(([term, value]) => h('div', null, h('dt', null, term), h('dd', { dir: 'auto' }, value))));
}
