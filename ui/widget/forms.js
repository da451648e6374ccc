// Surveys (docs/protocol/30-visitor-api.md §5): read from either dialect, what is displayed, what is wrong with the answers (all pure), and the form.
import { fill, h } from './html.js';
import { key } from './server.js';
/** @import { Asker, Choice, FormParts, Keep, Kind, MakeField, Problem, Question, Survey, Texts, Values } from './types' */

/** @param {any} one @returns {any[]} */
const list = (one) => [one ?? []].flat();
/** @param {unknown} value */
const isTrue = (value) => String(value) === 'true';

/** @type {Record<string, Kind>} */
const KINDS = { 'Text Area': 'area', 'Dropdown Box': 'select', 'Radio Button': 'radio', 'Radio Button (side by side)': 'side', Checkbox: 'check' };

/** @type {(survey: any) => Survey} */
export const read = (survey) => ({
  id: Number(survey?.id),
  header: String(survey?.header ?? ''),
  questions: list(survey?.questions?.question).map((one) => ({ ...one, order: Number(one.order) })).sort((a, b) => a.order - b.order).map((one) => ({
    id: Number(one.id),
    logic: String(one.logicId ?? ''),
    kind: KINDS[one.type] ?? 'text',
    label: String(one.label ?? ''),
    mandatory: isTrue(one.mandatory),
    validation: String(one.validationType ?? ''),
    known: String(one.lastKnownValue ?? ''),
    entries: list(one.entry).map((entry) => ({
      value: String(entry.value), label: String(entry.displayValue ?? entry.value), checked: isTrue(entry.checked), shows: list(entry.logic?.showLogicId).map(String),
    })),
  })),
});

/** @type {(survey: Survey) => Values} */
export const firstValues = (survey) => Object.fromEntries(survey.questions.map((one) => {
  const chosen = one.entries.filter((entry) => entry.checked).map((entry) => entry.value);
  return [one.id, one.entries.length ? chosen.slice(0, one.kind === 'check' ? undefined : 1) : one.known ? [one.known] : []];
}));

/** @type {(values: Values, question: Question) => string[]} */
const given = (values, question) => (values[question.id] ?? []).filter((value) => value !== '');

/** The questions that are displayed: those no entry shows, and those a chosen entry of a displayed one shows.
 * @type {(survey: Survey, values: Values) => Question[]} */
export const shown = (survey, values) => {
  const hidden = new Set(survey.questions.flatMap((one) => one.entries.flatMap((entry) => entry.shows)));
  const open = new Set(survey.questions.filter((one) => !hidden.has(one.logic)));
  for (const one of open) {
    const chosen = one.entries.filter((entry) => given(values, one).includes(entry.value)).flatMap((entry) => entry.shows);
    survey.questions.filter((other) => chosen.includes(other.logic)).forEach((other) => open.add(other));
  }
  return survey.questions.filter((one) => open.has(one));
};

/** Whether it looks like a mail address; the server looks closer. @param {string} text */
export const isMail = (text) => /^[^\s@]+@[^\s@.]+(\.[^\s@.]+)+$/.test(text.trim());

/** What is wrong, by question. @type {(survey: Survey, values: Values) => Record<string, Problem>} */
export const problems = (survey, values) => {
  /** @type {Record<string, Problem>} */
  const found = {};
  for (const one of shown(survey, values)) {
    const [first] = given(values, one);
    if (!first?.trim()) {
      if (one.mandatory) found[one.id] = 'required';
    } else if (one.validation === 'numeric' && !/^[+-]?\d+([.,]\d+)?$/.test(first.trim())) found[one.id] = 'numeric';
    else if (one.validation === 'email' && !isMail(first)) found[one.id] = 'email';
  }
  return found;
};

/** The document that is sent: only what is displayed. @type {(survey: Survey, values: Values) => any} */
export const answers = (survey, values) => ({
  id: survey.id,
  question: shown(survey, values).map((one) => ({ id: one.id, answer: given(values, one) })).filter((one) => one.answer.length).map((one) => ({ id: one.id, answer: one.answer.length > 1 ? one.answer : one.answer[0].trim() })),
});

/** A survey as a form: shows the questions that the answers call for, and ties errors to them. @param {FormParts} parts */
const form = ({ survey, values, words, label, typed, send }) => {
  const note = h('p', { class: 'err', role: 'alert' });
  const submit = h('button', { class: 'main' }, label);
  let isTold = false;
  const fields = survey.questions.map((question) => field(question, values[question.id] ?? [], words, (given) => {
    values[question.id] = given;
    if (isTold) tell();
    show();
    typed?.();
  }));
  const show = () => {
    const visible = shown(survey, values);
    fields.forEach(({ box }, at) => { box.hidden = !visible.includes(survey.questions[at]); });
  };
  /** Marks what is wrong; the answer is the first of it. */
  const tell = () => {
    const found = problems(survey, values);
    const wrong = fields.filter(({ error, mark }, at) => {
      const problem = found[survey.questions[at].id];
      error.textContent = problem ? words[problem] : '';
      mark.setAttribute('aria-invalid', String(Boolean(problem)));
      return problem;
    });
    return wrong[0];
  };
  const all = h('form', { novalidate: true, class: 'form' }, survey.header && h('p', { dir: 'auto' }, survey.header), ...fields.map(({ box }) => box), note, submit);
  all.onsubmit = async (event) => {
    event.preventDefault();
    isTold = true;
    const wrong = tell();
    if (wrong) return wrong.first.focus();
    if (submit.ariaDisabled) return;
    submit.ariaDisabled = 'true';
    try {
      await send(values);
    } catch (error) {
      note.textContent = `${words.sorry} ${/** @type {Error} */ (error).message}`;
    }
    submit.ariaDisabled = null;
  };
  show();
  return all;
};

