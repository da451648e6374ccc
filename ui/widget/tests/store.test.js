import assert from 'node:assert/strict';
import { test } from 'node:test';
import { doorOf } from '../panel.js';
import { initial, lastToSee, mayWrite, reduce, rows, toSend, unread } from '../store.js';
/** @import { Action, State } from '../types' */


const STATUS = { online: true, available: true, estimatedWait: 0, preSurvey: false, offlineForm: true, exitSurvey: false, earlyLines: true };
const TIME = '2026-11-25T10:00:00.000+00:00';

/** @param {Action[]} actions */
const after = (...actions) => actions.reduce(reduce, initial());
/** @type {(id: number, source: string, text: string, more?: object) => Action} */
const line = (id, source, text, more) => ({ type: 'event', event: { '@id': `${id}`, '@type': 'line', time: TIME, textType: 'plain', text, by: 'Maya', source, ...more } });
/** @type {(id: number, state: string) => Action} */
const phase = (id, state) => ({ type: 'event', event: { '@id': `${id}`, '@type': 'state', time: TIME, state } });
/** @type {(key: string, text: string, at?: number) => Action} */
const wrote = (key, text, at = 1) => ({ type: 'wrote', line: { key, text, at } });
/** @type {Action[]} */
const CHATTING = [{ type: 'set', part: { status: STATUS } }, { type: 'started', chat: 'H1K1' }, phase(0, 'waiting'), phase(1, 'chatting')];
const texts = (/** @type {State} */ state) => rows(state).map((row) => `${row.text} ${row.state ?? ''}`.trim());

test('an event that is told twice stands there once', () => {
  const state = after(...CHATTING, line(2, 'agent', 'hello'), line(2, 'agent', 'hello'), line(1, 'agent', 'old'));
  assert.deepEqual(texts(state), ['hello']);
  assert.equal(state.next, 3);
});

test('the phase is that of the last state event, and an ended chat stays ended', () => {
  assert.equal(after(...CHATTING).phase, 'chatting');
  assert.equal(after(...CHATTING, phase(2, 'waiting')).phase, 'waiting');
  assert.equal(after(...CHATTING, phase(2, 'ended'), { type: 'info', info: { state: 'chatting' } }).phase, 'ended');
});

test('a line goes from sending to sent to seen and stands there once, the answer first', () => {
  const sending = [...CHATTING, wrote('a', 'hi')];
  assert.deepEqual(texts(after(...sending)), ['hi sending']);
  const sent = [...sending, /** @type {Action} */ ({ type: 'sent', key: 'a', event: 2 })];
  assert.deepEqual(texts(after(...sent)), ['hi sent']);
  const told = [...sent, line(2, 'visitor', 'hi')];
  assert.deepEqual(texts(after(...told)), ['hi sent']);
  assert.deepEqual(after(...told).pending, []);
  assert.deepEqual(texts(after(...told, { type: 'marks', marks: { agentRead: 2 } })), ['hi seen']);
});

test('a line whose event comes before the answer stands there once', () => {
  const told = [...CHATTING, wrote('a', 'two  words\n'), line(2, 'visitor', 'two words')];
  assert.deepEqual(texts(after(...told)), ['two words sent']);
  assert.equal(toSend(after(...told)).length, 1);
  assert.deepEqual(after(...told, { type: 'sent', key: 'a', event: 2 }).pending, []);
});

test('the same words written twice stand there twice', () => {
  const first = [...CHATTING, wrote('a', 'ok', 1), wrote('b', 'ok', 2), line(2, 'visitor', 'ok')];
  assert.deepEqual(texts(after(...first)), ['ok sent', 'ok sending']);
  assert.deepEqual(texts(after(...first, line(3, 'visitor', 'ok'))), ['ok', 'ok sent']);
});

test('lines are sent in the order in which they were written, whichever tab they come from', () => {
  const state = after(...CHATTING, wrote('b', 'second', 2), wrote('a', 'first', 1), wrote('b', 'second', 2));
  assert.deepEqual(toSend(state).map(({ text }) => text), ['first', 'second']);
});

