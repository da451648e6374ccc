// The memory of the chat: what stays in the browser over reloads and in other tabs (docs/widget.md).
/** @import { Memory } from './types' */

/** What the browser keeps: the chat, lines on their way, what was typed. Each line is an item of its own, so that tabs do not overwrite one another.
 * @param {string} space @returns {Memory} */
export const memory = (space) => {
  /** Without storage: as long as the page lives. @type {Record<string, string>} */
  let kept = {};
  try {
    kept = localStorage;
    void kept[space];
  } catch { /* It is not allowed to. */ }
  const name = (part = '') => (part ? `${space}.${part}` : space);
  return {
    get: (part) => {
      try {
        return JSON.parse(kept[name(part)]);
      } catch {
        return null;
      }
    },
    set: (part, value) => {
      try {
        if (value === null) delete kept[name(part)];
        else kept[name(part)] = JSON.stringify(value);
      } catch { /* It is full. */ }
    },
    parts: (start) => Object.keys(kept).filter((one) => one.startsWith(name(start))).map((one) => one.slice(space.length + 1)),
    watch: (heard) => addEventListener('storage', ({ key }) => {
      if (`${key}.`.startsWith(`${space}.`)) heard(`${key}`.slice(space.length + 1));
    }),
    opened: (isOpen) => {
      try {
        if (isOpen !== undefined) sessionStorage[space] = isOpen ? 1 : '';
        return Boolean(sessionStorage[space]);
      } catch {
        return false;
      }
    },
  };
};
