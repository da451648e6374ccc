import assert from 'node:assert/strict';
import { test } from 'node:test';
import { answers, firstValues, isMail, problems, read, shown } from '../forms.js';
/** @import { Values } from '../types' */

const NATIVE = {
  id: 40216, header: 'Please',
  questions: {
    question: [
      { id: 2, logicId: 5, order: 1, mandatory: true, type: 'Text Field', validationType: 'numeric', label: 'Number?', lastKnownValue: '' },
      { id: 1, logicId: 4, order: 0, mandatory: true, type: 'Dropdown Box', label: 'What?', entry: [{ value: 'Order', checked: false, logic: { showLogicId: 5 } }, { value: 'Other', checked: false }] },
      { id: 3, logicId: 6, order: 2, mandatory: false, type: 'Checkbox', label: 'Which?', entry: [{ value: 'a', checked: true }, { value: 'b', checked: true, displayValue: 'B' }] },
    ],
  },
};
const SURVEY = read(NATIVE);

test('a survey reads the same from numbers and from strings, and a single question needs no list', () => {
  const strings = JSON.parse(JSON.stringify(NATIVE), (_, value) => (typeof value === 'number' || typeof value === 'boolean' ? String(value) : value));
  assert.deepEqual(read(strings), SURVEY);
  assert.deepEqual(SURVEY.questions.map(({ id, kind }) => [id, kind]), [[1, 'select'], [2, 'text'], [3, 'check']]);
  const single = read({ id: '1', questions: { question: { id: '9', type: 'Text Area', label: 'Message:' } } });
  assert.deepEqual(single.questions.map(({ id, kind, mandatory }) => [id, kind, mandatory]), [[9, 'area', false]]);
});

test('a question that an entry shows is hidden until that entry is chosen, and so is what it shows itself', () => {
  const ids = (/** @type {Values} */ values) => shown(SURVEY, values).map(({ id }) => id);
  assert.deepEqual(ids({}), [1, 3]);
  assert.deepEqual(ids({ 1: ['Order'] }), [1, 2, 3]);
  const chain = read({ id: 1, questions: { question: [
    { id: 1, logicId: 1, order: 0, type: 'Radio Button', entry: [{ value: 'x', logic: { showLogicId: [2] } }, { value: 'y' }] },
    { id: 2, logicId: 2, order: 1, type: 'Radio Button', entry: [{ value: 'x', logic: { showLogicId: [3] } }] },
    { id: 3, logicId: 3, order: 2, type: 'Text Field' },
  ] } });
  assert.deepEqual(shown(chain, { 1: ['y'], 2: ['x'] }).map(({ id }) => id), [1]);
  assert.deepEqual(shown(chain, { 1: ['x'], 2: ['x'] }).map(({ id }) => id), [1, 2, 3]);
});

test('only questions that are displayed must be answered, and only they are sent', () => {
  assert.deepEqual(problems(SURVEY, {}), { 1: 'required' });
  assert.deepEqual(problems(SURVEY, { 1: ['Order'] }), { 2: 'required' });
  assert.deepEqual(problems(SURVEY, { 1: ['Order'], 2: ['x'] }), { 2: 'numeric' });
  assert.deepEqual(problems(SURVEY, { 1: ['Order'], 2: [' -1,5 '] }), {});
  assert.deepEqual(problems(SURVEY, { 1: ['Other'], 2: ['x'] }), {});
  assert.deepEqual(answers(SURVEY, { 1: ['Other'], 2: ['x'], 3: ['a', 'b'] }), { id: 40216, question: [{ id: 1, answer: 'Other' }, { id: 3, answer: ['a', 'b'] }] });
  assert.deepEqual(answers(SURVEY, { 1: ['Order'], 2: [' 7 '], 3: [] }), { id: 40216, question: [{ id: 1, answer: 'Order' }, { id: 2, answer: '7' }] });
});

test('a form begins with what the survey says', () => {
  assert.deepEqual(firstValues(SURVEY), { 1: [], 2: [], 3: ['a', 'b'] });
});

test('what is no mail address is seen before it is sent', () => {
  for (const good of ['a@b.c', 'ann.lee+x@mail.example.com', ' a@b-c.de ']) assert.ok(isMail(good), good);
  for (const bad of ['', 'a', 'a@b', '@b.c', 'a@b..c', 'a b@c.d', 'a@b.c.', 'a@b@c.d']) assert.ok(!isMail(bad), bad);
});
