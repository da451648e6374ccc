/**
 * What is said aloud of the queue: a chat that waits longer than the supervisor wants, once, and never more often than every 15 s. Everything
 * here is pure.
 */

import { visitorOf } from './model.js';
import { counted } from './words.js';

/** @typedef {import('./model.js').WaitingRow} WaitingRow */

/**
 * @typedef {object} Alerts
 * @property {ReadonlySet<string>} told the chats that were spoken of and still wait
 * @property {number} at when something was said last
 */

/** @type {Alerts} */
export const SILENT = { told: new Set(), at: 0 };

/** Between two announcements. */
export const GAP_MS = 15_000;

/**
 * @param {WaitingRow} row
 * @param {number} thresholdMs
 * @param {number} now
 */
export const waitsLong = (row, thresholdMs, now) => now - row.requestedAt >= thresholdMs;

/**
 * @param {Alerts} alerts
 * @param {readonly WaitingRow[]} waiting
 * @param {number} thresholdMs
 * @param {number} now
 * @param {(skill: number | undefined) => string} skillName
 * @returns {{ alerts: Alerts, say?: string }}
 */
export function listen(alerts, waiting, thresholdMs, now, skillName) {
  const long = waiting.filter((row) => waitsLong(row, thresholdMs, now));
  const told = new Set(long.map((row) => row.chat).filter((chat) => alerts.told.has(chat)));
  const fresh = long.filter((row) => !told.has(row.chat));
  if (fresh.length === 0 || now - alerts.at < GAP_MS) return { alerts: { ...alerts, told } };
  return { alerts: { told: new Set(long.map((row) => row.chat)), at: now }, say: words(fresh, thresholdMs, skillName) };
}

/**
 * @param {WaitingRow[]} fresh
 * @param {number} thresholdMs
 * @param {(skill: number | undefined) => string} skillName
 */
function words(fresh, thresholdMs, skillName) {
  const [first] = fresh;
  const over = `over ${thresholdWords(thresholdMs)}`;
  if (first && fresh.length === 1) {
    return `${visitorOf(first)} has been waiting for ${over}${first.skill === undefined ? '' : `, ${skillName(first.skill)}`}.`;
  }
  return `${counted(fresh.length, 'more chat')} waiting for ${over}.`;
}

/** @param {number} ms */
export function thresholdWords(ms) {
  return ms < 60_000 ? counted(ms / 1000, 'second') : counted(ms / 60_000, 'minute');
}
