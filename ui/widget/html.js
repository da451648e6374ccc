// The way of words into the page: as text, with links that were checked. HTML of agents goes through `rich.js`.
/** @import { Make } from './types' */

/** An element with attributes, handlers (`on…`) and children; what is false or nothing is left out. @type {Make} */
export const h = (name, attributes, ...children) => {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes ?? {})) {
    if (typeof value === 'function') element.addEventListener(key.slice(2), value);
    else if (value !== false && value != null) element.setAttribute(key, value === true ? '' : value);
  }
  element.append(...children.filter((child) => typeof child === 'string' || child instanceof Node));
  return element;
};

/** @type {(text: string, press: () => void, look?: string) => HTMLButtonElement} */
export const button = (text, press, look = 'plain') => h('button', { type: 'button', class: look, onclick: press }, text);

/** A button that is a picture. @type {(name: string, picture: Node, press: () => void) => HTMLButtonElement} */
export const tool = (name, picture, press) => h('button', { type: 'button', 'aria-label': name, title: name, onclick: press }, picture);

/** Changes a text only when it differs: it may be read out. @type {(place: Node | null, text: string) => void} */
export const say = (place, text) => {
  if (place && place.textContent !== text) place.textContent = text;
};

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

/** Puts a value in the place of `{n}` and the like. @type {(text: string, values: Record<string, string | number>) => string} */
export const fill = (text, values) => text.replace(/\{(\w+)\}/g, (whole, name) => String(values[name] ?? whole));
