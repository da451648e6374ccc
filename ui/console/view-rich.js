/** Rich content in words: what the visitor sees as cards and buttons, readable and without effect. */

import { h } from '../shared/dom.js';
import { safeHref, outside } from '../shared/html.js';

/** Deeper and more than this is cut: the content comes from outside. */
const DEEPEST = 8;
const MOST = 60;

/**
 * @param {unknown} json
 * @param {string} text
 * @returns {HTMLElement}
 */
export function createRich(json, text) {
  const parsed = typeof json === 'string' ? parse(json) : json;
  const left = { parts: MOST };
  const parts = parsed && typeof parsed === 'object' ? element(/** @type {any} */ (parsed), 0, left) : [];
  return h('div', { class: 'words rich', dir: 'auto' },
    text && h('p', null, text), parts.length > 0 ? parts : !text && h('p', { class: 'quiet' }, 'Rich content that cannot be shown'));
}

/** @param {string} json */
function parse(json) {
  try {
    return JSON.parse(json);
  } catch {
    return null;
  }
}

/**
 * @param {any} part
 * @param {number} depth
 * @param {{ parts: number }} left
 * @returns {HTMLElement[]}
 */
function element(part, depth, left) {
  if (!part || typeof part !== 'object' || depth > DEEPEST || left.parts <= 0) return [];
  left.parts -= 1;
  const title = String(part.title ?? part.text ?? part.caption ?? '');
  const children = (Array.isArray(part.elements) ? part.elements : []).flatMap((/** @type {any} */ child) => element(child, depth + 1, left));
  if (children.length > 0) return [h('div', { class: `rich-${part.type === 'horizontal' ? 'row' : 'stack'}` }, children)];
  if (part.type === 'text') return [h('p', null, title)];
  if (part.type === 'image') return [h('p', { class: 'quiet' }, `[Picture${title ? `: ${title}` : ''}]`)];
  if (part.type === 'button') return [h('span', { class: 'rich-button', title: 'A button that the visitor sees' }, title)];
  if (part.type === 'map') return [h('p', { class: 'quiet' }, `[Map: ${Number(part.la)}, ${Number(part.lo)}]`)];
  const href = safeHref(String(part.uri ?? part.url ?? ''));
  if (href) {
    const link = h('a', null, title || href);
    outside(link, href);
    return [link];
  }
  return title ? [h('p', null, title)] : [];
}
