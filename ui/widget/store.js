// The state of a chat as the visitor sees it, and what each thing that happens makes of it. Pure: no page, no network, no clock.
/** @import { Action, Entry, Pending, Row, State } from './types' */

/** @type {() => State} */
export const initial = () => ({
  status: null, chat: null, phase: 'none', entries: [], next: 0, pending: [], agent: '', isTyping: false, queue: null, marks: {}, seen: -1, isLost: false, isCaughtUp: false,
});

/** What two spellings of the same line have in common. @param {string} text */
const plain = (text) => text.replace(/\s+/g, ' ').trim();

/** @type {(event: Record<string, any>) => Entry} */
const entry = (event) => ({
  id: Number(event['@id']),
  at: Date.parse(event.time) || 0,
  from: event.source === 'visitor' || event.source === 'agent' ? event.source : 'system',
  by: event.source === 'agent' ? String(event.by ?? '') : '',
  text: String(event.text ?? ''),
  form: event.source === 'agent' && (event.textType === 'html' || event.textType === 'rich-content') ? event.textType : 'plain',
  json: event.json,
});

/** Takes an event in. One that was told before changes nothing. @type {(state: State, event: Record<string, any>) => State} */
const told = (state, event) => {
  const id = Number(event['@id']);
  if (!(id >= state.next)) return state;
  const after = { ...state, next: id + 1 };
  if (event['@type'] === 'state') return inPhase(after, event.state);
  if (event['@type'] !== 'line') return after;
  const line = entry(event);
  after.entries = [...state.entries, line];
  if (line.from === 'agent') after.isTyping = false;
  if (line.from !== 'visitor') return after;
  const same = state.pending.find((one) => one.event === undefined && one.guess === undefined && !one.failed && plain(one.text) === plain(line.text));
  after.pending = state.pending.filter((one) => one.event !== id).map((one) => (one === same && !state.pending.some((known) => known.event === id) ? { ...one, guess: id } : one));
  return after;
};

/** @type {(state: State, phase: any) => State} */
const inPhase = (state, phase) => {
  if (phase === state.phase || state.phase === 'ended' || !/^(waiting|chatting|ended)$/.test(phase)) return state;
  const after = { ...state, phase, isTyping: false, queue: phase === 'waiting' ? state.queue : null };
  if (phase === 'ended') after.pending = state.pending.map((one) => (one.event ?? one.guess) === undefined ? { ...one, failed: true } : one);
  return after;
};

/** @type {(state: State, key: string, change: Partial<Pending>) => State} */
const changed = (state, key, change) => ({ ...state, pending: state.pending.map((one) => (one.key === key ? { ...one, ...change } : one)) });

/** @type {(state: State, action: Action) => State} */
export const reduce = (state, action) => {
  switch (action.type) {
    case 'set': return { ...state, ...action.part };
    case 'started': return state.chat === action.chat ? state : { ...initial(), status: state.status, visitorId: state.visitorId, pending: state.pending, chat: action.chat, phase: 'waiting' };
    case 'event': return told(state, action.event);
    case 'info': return { ...inPhase(state, action.info.state), agent: String(action.info.agentName ?? ''), visitorId: Number(action.info.visitorId) || state.visitorId };
    case 'marks': return { ...state, marks: { ...state.marks, ...action.marks }, seen: Math.max(state.seen, action.marks.visitorRead ?? -1) };
    case 'wrote': return state.pending.some((one) => one.key === action.line.key) ? state : { ...state, pending: [...state.pending, action.line].sort((a, b) => a.at - b.at) };
    case 'sent': return action.event < state.next ? dropped(state, action.key) : changed(state, action.key, { event: action.event, guess: undefined, failed: false });
    case 'refused': return changed(state, action.key, { failed: true });
    case 'retry': return changed(state, action.key, { failed: false });
    case 'dropped': return dropped(state, action.key);
    case 'seen': return action.event > state.seen ? { ...state, seen: action.event } : state;
    case 'reset': return { ...initial(), status: state.status, visitorId: state.visitorId };
  }
};

/** @type {(state: State, key: string) => State} */
const dropped = (state, key) => ({ ...state, pending: state.pending.filter((one) => one.key !== key) });

/** Whether a chat is going on. @param {State} state */
export const isLive = ({ phase }) => phase === 'starting' || phase === 'waiting' || phase === 'chatting';

/** Whether a line that is written would be taken. @param {State} state */
export const mayWrite = (state) => state.phase === 'chatting' || (state.phase === 'waiting' && Boolean(state.status?.earlyLines));

/** The lines to send, in order. @param {State} state */
export const toSend = (state) => (mayWrite(state) ? state.pending.filter((one) => !one.failed && one.event === undefined) : []);

/** The number of the last line of a side; -1: none. @param {State} state @param {string} from */
const lastOf = (state, from) => state.entries.filter((one) => one.from === from).pop()?.id ?? -1;

/** @type {(state: State, line: Pending) => Row['state']} */
const stateOf = (state, line) => (line.failed ? 'failed' : line.event !== undefined ? 'sent' : mayWrite(state) && !state.isLost ? 'sending' : 'held');

/** The rows of the thread: what was told, and behind it what is on its way. @type {(state: State) => Row[]} */
export const rows = (state) => {
  const last = lastOf(state, 'visitor');
  /** @type {Row[]} */
  const said = state.entries.map((one) => ({ ...one, key: `e${one.id}`, ...(one.id === last && { state: one.id <= (state.marks.agentRead ?? -1) ? 'seen' : 'sent' }) }));
  /** @type {Row[]} */
  const coming = state.pending.filter((one) => one.guess === undefined).map((one) => ({ ...one, from: 'visitor', by: '', form: 'plain', state: stateOf(state, one) }));
  return [...said, ...coming];
};

/** How many lines of agents were not seen. @param {State} state */
export const unread = (state) => state.entries.filter((one) => one.from === 'agent' && one.id > state.seen).length;

/** The last line that there is to see; -1: none. @param {State} state */
export const lastToSee = (state) => lastOf(state, 'agent');
