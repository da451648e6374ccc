/**
 * Making and changing elements. Text gets into the page as text only: there is no way here to give markup.
 */

/** @typedef {Node | string | number | null | undefined | false | readonly (Node | string | number | null | undefined | false)[]} Child a list stands for what is in it */
/** @typedef {Record<string, unknown>} Props */

const SVG = 'http://www.w3.org/2000/svg';

/**
 * Makes an element. A property whose name begins with `on` is a listener, `class` is the class, `dataset` an object of
 * data attributes, `true` an attribute without value; `false`, `null` and `undefined` leave it out; `value`, `checked`
 * and the like are set as properties, all else as attributes.
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag
 * @param {Props | null} [props]
 * @param {...Child} children
 * @returns {HTMLElementTagNameMap[K]}
 */
export function h(tag, props, ...children) {
  const element = document.createElement(tag);
  if (props) setProps(element, props);
  append(element, children);
  return element;
}

/** Properties whose attribute is only their first value. */
const PROPERTIES = new Set(['value', 'checked', 'disabled', 'selected', 'indeterminate', 'open', 'hidden']);

/**
 * @param {HTMLElement} element
 * @param {Props} props
 */
export function setProps(element, props) {
  for (const [name, value] of Object.entries(props)) {
    if (name.startsWith('on')) {
      if (typeof value === 'function') element.addEventListener(name.slice(2), /** @type {EventListener} */ (value));
    } else if (name === 'dataset') {
      for (const [key, data] of Object.entries(/** @type {Record<string, unknown>} */ (value ?? {}))) {
        if (data !== undefined && data !== null) element.dataset[key] = String(data);
      }
    } else if (PROPERTIES.has(name)) {
      Object.assign(element, { [name]: value });
    } else {
      setAttribute(element, name, value);
    }
  }
}

/**
 * Sets an attribute if it differs; `false`, `null` and `undefined` take it away.
 * @param {Element} element
 * @param {string} name
 * @param {unknown} value
 */
export function setAttribute(element, name, value) {
  if (name === 'style' || name.startsWith('on')) throw new Error(`${name} is not set as an attribute`);
  if (value === false || value === null || value === undefined) element.removeAttribute(name);
  else {
    const text = value === true ? '' : String(value);
    if (element.getAttribute(name) !== text) element.setAttribute(name, text);
  }
}

/**
 * @param {Node} parent
 * @param {readonly Child[]} children
 */
export function append(parent, children) {
  for (const child of children) {
    if (child === null || child === undefined || child === false) continue;
    if (Array.isArray(child)) append(parent, child);
    else parent.appendChild(child instanceof Node ? child : document.createTextNode(String(child)));
  }
}

/**
 * Replaces what is in an element.
 * @param {Element} parent
 * @param {...Child} children
 */
export function fill(parent, ...children) {
  parent.replaceChildren();
  append(parent, children);
}

/**
 * Sets a text if it differs, so that nothing is drawn or read out again for nothing.
 * @param {Node} node
 * @param {string} text
 */
export function setText(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

/**
 * A picture of the set in `icons.js`, hidden from screen readers: the button around it has the name.
 * @param {string} path what to draw, in a square of 24
 * @returns {SVGSVGElement}
 */
export function picture(path) {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('aria-hidden', 'true');
  svg.setAttribute('class', 'icon-picture');
  const line = document.createElementNS(SVG, 'path');
  line.setAttribute('d', path);
  svg.appendChild(line);
  return svg;
}

/**
 * An SVG element with attributes, for charts.
 * @param {string} tag
 * @param {Record<string, string | number>} attributes
 * @param {...Node} children
 * @returns {SVGElement}
 */
export function svg(tag, attributes, ...children) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) setAttribute(element, name, value);
  for (const child of children) element.appendChild(child);
  return /** @type {SVGElement} */ (element);
}

/** The key under which `keyed` keeps the elements of a parent.
 * @type {WeakMap<Element, Map<string, HTMLElement>>} */
const children = new WeakMap();

/**
 * Makes the children of `parent` those of `items`, in their order: an element is made once for a key, then updated, and
 * moved only when its place differs. What has the focus keeps it.
 * @template T
 * @param {Element} parent
 * @param {readonly T[]} items
 * @param {(item: T) => string} keyOf
 * @param {(item: T) => HTMLElement} create
 * @param {(element: HTMLElement, item: T) => void} [update]
 */
export function keyed(parent, items, keyOf, create, update) {
  const known = children.get(parent) ?? new Map();
  children.set(parent, known);
  const wanted = new Set(items.map(keyOf));
  for (const [key, element] of known) {
    if (!wanted.has(key)) {
      element.remove();
      known.delete(key);
    }
  }
  let place = parent.firstElementChild;
  for (const item of items) {
    const key = keyOf(item);
    let element = known.get(key);
    if (!element) {
      element = create(item);
      known.set(key, element);
    }
    update?.(element, item);
    if (place && element === place) place = place.nextElementSibling;
    else parent.insertBefore(element, place);
  }
}
