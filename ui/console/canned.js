/** Canned texts: which one is meant by what stands before the cursor. Pure. */

/** @typedef {import('./store.js').CannedText} CannedText */

/**
 * What was typed after a `/` at the beginning of a word, up to the cursor; `null` when there is none.
 * @param {string} text
 * @param {number} cursor
 * @returns {{ query: string, from: number } | null}
 */
export function slashAt(text, cursor) {
  const match = /(?:^|\s)\/([^\s/]*)$/.exec(text.slice(0, cursor));
  return match ? { query: match[1] ?? '', from: cursor - (match[1]?.length ?? 0) - 1 } : null;
}

/**
 * The texts that fit a chat and a query: by shortcut first, then by title, then by what they say.
 * @param {readonly CannedText[]} texts
 * @param {string} query
 * @param {number | null} skillId of the chat
 * @returns {CannedText[]}
 */
export function matching(texts, query, skillId) {
  const wanted = query.toLowerCase();
  /** @param {CannedText} text */
  const rank = (text) => {
    if (text.shortcut.toLowerCase().startsWith(wanted)) return 0;
    if (text.title.toLowerCase().includes(wanted)) return 1;
    return text.text.toLowerCase().includes(wanted) ? 2 : 3;
  };
  return texts
    .filter((text) => text.skills.length === 0 || (skillId !== null && text.skills.includes(skillId)))
    .map((text) => ({ text, rank: rank(text) }))
    .filter((found) => found.rank < 3)
    .sort((a, b) => a.rank - b.rank || a.text.shortcut.localeCompare(b.text.shortcut))
    .map((found) => found.text);
}

/**
 * @param {string} text
 * @param {{ from: number, to: number }} place what the canned text takes the place of
 * @param {string} canned
 * @returns {{ text: string, cursor: number }}
 */
export function inserted(text, { from, to }, canned) {
  return { text: text.slice(0, from) + canned + text.slice(to), cursor: from + canned.length };
}
