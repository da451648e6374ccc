/** Plain text in the page: addresses in it become links, the rest stays text. */

import { outside, safeHref } from './html.js';

const ADDRESS = /\b(?:https?:\/\/|www\.)[^\s<>"']{2,2000}/gi;
/** What ends a sentence rather than an address. */
const TAIL = /[.,;:!?'"…]+$/;

/**
 * Cuts a text into words and addresses. Pure.
 * @param {string} text
 * @returns {{ text: string, href?: string }[]}
 */
export function pieces(text) {
  /** @type {{ text: string, href?: string }[]} */
  const found = [];
  let at = 0;
  for (const match of text.matchAll(ADDRESS)) {
    const address = trimmed(match[0]);
    const href = safeHref(/^www\./i.test(address) ? `https://${address}` : address);
    if (!href) continue;
    if (match.index > at) found.push({ text: text.slice(at, match.index) });
    found.push({ text: address, href });
    at = match.index + address.length;
  }
  if (at < text.length) found.push({ text: text.slice(at) });
  return found;
}

/**
 * An address without the full stop behind it, and without a closing bracket that opened before it.
 * @param {string} found
 */
function trimmed(found) {
  let address = found.replace(TAIL, '');
  while (address.endsWith(')') && address.split('(').length < address.split(')').length) {
    address = address.slice(0, -1).replace(TAIL, '');
  }
  return address;
}

/**
 * A name without characters that turn the direction of what follows: it may stand in a sentence, a title or a label.
 * @param {string} name
 */
export const plainName = (name) => name.replaceAll(/[\u202A-\u202E\u2066-\u2069\u200E\u200F\u061C]/g, '');

/**
 * @param {string} text
 * @returns {DocumentFragment}
 */
export function linked(text) {
  const fragment = document.createDocumentFragment();
  for (const piece of pieces(text)) {
    if (piece.href) {
      const link = document.createElement('a');
      outside(link, piece.href);
      link.textContent = piece.text;
      fragment.appendChild(link);
    } else fragment.appendChild(document.createTextNode(piece.text));
  }
  return fragment;
}
