// What the browser keeps for the account: the chat, lines on their way, what was typed. Each line is an item of its own, so that tabs do not overwrite one another.

/** @typedef {{ chat?: string | null, start?: { once: string, body: string } | null, visitorId?: number, seen?: number }} Record */

/** @param {string} space */
export const memory = (space) => {
  /** Stands in where the browser keeps nothing. @type {Map<string, string>} */
  const own = new Map();
  /** @type {Storage | null} */
  let kept = null;
  try {
    kept = localStorage;
    kept.getItem(space);
  } catch {
    kept = null;
  }
  const name = (/** @type {string} */ part) => (part ? `${space}.${part}` : space);
  return {
    /** @param {string} part @returns {any} */
    get: (part) => {
      try {
        return JSON.parse((kept ? kept.getItem(name(part)) : own.get(name(part))) ?? 'null');
      } catch {
        return null;
      }
    },
    /** Nothing takes it away. @param {string} part @param {unknown} value */
    set: (part, value) => {
      try {
        if (value === null) (kept ? kept.removeItem(name(part)) : own.delete(name(part)));
        else if (kept) kept.setItem(name(part), JSON.stringify(value));
        else own.set(name(part), JSON.stringify(value));
      } catch { /* Full: what is typed lives as long as the page. */ }
    },
    /** The parts whose names begin so. @param {string} start @returns {string[]} */
    parts: (start) => (kept ? Object.keys(kept) : [...own.keys()]).filter((one) => one.startsWith(name(start))).map((one) => one.slice(space.length + 1)),
    /** Tells what other tabs change. @param {(part: string) => void} heard */
    watch: (heard) => addEventListener('storage', ({ key }) => {
      if (key === space || key?.startsWith(`${space}.`)) heard(key.slice(space.length + 1));
    }),
    /** Whether the chat is open in this tab. @param {boolean} isOpen */
    opened: (isOpen) => {
      try {
        sessionStorage.setItem(space, isOpen ? 'open' : '');
      } catch { /* It is closed after a reload. */ }
    },
  };
};

/** One of all tabs at a time does the work; where the browser cannot tell, every tab does. @type {(name: string, work: () => Promise<unknown>) => Promise<unknown>} */
export const alone = (name, work) => (navigator.locks ? navigator.locks.request(name, work) : work());
