/**
 * Lists that do not move under the cursor. While a list is held, what is gone stays in its place, marked, what is there keeps its place, and what
 * comes is added at the end; when it is let go it is as the server has it. Everything here is pure.
 */

/**
 * @template T
 * @typedef {{ key: string, row: T, gone: boolean }} Held
 */

/**
 * The list as it is.
 * @template T
 * @param {readonly T[]} fresh
 * @param {(row: T) => string} keyOf
 * @returns {Held<T>[]}
 */
export const settled = (fresh, keyOf) => fresh.map((row) => ({ key: keyOf(row), row, gone: false }));

/**
 * The list as it is shown while it is held.
 * @template T
 * @param {readonly Held<T>[]} before what was shown
 * @param {readonly T[]} fresh what the server says
 * @param {(row: T) => string} keyOf
 * @returns {Held<T>[]}
 */
export function held(before, fresh, keyOf) {
  const rows = new Map(fresh.map((row) => [keyOf(row), row]));
  const kept = before.map(({ key, row }) => {
    const found = rows.get(key);
    rows.delete(key);
    return { key, row: found ?? row, gone: found === undefined };
  });
  return [...kept, ...settled([...rows.values()], keyOf)];
}
