// What the browser keeps for the account: the chat, lines on their way, what was typed. Each line is an item of its own, so that tabs do not overwrite one another.

/** @typedef {{ chat?: string | null, start?: { once: string, request: unknown } | null, visitorId?: number, seen?: number }} Kept */

/** @param {string} space */
export const memory = (space) => {
  /** What stands in where the browser keeps nothing lives as long as the page. @type {Record<string, string>} */
  let kept = {};
  try {
    kept = localStorage;
    void kept[space];
  } catch { /* It is not allowed to. */ }
  const name = (/** @type {string} */ part) => (part ? `${space}.${part}` : space);
  return {
    /** @param {string} part @returns {any} */
    get: (part) => JSON.parse(kept[name(part)] ?? 'null'),
    /** Nothing takes it away. @param {string} part @param {unknown} value */
    set: (part, value) => {
      try {
        if (value === null) delete kept[name(part)];
        else kept[name(part)] = JSON.stringify(value);
      } catch { /* It is full. */ }
    },
    /** The parts whose names begin so. @param {string} start */
    parts: (start) => Object.keys(kept).filter((one) => one.startsWith(name(start))).map((one) => one.slice(space.length + 1)),
    /** Tells what other tabs change. @param {(part: string) => void} heard */
    watch: (heard) => addEventListener('storage', ({ key }) => {
      if (`${key}.`.startsWith(`${space}.`)) heard(/** @type {string} */ (key).slice(space.length + 1));
    }),
    /** Whether the chat is open in this tab, also after a reload. @param {boolean} [isOpen] */
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

/** One of all tabs at a time does the work; where the browser cannot tell, every tab does. @type {(name: string, work: () => Promise<unknown>) => Promise<unknown>} */
export const alone = (name, work) => (navigator.locks ? navigator.locks.request(name, work) : work());
