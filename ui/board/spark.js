/** The chart of an hour as an element: two paths, a line, and the figures in words for those who do not see it. */

import { setAttribute, setText, svg } from '../shared/dom.js';
import { now } from '../shared/time.js';
import { chartWords, drawing, minuteAt, minuteWords, WIDTH } from './chart.js';

/** @typedef {import('./chart.js').Hour} Hour */

/**
 * @param {number} height
 * @returns {{ element: SVGElement, update: (hour: Hour, scale?: number) => void }}
 */
export function createChart(height) {
  /** @type {Hour} */
  let shown = { answered: [], abandoned: [] };
  const title = svg('title', {});
  const up = svg('path', { class: 'up' });
  const down = svg('path', { class: 'down' });
  const line = svg('path', { class: 'line' });
  const element = svg('svg', { class: 'chart', viewBox: `0 0 ${WIDTH} ${height}`, preserveAspectRatio: 'none', role: 'img' }, title, line, up, down);
  // Hovering tells the figures of the minute under the cursor.
  element.addEventListener('pointermove', (event) => {
    const box = element.getBoundingClientRect();
    const index = minuteAt((/** @type {PointerEvent} */ (event).clientX - box.left) / box.width);
    setText(title, minuteWords(shown, index, minuteStart));
  });
  element.addEventListener('pointerleave', () => setText(title, chartWords(shown)));
  return {
    element,
    update(hour, scale) {
      shown = hour;
      const { up: upwards, down: downwards, line: y } = drawing(hour, height, scale);
      setAttribute(up, 'd', upwards);
      setAttribute(down, 'd', downwards);
      setAttribute(line, 'd', `M0 ${y}h${WIDTH}v1H0z`);
      setAttribute(element, 'aria-label', chartWords(hour));
      if (!element.matches(':hover')) setText(title, chartWords(hour));
    },
  };
}

/** @param {number} minutesAgo */
const minuteStart = (minutesAgo) =>
  minutesAgo === 0 ? 'This minute' : new Date(now() - minutesAgo * 60_000).toLocaleTimeString(undefined, { hour: '2-digit', minute: '2-digit' });

