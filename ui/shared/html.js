/**
 * The one HTML-cleaning function. Markup that an agent wrote is read into a document that runs nothing, and built anew from
 * what stands on the lists below; all else is left out or kept as text.
 */

/** What may stay as an element. */
const TAGS = new Set([
  'A', 'B', 'BLOCKQUOTE', 'BR', 'CODE', 'DEL', 'DIV', 'EM', 'H1', 'H2', 'H3', 'H4', 'H5', 'H6', 'HR', 'I', 'INS', 'LI', 'OL', 'P',
  'PRE', 'Q', 'S', 'SMALL', 'SPAN', 'STRONG', 'SUB', 'SUP', 'TABLE', 'TBODY', 'TD', 'TFOOT', 'TH', 'THEAD', 'TR', 'U', 'UL',
]);

/** What goes with all that is in it. */
const DROPPED = new Set([
  'SCRIPT', 'STYLE', 'TEMPLATE', 'NOSCRIPT', 'IFRAME', 'OBJECT', 'EMBED', 'FRAME', 'FRAMESET', 'LINK', 'META', 'BASE', 'HEAD', 'TITLE',
  'SVG', 'MATH', 'AUDIO', 'VIDEO', 'CANVAS', 'FORM', 'INPUT', 'BUTTON', 'SELECT', 'TEXTAREA', 'DIALOG', 'PORTAL',
]);

/** Headings become strong paragraphs: a line must not change the outline of the page. */
const RENAMED = /** @type {Record<string, string>} */ ({ H1: 'P', H2: 'P', H3: 'P', H4: 'P', H5: 'P', H6: 'P' });

/** Style properties that change nothing outside the text, and their values. */
const STYLES = /** @type {Record<string, RegExp>} */ ({
  'direction': /^(ltr|rtl)$/,
  'text-align': /^(left|right|center|start|end|justify)$/,
  'font-weight': /^(normal|bold|[1-9]00)$/,
  'font-style': /^(normal|italic)$/,
  'text-decoration': /^(none|underline|line-through)$/,
});

/** Elements deeper than this are kept as text. */
const DEEPEST = 32;

/** @typedef {{ createHTML: (text: string) => string }} HtmlPolicy */

/** @type {HtmlPolicy | undefined} */
let policy;

/** The policy of the page. It gives markup only to `parse`, whose document runs nothing.
 * @returns {HtmlPolicy} */
function handoverPolicy() {
  if (!policy) {
    const types = /** @type {{ trustedTypes?: { createPolicy: (name: string, rules: HtmlPolicy) => HtmlPolicy } }} */ (globalThis).trustedTypes;
    const rules = { createHTML: (/** @type {string} */ text) => text };
    policy = types ? types.createPolicy('handover', rules) : rules;
  }
  return policy;
}

/**
 * Cleans markup.
 * @param {string} source
 * @returns {DocumentFragment}
 */
export function cleanHtml(source) {
  const parsed = new DOMParser().parseFromString(handoverPolicy().createHTML(withoutStyle(source)), 'text/html');
  const fragment = document.createDocumentFragment();
  copy(parsed.body, fragment, 0);
  return fragment;
}

/**
 * Style attributes are read as data: the page's policy forbids them, and the browser would complain of each.
 * @param {string} source
 */
function withoutStyle(source) {
  return source.replaceAll(/<[a-z][^>]*>/gi, (tag) => tag.replaceAll(/([\s"'/])style\s*=/gi, '$1data-style='));
}

/**
 * The words of markup, for a list or a title.
 * @param {string} source
 */
export function htmlToText(source) {
  return (cleanHtml(source.replaceAll(/<br\s*\/?>|<\/(p|div|li)>/gi, '$& ')).textContent ?? '').replaceAll(/\s+/g, ' ').trim();
}

/**
 * @param {Node} from
 * @param {Node} to
 * @param {number} depth
 */
function copy(from, to, depth) {
  for (const node of from.childNodes) {
    if (node.nodeType === 3) to.appendChild(document.createTextNode(node.nodeValue ?? ''));
    else if (node.nodeType === 1) copyElement(/** @type {Element} */ (node), to, depth);
  }
}

/**
 * @param {Element} element
 * @param {Node} to
 * @param {number} depth
 */
function copyElement(element, to, depth) {
  const tag = element.tagName.toUpperCase();
  if (DROPPED.has(tag)) return;
  if (depth >= DEEPEST) {
    to.appendChild(document.createTextNode(element.textContent ?? ''));
    return;
  }
  if (!TAGS.has(tag)) {
    if (tag === 'IMG') to.appendChild(document.createTextNode(element.getAttribute('alt') || '[picture]'));
    copy(element, to, depth + 1);
    return;
  }
  const made = document.createElement(RENAMED[tag] ?? tag);
  attributes(element, made, tag);
  copy(element, made, depth + 1);
  to.appendChild(made);
}

/**
 * @param {Element} from
 * @param {HTMLElement} to
 * @param {string} tag
 */
function attributes(from, to, tag) {
  if (RENAMED[tag]) to.style.setProperty('font-weight', 'bold');
  const dir = from.getAttribute('dir');
  if (dir && /^(ltr|rtl|auto)$/i.test(dir)) to.setAttribute('dir', dir.toLowerCase());
  const language = from.getAttribute('lang');
  if (language && /^[a-zA-Z-]{2,16}$/.test(language)) to.setAttribute('lang', language);
  for (const declaration of (from.getAttribute('data-style') ?? '').split(';')) {
    const [name = '', value = ''] = declaration.split(':').map((part) => part.trim().toLowerCase());
    if (Object.hasOwn(STYLES, name) && STYLES[name]?.test(value)) to.style.setProperty(name, value);
  }
  if (tag === 'A') {
    const href = safeHref(from.getAttribute('href') ?? '');
    if (href) outside(/** @type {HTMLAnchorElement} */ (to), href);
  }
}

/**
 * The address if a click on it runs nothing: web, mail and telephone only.
 * @param {string} href
 * @returns {string | null}
 */
export function safeHref(href) {
  try {
    const url = new URL(href.trim());
    return ['http:', 'https:', 'mailto:', 'tel:'].includes(url.protocol) ? url.href : null;
  } catch {
    return null;
  }
}

/**
 * Makes a link one that leads out of the page and tells nothing of it.
 * @param {HTMLAnchorElement} link
 * @param {string} href
 */
export function outside(link, href) {
  link.setAttribute('href', href);
  link.setAttribute('target', '_blank');
  link.setAttribute('rel', 'noopener noreferrer nofollow');
}
