/**
 * One chat as the console knows it. Pure: every function takes a chat and gives the chat that follows, the same object when
 * nothing changed.
 */

import { plainName } from '../shared/text.js';

/**
 * @typedef {object} ChatEvent
 * @property {number} id
 * @property {string} type `line`, `state`, or what an old client sent
 * @property {number} at
 * @property {string} text
 * @property {'plain' | 'html' | 'rich-content'} textType
 * @property {string} by
 * @property {string} source `visitor`, `agent` or `system`
 * @property {number | null} systemMessageId
 * @property {boolean} private only agents see it
 * @property {string} state of a state event
 * @property {unknown} json of rich content
 */

/** @typedef {{ text: string, private: boolean, at: number }} Draft */

/**
 * @typedef {object} Outgoing a line on its way
 * @property {string} key the `Idempotency-Key`, kept with the line for as long as it lives
 * @property {string} chat
 * @property {string} text
 * @property {boolean} private
 * @property {number} at
 * @property {'sending' | 'failed'} status
 * @property {boolean} [held] it is sent again by itself when the connection is back
 * @property {string} [error]
 * @property {number} [id] the event it became
 */

/**
 * @typedef {object} Chat
 * @property {string} key
 * @property {'waiting' | 'chatting' | 'ended'} state
 * @property {boolean} mine whether it is this agent's
 * @property {number | null} lostAt when the list of the agent's chats ceased to have it; it ended, or it went elsewhere
 * @property {boolean} handedOver this agent gave it away
 * @property {boolean} known whether its information has come
 * @property {string} visitorName
 * @property {string} skillName
 * @property {number | null} skillId
 * @property {number} startedAt
 * @property {readonly ChatEvent[]} events
 * @property {number} lastId -1 before the first event
 * @property {boolean} visitorTyping
 * @property {boolean} agentTyping
 * @property {number} agentRead -1: nothing
 * @property {number} visitorRead -1: nothing
 * @property {Draft | null} draft
 * @property {number} unread
 * @property {number | null} unansweredAt since when the visitor waits for a word
 * @property {readonly Outgoing[]} outgoing
 * @property {boolean} wrappedUp the survey was answered
 */

/**
 * @param {string} key
 * @returns {Chat}
 */
export function newChat(key) {
  return {
    key, state: 'chatting', mine: true, lostAt: null, handedOver: false, known: false, visitorName: '', skillName: '', skillId: null,
    startedAt: 0, events: [], lastId: -1,
    visitorTyping: false, agentTyping: false, agentRead: -1, visitorRead: -1, draft: null, unread: 0, unansweredAt: null, outgoing: [],
    wrappedUp: false,
  };
}

/**
 * Reads the document of an event, in either dialect.
 * @param {any} document
 * @returns {ChatEvent}
 */
export function eventOf(document) {
  const system = document.systemMessageId;
  return {
    id: Number(document['@id'] ?? document.id),
    type: String(document['@type'] ?? document.type ?? ''),
    at: Date.parse(document.time) || 0,
    text: String(document.text ?? ''),
    textType: document.textType ?? 'plain',
    by: String(document.by ?? ''),
    source: String(document.source ?? ''),
    systemMessageId: system === undefined || system === null ? null : Number(system),
    private: document.subType === 'ONLY_TO_REP',
    state: String(document.state ?? ''),
    json: document.json ?? null,
  };
}

/**
 * Takes an event in. One that is known already changes nothing: a stream that was taken up may tell it again.
 * @param {Chat} chat
 * @param {ChatEvent} event
 * @param {string} nickname this agent's
 * @returns {Chat}
 */
export function withEvent(chat, event, nickname) {
  if (event.id <= chat.lastId) return chat;
  /** @type {Chat} */
  const next = { ...chat, events: [...chat.events, event], lastId: event.id };
  if (event.type === 'state') return withState(next, event);
  if (event.type !== 'line') return next;
  if (event.id > chat.agentRead && counts(event, nickname)) next.unread += 1;
  if (event.source === 'visitor') {
    next.unansweredAt ??= event.at;
    next.visitorTyping = false;
  } else if (event.source === 'agent' && !event.private) next.unansweredAt = null;
  next.outgoing = claimed(chat.outgoing, event, nickname);
  return next;
}

/**
 * @param {Chat} chat
 * @param {ChatEvent} event
 * @returns {Chat}
 */
function withState(chat, event) {
  if (event.state === 'ended') return { ...chat, state: 'ended', mine: true, lostAt: null, unansweredAt: null, visitorTyping: false, agentTyping: false };
  // Whoever was just connected waits for the first word.
  if (event.state === 'chatting') return { ...chat, state: 'chatting', unansweredAt: chat.unansweredAt ?? event.at };
  if (event.state === 'waiting') return { ...chat, state: 'waiting' };
  return chat;
}

/**
 * Whether a line is news to this agent: what the visitor wrote, and what a colleague whispered.
 * @param {ChatEvent} event
 * @param {string} nickname
 */
