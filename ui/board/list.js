/**
 * A list of rows that is worked by mouse, touch and keyboard. One row at a time is in the order of Tab; the arrows go from row to row. Rows do not
 * move under the cursor: while it is over the list and in use, the list is held (`hold.js`).
 */

import { h, keyed } from '../shared/dom.js';
import { held, settled } from './hold.js';

/**
 * @template T
 * @typedef {import('./hold.js').Held<T>} Held
 */

/** How long a cursor that rests holds a list. */
const RESTS_MS = 10_000;
/** How long a list is held after a touch. */
const TOUCH_MS = 1500;

/**
 * @template T
 * @typedef {object} ListOptions
 * @property {string} label
 * @property {(row: T) => string} keyOf
 * @property {(key: string) => HTMLElement} create makes a row; what can be pressed in it are buttons, the first is the row's own
 * @property {(element: HTMLElement, row: T, gone: boolean) => void} update
 * @property {Record<string, string>} [keys] which button of a row a key presses, by its `data-act`
 */

/**
 * @template T
 * @param {ListOptions<T>} options
 */
export function createList({ label, keyOf, create, update, keys = {} }) {
  const element = h('ul', { class: 'rows', role: 'list', 'aria-label': label });
  /** @type {readonly T[]} */
  let fresh = [];
  /** @type {Held<T>[]} */
  let rows = [];
  const walk = createWalk(element, keys);
  const hold = createHold(element, () => draw());

  function draw() {
    const before = walk.place();
    rows = hold.on ? held(rows, fresh, keyOf) : settled(fresh, keyOf);
    keyed(element, rows, (one) => one.key, (one) => make(one.key), (row, one) => {
      row.dataset['gone'] = String(one.gone);
      update(row, one.row, one.gone);
    });
    walk.settle(before);
  }

  /** @param {string} key */
  function make(key) {
    const row = create(key);
    row.classList.add('row-item');
    for (const button of buttons(row)) button.tabIndex = -1;
    return row;
  }

  return {
    element,
    /** @param {readonly T[]} list */
    set(list) {
      fresh = list;
      draw();
    },
    /** Goes to the row that was used last, or the first. Says whether there is one. */
    focus: () => walk.go(walk.current),
    /** @param {string} key */
    focusRow: (key) => walk.go([...element.children].find((one) => /** @type {HTMLElement} */ (one).dataset['key'] === key)),
  };
}

/**
 * One row of a list has its buttons in the order of Tab; the arrows make it another.
 * @param {HTMLElement} list
 * @param {Record<string, string>} keys
 */
function createWalk(list, keys) {
  /** @type {Element | null} */
  let current = null;

  /** @param {Element | null} row */
  function choose(row) {
    if (row === current) return;
    for (const button of buttons(current)) button.tabIndex = -1;
    for (const button of buttons(row)) button.tabIndex = 0;
    current = row;
  }

  /** @param {Element | null | undefined} row */
  function go(row) {
    if (!row) return false;
    choose(row);
    buttons(row)[0]?.focus({ preventScroll: true });
    row.scrollIntoView({ block: 'nearest' });
    return true;
  }

  list.addEventListener('focusin', (event) => choose(/** @type {Element} */ (event.target).closest('.row-item')));
  list.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || !current) return;
    const to = target(list, current, event.key);
    const act = keys[event.key];
    if (to !== undefined) go(to);
    else if (act) /** @type {HTMLElement | null} */ (current.querySelector(`[data-act="${act}"]`))?.click();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });

  return {
    go,
    get current() { return current; },
    /** Which row has the focus, by its place; -1 for none. */
    place: () => [...list.children].findIndex((row) => row.contains(document.activeElement)),
    /** The rows are others: a row that had the focus and is gone leaves it to its neighbour, so that the keyboard stays where it was. @param {number} place */
    settle(place) {
      if (!current?.isConnected) choose(list.children[Math.max(0, place)] ?? list.lastElementChild);
      if (place >= 0 && !list.contains(document.activeElement)) buttons(current)[0]?.focus();
    },
  };
}

/** @param {Element | null} row @returns {HTMLButtonElement[]} */
const buttons = (row) => [...(row?.querySelectorAll('button') ?? [])];

/**
 * Where a key leads to; undefined when it is no key for that.
 * @param {HTMLElement} list
 * @param {Element} current
 * @param {string} key
 * @returns {Element | null | undefined}
 */
function target(list, current, key) {
  switch (key) {
    case 'ArrowDown': case 'j': return current.nextElementSibling;
    case 'ArrowUp': case 'k': return current.previousElementSibling;
    case 'Home': return list.firstElementChild;
    case 'End': return list.lastElementChild;
    default: return undefined;
  }
}

/**
 * Whether something is held because a cursor is over it and was moved a moment ago.
 * @param {HTMLElement} area
 * @param {() => void} onRelease
 */
export function createHold(area, onRelease) {
  let on = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  const release = () => {
    if (!on) return;
    on = false;
    onRelease();
  };
  const take = (/** @type {PointerEvent} */ event) => {
    on = true;
    clearTimeout(timer);
    timer = setTimeout(release, event.pointerType === 'mouse' ? RESTS_MS : TOUCH_MS);
  };
  area.addEventListener('pointerenter', take);
  area.addEventListener('pointermove', take);
  area.addEventListener('pointerdown', take);
  area.addEventListener('pointerleave', (event) => {
    clearTimeout(timer);
    if (event.pointerType === 'mouse') release();
    else timer = setTimeout(release, TOUCH_MS);
  });
  return { get on() { return on; } };
}
