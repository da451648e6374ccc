// The way of words into the page: as text. HTML of agents goes through `rich.js`.
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

/** Puts a value in the place of `{n}` and the like. @type {(text: string, values: Record<string, string | number>) => string} */
export const fill = (text, values) => text.replace(/\{(\w+)\}/g, (whole, name) => String(values[name] ?? whole));