function counts(event, nickname) {
  return event.source === 'visitor' || (event.source === 'agent' && event.private && event.by !== nickname);
}

/**
 * A line that comes by the stream takes the place of the one on its way, whose answer may be a moment later.
 * @param {readonly Outgoing[]} outgoing
 * @param {ChatEvent} event
 * @param {string} nickname
 */
function claimed(outgoing, event, nickname) {
  if (outgoing.length === 0) return outgoing;
  const byId = outgoing.findIndex((line) => line.id === event.id);
  if (byId >= 0) return outgoing.filter((_, at) => at !== byId);
  if (event.source !== 'agent' || event.by !== nickname) return outgoing;
  const same = outgoing.findIndex((line) =>
    line.id === undefined && (line.status === 'sending' || line.held) && line.text === event.text && line.private === event.private);
  return same < 0 ? outgoing : outgoing.map((line, at) => (at === same ? { ...line, id: event.id } : line));
}

/**
 * The lines on their way that the conversation does not show as events.
 * @param {Chat} chat
 */
export function stillOutgoing(chat) {
  return chat.outgoing.filter((line) => line.id === undefined || line.id > chat.lastId);
}

/**
 * @param {Chat} chat
 * @param {any} info
 * @returns {Chat}
 */
export function withInfo(chat, info) {
  const ended = chat.state === 'ended' || info.state === 'ended';
  return {
    ...chat,
    known: true,
    state: ended ? 'ended' : (info.state ?? chat.state),
    visitorName: String(info.visitorName ?? ''),
    skillName: String(info.skillName ?? ''),
    skillId: info.skillId === undefined ? null : Number(info.skillId),
    startedAt: Date.parse(info.startTime) || chat.startedAt,
  };
}

/**
 * @param {Chat} chat
 * @param {{ agentRead?: number, visitorRead?: number, draft?: Draft }} marks
 * @param {string} nickname
 * @returns {Chat}
 */
export function withMarks(chat, marks, nickname) {
  const next = {
    ...chat,
    agentRead: Math.max(chat.agentRead, marks.agentRead ?? -1),
    visitorRead: Math.max(chat.visitorRead, marks.visitorRead ?? -1),
    draft: marks.draft ?? null,
  };
  next.unread = unreadOf(next, nickname);
  return next;
}

/**
 * @param {Chat} chat
 * @param {number} id
 * @param {string} nickname
 */
export function withRead(chat, id, nickname) {
  if (id <= chat.agentRead) return chat;
  const next = { ...chat, agentRead: id };
  next.unread = unreadOf(next, nickname);
  return next;
}

/**
 * @param {Chat} chat
 * @param {string} nickname
 */
function unreadOf(chat, nickname) {
  let unread = 0;
  for (let at = chat.events.length - 1; at >= 0; at -= 1) {
    const event = /** @type {ChatEvent} */ (chat.events[at]);
    if (event.id <= chat.agentRead) break;
    if (event.type === 'line' && counts(event, nickname)) unread += 1;
  }
  return unread;
}

/** What a line is to this agent.
 * @typedef {'visitor' | 'own' | 'agent' | 'note' | 'handed' | 'whisper' | 'before' | 'system'} LineKind
 * `handed`: a note of who had the chat before; `whisper`: a private line of another while the chat is this agent's
 */

/**
 * @param {ChatEvent} event
 * @param {string} nickname
 * @param {number} acceptedId the id of the last `chatting` event
 * @returns {LineKind}
 */
export function lineKind(event, nickname, acceptedId) {
  if (event.source === 'visitor') return 'visitor';
  if (event.source === 'agent') {
    if (!event.private) return event.by === nickname ? 'own' : 'agent';
    if (event.by === nickname) return 'note';
    return event.id < acceptedId ? 'handed' : 'whisper';
  }
  return event.systemMessageId === 0 ? 'before' : 'system';
}

/** @param {Chat} chat */
export function acceptedId(chat) {
  return lastEvent(chat, (event) => event.type === 'state' && event.state === 'chatting')?.id ?? -1;
}

/** Whether the desk still says that the chat is this agent's. @param {Chat | undefined} chat */
export const isHere = (chat) => chat !== undefined && chat.mine && chat.lostAt === null;

/**
 * The last line that somebody wrote, for the list.
 * @param {Chat} chat
 */
export function lastLine(chat) {
  return lastEvent(chat, (event) => event.type === 'line' && event.source !== 'system');
}

/**
 * @param {Chat} chat
 * @param {(event: ChatEvent) => boolean} wanted
 */
function lastEvent(chat, wanted) {
  for (let at = chat.events.length - 1; at >= 0; at -= 1) {
    const event = /** @type {ChatEvent} */ (chat.events[at]);
    if (wanted(event)) return event;
  }
  return null;
}

/** The visitor's name; one who gave none is called `visitor` by the server. @param {{ visitorName: string }} chat */
export function nameOf({ visitorName }) {
  const name = plainName(visitorName);
  return name === '' || name === 'visitor' ? 'Visitor' : name;
}
