/** The questions of a survey as fields; those that an answer brings in come and go. */

import { h, keyed, setAttribute, setText } from '../shared/dom.js';
import { visible } from './survey.js';

/** @typedef {import('./survey.js').Survey} Survey */
/** @typedef {import('./survey.js').Question} Question */
/** @typedef {import('./survey.js').Answers} Answers */

let count = 0;

/**
 * @param {Survey} survey
 * @param {Answers} first
 */
export function createQuestions(survey, first) {
  let answers = first;
  const element = h('div', { class: 'questions' });
  /** @param {Question} question @param {string[]} given */
  const change = (question, given) => {
    answers = { ...answers, [question.id]: given };
    draw();
  };
  const draw = () => keyed(element, visible(survey, answers), (question) => String(question.id),
    (question) => field(question, answers[question.id] ?? [], (given) => change(question, given)));
  draw();
  return {
    element,
    answers: () => answers,
    /** @param {Question[]} lacking */
    complain(lacking) {
      for (const part of element.querySelectorAll('[data-question]')) {
        const bad = lacking.some((question) => String(question.id) === /** @type {HTMLElement} */ (part).dataset['question']);
        setText(/** @type {Element} */ (part.querySelector('.wrong')), bad ? 'Please answer this.' : '');
        const input = part.querySelector('input:not([type=checkbox], [type=radio]), textarea, select');
        if (input) setAttribute(input, 'aria-invalid', bad ? 'true' : null);
      }
      const first = element.querySelector(`[data-question="${lacking[0]?.id}"]`)?.querySelector('input, textarea, select');
      if (first instanceof HTMLElement) first.focus();
    },
  };
}

/**
 * @param {Question} question
 * @param {readonly string[]} given
 * @param {(given: string[]) => void} onChange
 */
function field(question, given, onChange) {
  count += 1;
  const id = `question-${count}`;
  const wrong = h('p', { class: 'wrong', id: `${id}-wrong`, role: 'alert' });
  const label = [question.label, !question.mandatory && h('span', { class: 'quiet' }, ' (optional)')];
  const common = { id, class: 'input', 'aria-describedby': wrong.id, required: question.mandatory };
  const wrap = (/** @type {HTMLElement} */ input) => h('div', { class: 'field', dataset: { question: question.id } }, h('label', { for: id }, label), input, wrong);
  if (question.type === 'Text Field') {
    const input = h('input', { ...common, value: given[0] ?? '', oninput: () => onChange([input.value]) });
    return wrap(input);
  }
  if (question.type === 'Text Area') {
    const input = h('textarea', { ...common, rows: '3', value: given[0] ?? '', oninput: () => onChange([input.value]) });
    return wrap(input);
  }
  if (question.type === 'Dropdown Box') {
    const input = h('select', { ...common, onchange: () => onChange(input.value ? [input.value] : []) },
      h('option', { value: '' }, 'Please choose'), question.entries.map((entry) => h('option', { value: entry.value }, entry.display)));
    input.value = given[0] ?? '';
    return wrap(input);
  }
  return choices(question, given, onChange, { id, label, wrong });
}

/**
 * @param {Question} question
 * @param {readonly string[]} given
 * @param {(given: string[]) => void} onChange
 * @param {{ id: string, label: (string | HTMLElement | false)[], wrong: HTMLElement }} parts
 */
function choices(question, given, onChange, { id, label, wrong }) {
  const many = question.type === 'Checkbox';
  const inputs = question.entries.map((entry) => h('input', {
    type: many ? 'checkbox' : 'radio', name: id, value: entry.value, checked: given.includes(entry.value),
    onchange: () => onChange(inputs.filter((input) => input.checked).map((input) => input.value)),
  }));
  return h('fieldset', { class: 'field choices', dataset: { question: question.id }, 'aria-describedby': wrong.id },
    h('legend', { class: 'label' }, label),
    h('div', { class: question.type.includes('side by side') ? 'choices-row' : 'choices-stack' },
      question.entries.map((entry, at) => h('label', { class: 'choice' }, inputs[at], entry.display))),
    wrong);
}
