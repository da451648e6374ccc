import assert from 'node:assert/strict';
import { test } from 'node:test';

import { EMPTY, heard, withEvents } from '../talk.js';

const line = (/** @type {number} */ id, more = {}) => ({ '@id': String(id), '@type': 'line', time: '2026-01-29T08:20:10.120Z', textType: 'plain', text: 'Hi', by: 'Ann', source: 'visitor', subType: 'REGULAR', ...more });

test('a line is shown once, in its place, however often it comes', () => {
  let talk = withEvents(EMPTY, [line(2), line(0)]);
  talk = heard(talk, { type: 'event', data: { event: line(1) } });
  talk = heard(talk, { type: 'event', data: { event: line(1) } });
  assert.deepEqual(talk.lines.map((one) => one.id), [0, 1, 2]);
});

test('what is known already changes nothing', () => {
  const talk = withEvents(EMPTY, [line(0)]);
  assert.equal(withEvents(talk, [line(0)]), talk);
});

test('private lines, markup and system lines are told apart', () => {
  const { lines } = withEvents(EMPTY, [
    line(0, { subType: 'ONLY_TO_REP', source: 'agent' }), line(1, { textType: 'html', source: 'agent' }), line(2, { source: 'system', by: 'info' }),
  ]);
  assert.deepEqual(lines.map((one) => [one.privately, one.html, one.from, one.by]), [[true, false, 'agent', 'Ann'], [false, true, 'agent', 'Ann'], [false, false, 'system', '']]);
});

test('a state is told in words and kept', () => {
  const talk = withEvents(EMPTY, [{ '@id': '0', '@type': 'state', time: 'x', state: 'waiting' }, { '@id': '1', '@type': 'state', time: 'x', state: 'ended' }]);
  assert.deepEqual([talk.lines.at(-1)?.text, talk.state], ['The chat has ended', 'ended']);
});

test('events of other kinds are passed over', () => {
  assert.equal(withEvents(EMPTY, [{ '@id': '0', '@type': 'a2a-transfer' }]), EMPTY);
});

test('information and typing are taken as they are told, and an agent who left is gone', () => {
  let talk = heard(EMPTY, { type: 'info', data: { info: { state: 'chatting', visitorName: 'Ann', agentName: 'Maya' } } });
  talk = heard(talk, { type: 'typing', data: { visitorTyping: 'typing', agentTyping: 'not-typing' } });
  assert.deepEqual([talk.agentName, talk.visitorTyping, talk.agentTyping], ['Maya', true, false]);
  assert.equal(heard(talk, { type: 'info', data: { info: { state: 'waiting', visitorName: 'Ann' } } }).agentName, undefined);
});

test('structured content is shown by its words', () => {
  const rich = (/** @type {unknown} */ json, text = '') => withEvents(EMPTY, [line(0, { textType: 'rich-content', text, json })]).lines[0]?.text;
  assert.equal(rich({ type: 'vertical', elements: [{ type: 'text', text: 'Stool' }, { type: 'button', title: 'Buy', click: {} }] }), 'Stool\nBuy');
  assert.equal(rich('{"title":"Table"}', 'Look'), 'Look\nTable');
  assert.equal(rich('{broken'), 'Structured content');
});

test('what was written before the chat is the visitor\'s, and no whisper', () => {
  const { lines } = withEvents(EMPTY, [line(0, { source: 'system', by: 'info', systemMessageId: 0, subType: 'ONLY_TO_REP' }), line(1, { source: 'system', by: 'info', systemMessageId: 4 })]);
  assert.deepEqual(lines.map((one) => [one.from, one.by, one.privately]), [['visitor', 'Before the chat', false], ['system', '', false]]);
});

test('a visitor without a name is called so, and not You', () => {
  const { lines } = withEvents(EMPTY, [line(0, { by: 'You' }), line(1, { by: 'You', source: 'agent' })]);
  assert.deepEqual(lines.map((one) => one.by), ['Visitor', 'You']);
  const talk = heard(EMPTY, { type: 'info', data: { info: { state: 'chatting', visitorName: 'visitor', agentName: 'Maya' } } });
  assert.deepEqual([talk.visitorName, talk.agentName], [undefined, 'Maya']);
});