test('a refused line is kept, not sent again by itself, and can be retried or dropped', () => {
  const refused = [...CHATTING, wrote('a', 'hi'), /** @type {Action} */ ({ type: 'refused', key: 'a' })];
  assert.deepEqual(texts(after(...refused)), ['hi failed']);
  assert.deepEqual(toSend(after(...refused)), []);
  assert.deepEqual(toSend(after(...refused, { type: 'retry', key: 'a' })).length, 1);
  assert.deepEqual(texts(after(...refused, { type: 'dropped', key: 'a' })), []);
});

test('without a connection a line is held, and when the chat ends it has failed', () => {
  const lost = [...CHATTING, wrote('a', 'hi'), /** @type {Action} */ ({ type: 'set', part: { isLost: true } })];
  assert.deepEqual(texts(after(...lost)), ['hi held']);
  assert.deepEqual(texts(after(...lost, phase(2, 'ended'))), ['hi failed']);
});

test('while the chat waits, lines go out only where the desk takes them', () => {
  const waiting = after({ type: 'set', part: { status: STATUS } }, wrote('a', 'hi'), { type: 'started', chat: 'H1K1' }, phase(0, 'waiting'));
  assert.equal(mayWrite(waiting), true);
  assert.equal(toSend(waiting).length, 1);
  const strict = reduce(waiting, { type: 'set', part: { status: { ...STATUS, earlyLines: false } } });
  assert.equal(mayWrite(strict), false);
  assert.deepEqual([toSend(strict), texts(strict)], [[], ['hi held']]);
  assert.equal(toSend(reduce(strict, phase(1, 'chatting'))).length, 1);
});

test('what agents wrote and the visitor has not seen is counted', () => {
  const state = after(...CHATTING, line(2, 'agent', 'a'), line(3, 'system', 'b'), line(4, 'agent', 'c'));
  assert.equal(unread(state), 2);
  assert.equal(lastToSee(state), 4);
  assert.equal(unread(reduce(state, { type: 'marks', marks: { visitorRead: 2 } })), 1);
  assert.equal(unread(reduce(state, { type: 'seen', event: 4 })), 0);
  assert.equal(reduce(reduce(state, { type: 'seen', event: 4 }), { type: 'seen', event: 2 }).seen, 4);
});

test('only agents have markup, whatever an event says', () => {
  const state = after(...CHATTING, line(2, 'visitor', '<b>x</b>', { textType: 'html' }), line(3, 'agent', '<b>x</b>', { textType: 'html' }), line(4, 'agent', 'x', { textType: 'other' }));
  assert.deepEqual(rows(state).map(({ form }) => form), ['plain', 'html', 'plain']);
});

test('typing and the place in the queue end with what they belong to', () => {
  const typing = after(...CHATTING, { type: 'set', part: { isTyping: true } });
  assert.equal(typing.isTyping, true);
  assert.equal(reduce(typing, line(2, 'agent', 'x')).isTyping, false);
  const queued = after({ type: 'started', chat: 'H1K1' }, { type: 'set', part: { queue: { position: 3, estimatedWaitTime: 45 } } });
  assert.equal(queued.queue?.position, 3);
  assert.equal(reduce(queued, phase(0, 'chatting')).queue, null);
});

test('a new chat begins empty, but with the lines that were written for it', () => {
  const state = after(...CHATTING, line(2, 'agent', 'x'), { type: 'info', info: { state: 'ended', visitorId: 7 } }, { type: 'reset' }, wrote('a', 'hi'), { type: 'started', chat: 'H2K2' });
  assert.deepEqual([state.chat, state.phase, state.entries, state.pending.length, state.visitorId], ['H2K2', 'waiting', [], 1, 7]);
  assert.equal(reduce(state, { type: 'started', chat: 'H2K2' }), state);
});

test('the door is the survey, the greeting, the offline form, or none of them', () => {
  assert.equal(doorOf(null), '');
  assert.equal(doorOf(STATUS), 'home');
  assert.equal(doorOf({ ...STATUS, preSurvey: true }), 'survey');
  assert.equal(doorOf({ ...STATUS, available: false }), 'offline');
  assert.equal(doorOf({ ...STATUS, available: false, offlineForm: false }), 'away');
});
