// Text with its addresses as links, and which addresses those may be.
import { h } from './html.js';

/** An address that may be followed: of the web or a mailbox; else nothing. @param {unknown} address */
export const safe = (address) => {
  try {
    const url = new URL(String(address));
    return /^(https?|mailto):$/.test(url.protocol) ? url.href : null;
  } catch {
    return null;
  }
};

// Directional characters are no part of an address: they would show another than the one that is followed.
const ADDRESS = /\b(?:https?:\/\/|mailto:)[^\s<>"\u200e\u200f\u202a-\u202e\u2066-\u2069]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+/gi;

/** Text in pieces, those that are addresses with what they lead to. Pure. @type {(text: string) => { text: string, href?: string }[]} */
export const pieces = (text) => {
  const found = [];
  let end = 0;
  for (const { 0: match, index } of text.matchAll(ADDRESS)) {
    let word = match.replace(/[.,;:!?'*_]+$/, '');
    if (/[)\]]$/.test(word) && !/[([]/.test(word)) word = word.slice(0, -1);
    const href = safe(/^(https?:\/\/|mailto:)/i.test(word) ? word : `mailto:${word}`);
    if (!href) continue;
    found.push({ text: text.slice(end, index) }, { text: word, href });
    end = index + word.length;
  }
  return [...found, { text: text.slice(end) }].filter((one) => one.text);
};

/** @type {(href: string, ...children: (Node | string)[]) => HTMLAnchorElement} */
export const link = (href, ...children) => h('a', { href, target: '_blank', rel: 'noopener noreferrer nofollow' }, ...children);

/** Text with its addresses as links. @type {(text: string) => Node[]} */
export const linked = (text) => pieces(text).map((one) => (one.href ? link(one.href, h('bdi', null, one.text)) : document.createTextNode(one.text)));
