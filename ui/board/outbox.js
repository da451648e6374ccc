/**
 * Whispers under way: each is sending, sent or failed, and carries the key with which it may be sent again without being doubled. Everything here is pure.
 */

/** @typedef {import('./talk.js').Line} Line */

/**
 * @typedef {object} Whisper
 * @property {string} key the `Idempotency-Key`
 * @property {string} text
 * @property {number} after the id of the last line that was there when it was written, -1 for none
 * @property {'sending' | 'sent' | 'failed'} state
 * @property {string} [error]
 */

/**
 * @param {readonly Whisper[]} box
 * @param {{ key: string, text: string, after: number }} whisper
 * @returns {Whisper[]}
 */
export const written = (box, { key, text, after }) => [...box, { key, text, after, state: 'sending' }];

/**
 * @param {readonly Whisper[]} box
 * @param {string} key
 * @param {'sending' | 'sent' | 'failed'} state
 * @param {string} [error]
 * @returns {Whisper[]}
 */
export function marked(box, key, state, error) {
  return box.map((whisper) => {
    if (whisper.key !== key) return whisper;
    const { error: _, ...rest } = whisper;
    return { ...rest, state, ...(error === undefined ? {} : { error }) };
  });
}

/**
 * @param {readonly Whisper[]} box
 * @param {string} key
 * @returns {Whisper[]}
 */
export const discarded = (box, key) => box.filter((whisper) => whisper.key !== key);

/**
 * Those that the conversation does not show yet: a private line takes the place of one whisper with its text.
 * @param {readonly Whisper[]} box
 * @param {readonly Line[]} lines
 * @returns {Whisper[]}
 */
export function unseen(box, lines) {
  const taken = new Set();
  return box.filter((whisper) => {
    const line = lines.find((one) => one.privately && one.id > whisper.after && !taken.has(one.id) && one.text.trim() === whisper.text.trim());
    if (line) taken.add(line.id);
    return !line;
  });
}
