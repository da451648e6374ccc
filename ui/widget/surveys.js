// Surveys (docs/protocol/30-visitor-api.md §5): read from either dialect, which questions are displayed, what is wrong with the answers. Pure.

/** @param {any} one @returns {any[]} */
const list = (one) => (one === undefined || one === null ? [] : Array.isArray(one) ? one : [one]);
/** @param {unknown} value */
const isTrue = (value) => value === true || value === 'true';

/** @type {Record<string, import('./types').Kind>} */
const KINDS = { 'Text Area': 'area', 'Dropdown Box': 'select', 'Radio Button': 'radio', 'Radio Button (side by side)': 'side', Checkbox: 'check' };

/** @type {(survey: any) => import('./types').Survey} */
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

/** What stands in a form at first. @type {(survey: import('./types').Survey) => import('./types').Values} */
export const firstValues = (survey) => Object.fromEntries(survey.questions.map((one) => {
  const chosen = one.entries.filter((entry) => entry.checked).map((entry) => entry.value);
  return [one.id, one.entries.length ? chosen.slice(0, one.kind === 'check' ? undefined : 1) : one.known ? [one.known] : []];
}));

/** @type {(values: import('./types').Values, question: import('./types').Question) => string[]} */
const given = (values, question) => (values[question.id] ?? []).filter((value) => value !== '');

/** The questions that are displayed: those no entry shows, and those a chosen entry of a displayed one shows.
 * @type {(survey: import('./types').Survey, values: import('./types').Values) => import('./types').Question[]} */
export const shown = (survey, values) => {
  const hidden = new Set(survey.questions.flatMap((one) => one.entries.flatMap((entry) => entry.shows)));
  const open = new Set(survey.questions.filter((one) => !hidden.has(one.logic)));
  for (const one of open) {
    const chosen = one.entries.filter((entry) => given(values, one).includes(entry.value)).flatMap((entry) => entry.shows);
    survey.questions.filter((other) => chosen.includes(other.logic)).forEach((other) => open.add(other));
  }
  return survey.questions.filter((one) => open.has(one));
};

/** @param {string} text */
export const isMail = (text) => /^[\w!#$%&'*+/=?^`{|}~-]+(\.[\w!#$%&'*+/=?^`{|}~-]+)*@([a-z\d]([a-z\d-]{0,61}[a-z\d])?\.)+[a-z\d]([a-z\d-]{0,61}[a-z\d])?$/i.test(text.trim());

/** What is wrong, by question. @type {(survey: import('./types').Survey, values: import('./types').Values) => Record<string, import('./types').Problem>} */
export const problems = (survey, values) => {
  /** @type {Record<string, import('./types').Problem>} */
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

/** The document that is sent: only what is displayed. @type {(survey: import('./types').Survey, values: import('./types').Values) => any} */
export const answers = (survey, values) => ({
  id: survey.id,
  question: shown(survey, values).map((one) => ({ id: one.id, answer: given(values, one) })).filter((one) => one.answer.length).map((one) => ({ id: one.id, answer: one.answer.length > 1 ? one.answer : one.answer[0].trim() })),
});

/** Whether entries are points of a scale, 1 to 5 or so. @param {import('./types').Question} question */
export const isScale = (question) => question.kind === 'side' && question.entries.length > 2 && question.entries.every((entry, at) => Number(entry.value) === Number(question.entries[0].value) + at);
