/**
 * A conversation that is watched: the messages of its stream made into what is shown. Everything here is pure.
 */

/**
 * @typedef {object} Line
 * @property {number} id
 * @property {number} at
 * @property {'visitor' | 'agent' | 'system' | 'state'} from
 * @property {string} by the name, empty for system and state
 * @property {string} text
 * @property {boolean} html
 * @property {boolean} privately for agents only
 */

/**
 * @typedef {object} Talk
 * @property {Line[]} lines in the order of their ids
 * @property {boolean} visitorTyping
 * @property {boolean} agentTyping
 * @property {string} [state] `waiting`, `chatting` or `ended`
 * @property {string} [visitorName]
 * @property {string} [agentName]
 * @property {string} [skillName]
 * @property {boolean} over the stream has said everything
 */

/** @type {Talk} */
export const EMPTY = { lines: [], visitorTyping: false, agentTyping: false, over: false };

/** The `systemMessageId` of lines from before the chat. */
const BEFORE = 0;

const STATES = /** @type {Record<string, string>} */ ({
  waiting: 'Waits for an agent',
  chatting: 'In conversation',
  ended: 'The chat has ended',
});

/**
 * Takes a message of the stream in.
 * @param {Talk} talk
 * @param {{ type: string, data: any }} message
 * @returns {Talk}
 */
export function heard(talk, { type, data }) {
  if (type === 'event') return withEvents(talk, [data.event]);
  if (type === 'info') return withInfo(talk, data.info ?? {});
  if (type === 'typing') return { ...talk, visitorTyping: data.visitorTyping === 'typing', agentTyping: data.agentTyping === 'typing' };
  return talk;
}

/**
 * Takes events in, whichever were known.
 * @param {Talk} talk
 * @param {any[]} events
 * @returns {Talk}
 */
export function withEvents(talk, events) {
  const known = new Set(talk.lines.map((line) => line.id));
  const fresh = events.map(lineOf).filter((line) => line !== undefined).filter((line) => !known.has(line.id));
  if (fresh.length === 0) return talk;
  const state = events.filter((event) => event['@type'] === 'state').at(-1)?.state;
  const lines = [...talk.lines, ...fresh].sort((a, b) => a.id - b.id);
  return { ...talk, lines, ...(state === undefined ? {} : { state: String(state) }) };
}

/**
 * @param {Talk} talk
 * @param {any} info
 * @returns {Talk}
 */
function withInfo(talk, info) {
  /** @param {string} name @param {string} member */
  const text = (name, member) => (info[member] === undefined ? {} : { [name]: String(info[member]) });
  const { agentName: _, ...rest } = talk;
  // What stands in for a name that was not given is none.
  if (info.visitorName === 'visitor') return withInfo(talk, { ...info, visitorName: undefined });
  return { ...rest, ...text('state', 'state'), ...text('visitorName', 'visitorName'), ...text('agentName', 'agentName'), ...text('skillName', 'skillName') };
}

/**
 * @param {any} event
 * @returns {Line | undefined}
 */
function lineOf(event) {
  const id = Number(event['@id']);
  const at = Date.parse(event.time);
  if (!Number.isInteger(id)) return undefined;
  if (event['@type'] === 'state') {
    const state = String(event.state);
    return { id, at, from: 'state', by: '', text: STATES[state] ?? state, html: false, privately: false };
  }
  if (event['@type'] !== 'line') return undefined;
  // What a page sent ahead of the chat comes as a system line of this number.
  const before = event.source === 'system' && Number(event.systemMessageId) === BEFORE;
  const source = before || event.source === 'visitor' ? 'visitor' : event.source === 'agent' ? 'agent' : 'system';
  return {
    id,
    at,
    from: source,
    by: source === 'system' ? '' : before ? 'Before the chat' : nameOf(event),
    text: event.textType === 'rich-content' ? richWords(event) : String(event.text ?? ''),
    html: event.textType === 'html',
    privately: event.subType === 'ONLY_TO_REP' && !before,
  };
}

/** Who wrote a line. A visitor without a name signs as `You`, for both sides. @param {any} event */
const nameOf = (event) => (event.source === 'visitor' && event.by === 'You' ? 'Visitor' : String(event.by ?? ''));

/** How deep structured content is looked into. */
const DEEPEST = 8;

/**
 * The words of structured content: its texts, titles and labels, one a line.
 * @param {any} event
 */
function richWords(event) {
  /** @type {string[]} */
  const found = [];
  /** @param {unknown} value @param {number} depth */
  const look = (value, depth) => {
    if (depth > DEEPEST || found.length >= 20 || value === null || typeof value !== 'object') return;
    for (const [key, inner] of Object.entries(value)) {
      if (['text', 'title', 'label', 'caption'].includes(key) && typeof inner === 'string' && inner.trim() !== '') found.push(inner);
      else look(inner, depth + 1);
    }
  };
  look(parsed(event.json), 0);
  return [String(event.text ?? ''), ...found].filter((words) => words !== '').join('\n') || 'Structured content';
}

/** @param {unknown} json */
function parsed(json) {
  if (typeof json !== 'string') return json;
  try {
    return JSON.parse(json);
  } catch {
    return null;
  }
}
