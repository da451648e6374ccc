/**
 * The audit log as it is read, 200 entries at a time, oldest first, and shown, newest first. Everything here is pure.
 */

import { folded } from './model.js';
import { actWords } from './words.js';

/**
 * @typedef {object} Entry
 * @property {number} no
 * @property {number} at
 * @property {{ id: number, nickname: string }} agent who did it
 * @property {string} act
 * @property {string} [chat]
 * @property {{ id: number, nickname: string }} [subject] to whom
 */

/**
 * @typedef {object} Log
 * @property {Entry[]} entries oldest first
 * @property {number} next where to go on
 */

/** @type {Log} */
export const EMPTY = { entries: [], next: 0 };

/** How many entries an answer has when there are more. */
export const PAGE = 200;

/**
 * Takes an answer in; entries that are known are not doubled.
 * @param {Log} log
 * @param {{ entries: Entry[], next: number }} answer
 * @returns {Log}
 */
export function withPage(log, { entries, next }) {
  const last = log.entries.at(-1)?.no ?? -1;
  const fresh = entries.filter((entry) => entry.no > last);
  return { entries: fresh.length > 0 ? [...log.entries, ...fresh] : log.entries, next: Math.max(log.next, next) };
}

/**
 * The newest entries that have a text in their words.
 * @param {Log} log
 * @param {string} text
 * @param {number} most
 * @returns {{ rows: Entry[], more: boolean }}
 */
export function newest({ entries }, text, most) {
  const wanted = folded(text.trim());
  /** @type {Entry[]} */
  const rows = [];
  for (let at = entries.length - 1; at >= 0; at -= 1) {
    const entry = /** @type {Entry} */ (entries[at]);
    if (wanted !== '' && !folded(`${entry.agent.nickname} ${actWords(entry)} ${entry.chat ?? ''}`).includes(wanted)) continue;
    if (rows.length === most) return { rows, more: true };
    rows.push(entry);
  }
  return { rows, more: false };
}
