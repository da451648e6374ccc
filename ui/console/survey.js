/** The survey after a chat: reading its document, which questions show, what is sent. Pure. */

/**
 * @typedef {object} Question
 * @property {number} id
 * @property {number} logicId
 * @property {string} type
 * @property {boolean} mandatory
 * @property {string} label
 * @property {string} last the answer known so far
 * @property {{ value: string, display: string, checked: boolean, shows: number[] }[]} entries
 *
 * @typedef {{ id: number, header: string, questions: Question[] }} Survey
 * @typedef {Readonly<Record<number, readonly string[]>>} Answers by question id
 */

/** @param {any} value @returns {any[]} */
const list = (value) => (value === undefined || value === null ? [] : Array.isArray(value) ? value : [value]);
/** @param {unknown} value */
const yes = (value) => value === true || value === 'true';

/** @param {any} document @returns {Survey} */
export function surveyOf(document) {
  const { survey } = document;
  const questions = list(survey.questions?.question).map((question) => ({
    id: Number(question.id),
    logicId: Number(question.logicId),
    order: Number(question.order ?? 0),
    type: String(question.type),
    mandatory: yes(question.mandatory),
    label: String(question.label ?? ''),
    last: String(question.lastKnownValue ?? ''),
    entries: list(question.entry).map((entry) => ({
      value: String(entry.value), display: String(entry.displayValue ?? entry.value), checked: yes(entry.checked),
      shows: list(entry.logic?.showLogicId).map(Number),
    })),
  }));
  return { id: Number(survey.id), header: String(survey.header ?? ''), questions: questions.sort((a, b) => a.order - b.order) };
}

/** @param {Survey} survey @returns {Answers} */
export function firstAnswers(survey) {
  return Object.fromEntries(survey.questions.map((question) => {
    const checked = question.entries.filter((entry) => entry.checked).map((entry) => entry.value);
    return [question.id, checked.length > 0 ? checked : question.last ? [question.last] : []];
  }));
}

/**
 * The questions to show: one that an entry brings in is hidden until that entry is chosen in a question that shows.
 * @param {Survey} survey
 * @param {Answers} answers
 */
export function visible(survey, answers) {
  const conditional = new Set(survey.questions.flatMap((question) => question.entries.flatMap((entry) => entry.shows)));
  const shown = new Set(survey.questions.filter((question) => !conditional.has(question.logicId)));
  for (let before = -1; before !== shown.size;) {
    before = shown.size;
    const brought = new Set([...shown].flatMap((question) =>
      question.entries.filter((entry) => answers[question.id]?.includes(entry.value)).flatMap((entry) => entry.shows)));
    for (const question of survey.questions) if (brought.has(question.logicId)) shown.add(question);
  }
  return survey.questions.filter((question) => shown.has(question));
}

/** @param {Survey} survey @param {Answers} answers */
export const missing = (survey, answers) =>
  visible(survey, answers).filter((question) => question.mandatory && !answers[question.id]?.some((answer) => answer.trim() !== ''));

/**
 * @param {Survey} survey
 * @param {Answers} answers
 */
export function bodyOf(survey, answers) {
  const question = visible(survey, answers).flatMap(({ id }) => {
    const given = (answers[id] ?? []).map((answer) => answer.trim()).filter((answer) => answer !== '');
    return given.length === 0 ? [] : [{ id, answer: given.length === 1 ? given[0] : given }];
  });
  return { survey: { id: survey.id, question } };
}
