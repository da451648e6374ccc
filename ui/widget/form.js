// A survey as a form: shows the questions that the answers call for, ties errors to them, keeps what was typed.
import { h } from './html.js';
import { isScale, problems, shown } from './surveys.js';

/**
 * @param {{ survey: import('./types').Survey, values: import('./types').Values, words: import('./types').Texts, label: string,
 *   typed: () => void, send: (values: import('./types').Values) => Promise<void> }} parts
 * @returns {HTMLFormElement}
 */
export const form = ({ survey, values, words, label, typed, send }) => {
  /** @type {Map<import('./types').Question, { box: HTMLElement, error: HTMLElement, mark: HTMLElement, first: HTMLElement }>} */
  const asked = new Map();
  const note = h('p', { class: 'err', role: 'alert' });
  const submit = h('button', { class: 'main' }, label);

  const show = () => {
    const visible = shown(survey, values);
    asked.forEach(({ box }, question) => { box.hidden = !visible.includes(question); });
  };
  /** @type {(found: Record<string, import('./types').Problem>) => void} */
  const tell = (found) => asked.forEach(({ error, mark }, question) => {
    const problem = found[question.id];
    error.textContent = problem ? words[problem] : '';
    if (problem) mark.setAttribute('aria-invalid', 'true');
    else mark.removeAttribute('aria-invalid');
  });
  /** @type {(question: import('./types').Question, given: string[]) => void} */
  const answer = (question, given) => {
    values[question.id] = given;
    const known = asked.get(question);
    if (known?.error.textContent) tell(problems(survey, values));
    show();
    typed();
  };
  for (const question of survey.questions) asked.set(question, field(question, values[question.id] ?? [], words, (given) => answer(question, given)));

  const all = h('form', {
    novalidate: true,
    class: 'form',
    onsubmit: async (/** @type {Event} */ event) => {
      event.preventDefault();
      if (submit.getAttribute('aria-disabled')) return;
      const found = problems(survey, values);
      tell(found);
      const wrong = [...asked].find(([question]) => found[question.id]);
      note.textContent = wrong ? words.fix : '';
      if (wrong) return wrong[1].first.focus();
      submit.setAttribute('aria-disabled', 'true');
      try {
        await send(values);
      } catch (error) {
        note.textContent = /** @type {{ isPassing?: boolean }} */ (error).isPassing === false ? `${words.sendFailed} (${/** @type {Error} */ (error).message})` : words.sendFailed;
      }
      submit.removeAttribute('aria-disabled');
    },
  }, survey.header && h('p', { class: 'head', dir: 'auto' }, survey.header), ...[...asked.values()].map(({ box }) => box), note, submit);
  show();
  return all;
};

/** @type {(question: import('./types').Question, given: string[], words: import('./types').Texts, answer: (given: string[]) => void) => { box: HTMLElement, error: HTMLElement, mark: HTMLElement, first: HTMLElement }} */
const field = (question, given, words, answer) => {
  const id = `q${question.id}`;
  const error = h('p', { class: 'err', id: `${id}e` });
  const title = [h('bdi', null, question.label), !question.mandatory && h('span', { class: 'dim' }, ` (${words.optional})`)];
  const ties = { 'aria-describedby': `${id}e`, 'aria-required': question.mandatory && 'true' };
  if (question.kind === 'radio' || question.kind === 'side' || question.kind === 'check') {
    const type = question.kind === 'check' ? 'checkbox' : 'radio';
    const inputs = question.entries.map((entry) => h('input', { type, name: id, value: entry.value, onchange: () => answer(inputs.filter((one) => one.checked).map((one) => one.value)) }));
    inputs.forEach((one) => { one.checked = given.includes(one.value); });
    const choices = h('div', { class: `choices ${question.kind} ${isScale(question) ? 'scale' : ''}` }, ...inputs.map((one, at) => h('label', null, one, h('bdi', null, question.entries[at].label))));
    const box = h('fieldset', { role: type === 'radio' ? 'radiogroup' : 'group', ...ties, ...(type === 'checkbox' && { 'aria-required': null }) }, h('legend', null, ...title), choices, error);
    return { box, error, mark: box, first: inputs[0] ?? box };
  }
  const say = (/** @type {Event} */ event) => answer([/** @type {HTMLInputElement} */ (event.target).value]);
  const control = question.kind === 'select'
    ? h('select', { id, ...ties, onchange: say }, h('option', { value: '' }, words.choose), ...question.entries.map((entry) => h('option', { value: entry.value }, entry.label)))
    : question.kind === 'area'
      ? h('textarea', { id, rows: 4, dir: 'auto', ...ties, oninput: say })
      : h('input', { id, dir: 'auto', ...ties, oninput: say, ...(question.validation === 'email' && { type: 'email', autocomplete: 'email' }), ...(question.validation === 'numeric' && { inputmode: 'decimal' }) });
  control.value = given[0] ?? '';
  return { box: h('div', { class: 'field' }, h('label', { for: id }, ...title), control, error), error, mark: control, first: control };
};