/** @type {MakeField} */
const field = ({ id: number, kind, label, mandatory, validation, entries }, given, words, answer) => {
  const id = `q${number}`;
  const error = h('p', { class: 'err', id: `${id}e` });
  const title = [h('bdi', null, label), !mandatory && h('span', { class: 'dim' }, ` (${words.optional})`)];
  const ties = { 'aria-describedby': `${id}e`, 'aria-required': mandatory && kind !== 'check' && 'true' };
  if (/radio|side|check/.test(kind)) {
    const inputs = entries.map(({ value }) => h('input', { type: kind === 'check' ? 'checkbox' : 'radio', name: id, value, checked: given.includes(value), onchange: () => answer(inputs.filter((one) => one.checked).map((one) => one.value)) }));
    const choices = h('div', { class: `choices ${kind}` }, ...inputs.map((one, at) => h('label', null, one, h('bdi', null, entries[at].label))));
    const box = h('fieldset', { role: kind === 'check' ? 'group' : 'radiogroup', ...ties }, h('legend', null, ...title), choices, error);
    return { box, error, mark: box, first: inputs[0] };
  }
  const control = kind === 'select'
    ? h('select', { id, ...ties }, h('option', { value: '' }, words.choose), ...entries.map(({ value, label: text }) => h('option', { value }, text)))
    : h(kind === 'area' ? 'textarea' : 'input', { id, dir: 'auto', rows: kind === 'area' && 4, ...ties, ...(validation === 'email' && { type: 'email', autocomplete: 'email' }), inputmode: validation === 'numeric' && 'decimal' });
  control.oninput = () => answer([control.value]);
  control.value = given[0] ?? '';
  return { box: h('div', { class: 'field' }, h('label', { for: id }, ...title), control, error), error, mark: control, first: control };
};

/** What stands in a form at first: what was typed, or the page has said, or the survey says. @type {(survey: Survey, ask: Asker) => Values} */
const valuesOf = (survey, { keep, wish, visitor }) => {
  const values = { ...firstValues(survey), ...keep.get(`form.${survey.id}`) };
  for (const { id, validation } of survey.questions) {
    const known = wish.answers?.[id] ?? (validation === 'email' && visitor.email);
    if (known && !values[id]?.length) values[id] = [known].flat();
  }
  return values;
};

/** A form whose answers are kept until they are sent. What is sent has a key, the same as long as the answers are. @type {Keep} */
const kept = (survey, ask, label, send) => {
  const part = `form.${survey.id}`;
  const values = valuesOf(survey, ask);
  let once = key();
  return form({
    survey, values, words: ask.words, label,
    typed: () => {
      ask.keep.set(part, values);
      once = key();
    },
    send: async () => {
      await send(answers(survey, values), once);
      ask.keep.set(part, null);
    },
  });
};

/** The form before a chat, or in its place. Nothing, when the page has given all answers. @type {(door: 'survey' | 'offline', ask: Asker) => Promise<HTMLElement | undefined>} */
export const before = async (door, ask) => {
  const { server, words, wish, shell } = ask;
  const skill = wish.skill ?? shell.data.skill;
  const survey = read(await server.survey(door === 'survey' ? '/preSurvey' : '/offlineSurvey', skill));
  if (door === 'offline') {
    return kept(survey, ask, words.send, async (given, once) => {
      await server.put('/offlineSurvey', { survey: { ...given, skill, chatReferrer: location.href } }, once);
      ask.thank();
    });
  }
  const values = valuesOf(survey, ask);
  if (!wish.answers || Object.keys(problems(survey, values)).length) return kept(survey, ask, words.begin, ask.start);
  ask.start(answers(survey, values)).catch(() => {});
};

/** What is asked and offered when a chat is over: the exit survey, the conversation by mail. @type {(chat: string, ask: Asker) => Promise<HTMLElement[]>} */
export const after = async (chat, ask) => {
  const { server, words, visitor, shell } = ask;
  /** @type {(of: string, body: unknown, place: HTMLElement, thanks: string) => Promise<void>} */
  const put = async (of, body, place, thanks) => {
    await server.put(`/${chat}/${of}`, body);
    const said = h('p', { role: 'status', tabindex: '-1' }, thanks);
    place.replaceChildren(said);
    said.focus();
  };
  const mail = read({ questions: { question: { id: 0, label: words.mailLabel, mandatory: true, validationType: 'email', lastKnownValue: visitor.email } } });
  const summary = h('summary', null, words.mail);
  const letter = h('details', { class: 'box' }, summary);
  letter.append(form({
    survey: mail, values: firstValues(mail), words, label: words.send, send: ({ 0: [email] }) => put('transcriptRequest', { email: email.trim() }, letter, fill(words.mailed, { mail: email })),
  }));
  if (!shell.status) await shell.ask();
  const survey = shell.status?.exitSurvey && await server.survey(`/${chat}/exitSurvey`).catch(() => null);
  if (!survey) return [letter];
  const place = h('div', { class: 'box' });
  place.append(kept(read(survey), ask, words.send, (given) => put('exitSurvey', { survey: given }, place, words.exitThanks)));
  return [place, letter];
};
