/** The pictures that only the board has, beside those of `/shared/icons.js`: paths in a square of 24, drawn as lines. */

export const PICTURES = /** @type {const} */ ({
  watch: 'M2 12c3-5 6.5-7 10-7s7 2 10 7c-3 5-6.5 7-10 7s-7-2-10-7zM12 9a3 3 0 1 0 0 6a3 3 0 0 0 0-6',
  take: 'M12 3v10M8 9l4 4 4-4M4 14v5h16v-5',
  log: 'M6 3h12v18H6zM9 8h6M9 12h6M9 16h4',
});
