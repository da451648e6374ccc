/**
 * The geometry of the charts of an hour: a bar a minute, what was answered upwards, what was abandoned downwards from the same line, so that
 * the two are told apart without their colours. Everything here is pure.
 */

import { counted, figure } from './words.js';

/** The size of the drawing in units; the stylesheet says how large a unit is. */
export const MINUTES = 60;
const STEP = 4;
const BAR = 3;
export const WIDTH = MINUTES * STEP - (STEP - BAR);

/**
 * What a scale must hold at least: one answered chat in an hour is no peak.
 * @param {number[]} values
 */
export const scaleOf = (values) => Math.max(4, ...values);

/**
 * @typedef {object} Hour
 * @property {number[]} answered oldest first
 * @property {number[]} abandoned
 */

/**
 * @typedef {object} Drawing
 * @property {string} up the path of the bars above the line
 * @property {string} down the path of those below
 * @property {number} line where the line is
 */

/**
 * Both directions have one scale, so that bars of one length mean the same. Below the line there is at least a fifth of the height.
 * @param {Hour} hour
 * @param {number} height
 * @param {number} [scale] the number that the larger direction holds
 * @returns {Drawing}
 */
export function drawing({ answered, abandoned }, height, scale = scaleOf(answered)) {
  const below = Math.max(scale / 4, ...abandoned);
  const unit = (height - 1) / (scale + below);
  const line = round(scale * unit);
  return {
    up: bars(answered, (value) => ({ y: line - length(value, unit), height: length(value, unit) })),
    down: bars(abandoned, (value) => ({ y: line + 1, height: length(value, unit) })),
    line,
  };
}

/**
 * One chat is always to be seen.
 * @param {number} value
 * @param {number} unit
 */
const length = (value, unit) => (value > 0 ? Math.max(2, value * unit) : 0);

/**
 * @param {number[]} values
 * @param {(value: number) => { y: number, height: number }} place
 */
function bars(values, place) {
  return values
    .map((value, index) => {
      if (value <= 0) return '';
      const { y, height } = place(value);
      return `M${index * STEP} ${round(y)}h${BAR}v${round(height)}h-${BAR}z`;
    })
    .join('');
}

/** @param {number} value */
const round = (value) => Math.round(value * 100) / 100;

/**
 * Which minute is at a place of the drawing, 0 the oldest.
 * @param {number} share 0 at the left edge, 1 at the right
 */
export const minuteAt = (share) => Math.min(MINUTES - 1, Math.max(0, Math.floor(share * MINUTES)));

/**
 * What one minute says.
 * @param {Hour} hour
 * @param {number} index
 * @param {(minutesAgo: number) => string} when
 */
export function minuteWords({ answered, abandoned }, index, when) {
  return `${when(MINUTES - 1 - index)}: ${figure(answered[index] ?? 0)} answered, ${figure(abandoned[index] ?? 0)} abandoned`;
}

/**
 * The chart in words, with its figures.
 * @param {Hour} hour
 */
export function chartWords({ answered, abandoned }) {
  const total = (/** @type {number[]} */ list) => list.reduce((all, one) => all + one, 0);
  const [yes, no] = [total(answered), total(abandoned)];
  if (yes + no === 0) return 'Last 60 minutes: nothing answered, nothing abandoned';
  const most = Math.max(...answered);
  const recent = total(answered.slice(-10));
  const parts = [`${figure(yes)} answered`];
  if (yes > 0) parts.push(`at most ${figure(most)} in a minute`, `${figure(recent)} in the last 10 minutes`);
  parts.push(no === 0 ? 'none abandoned' : `${counted(no, 'chat')} abandoned${lastTime(abandoned)}`);
  return `Last 60 minutes: ${parts.join(', ')}`;
}

/** @param {number[]} abandoned */
function lastTime(abandoned) {
  const minutes = [...abandoned].reverse().findIndex((value) => value > 0);
  return minutes === 0 ? ', the last in this minute' : `, the last ${minutes} min ago`;
}
