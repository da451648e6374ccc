// The only way of words into the page: elements with text, links that were checked, and HTML of agents cleaned by an allow-list.

/** An element with attributes, handlers (`on…`) and children; what is false or nothing is left out.
 * @type {<T extends keyof HTMLElementTagNameMap>(name: T, attributes?: Record<string, any> | null, ...children: (Node | string | null | undefined | false)[]) => HTMLElementTagNameMap[T]} */
export const h = (name, attributes, ...children) => {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes ?? {})) {
    if (typeof value === 'function') element.addEventListener(key.slice(2), value);
    else if (value !== false && value != null) element.setAttribute(key, value === true ? '' : value);
  }
  element.append(...children.filter((child) => typeof child === 'string' || child instanceof Node));
  return element;
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

const trusted = /** @type {any} */ (globalThis).trustedTypes;
/** @type {{ createHTML(html: string): any } | null | undefined} */
let policy;
/** A document of its own in which nothing runs or loads; nothing where the page allows no policy. @param {string} html */
const parsed = (html) => {
  try {
    policy ??= trusted ? trusted.createPolicy('handover', { createHTML: (/** @type {string} */ text) => text }) : { createHTML: (text) => text };
    // The page's policy is asked about style attributes even here, and complains; they are not kept anyway.
    const bare = html.replace(/<[^>]+>/g, (tag) => tag.replace(/\sstyle\s*=/gi, ' x='));
    return new DOMParser().parseFromString(/** @type {any} */ (policy).createHTML(bare), 'text/html').body;
  } catch {
    return null;
  }
};

const KEPT = new Set('B I U S EM STRONG SMALL SUB SUP BR P DIV SPAN UL OL LI CODE PRE BLOCKQUOTE'.split(' '));
const DROPPED = /^(SCRIPT|STYLE|TEMPLATE|IFRAME|OBJECT|EMBED|SVG|MATH|NOSCRIPT|TEXTAREA|SELECT|TITLE|HEAD|AUDIO|VIDEO)$/i;

/** @type {(from: Node, depth: number) => Node[]} */
const cleaned = (from, depth) => [...from.childNodes].flatMap((node) => {
  if (node.nodeType === 3) return linked(node.nodeValue ?? '');
  if (!(node.nodeType === 1) || depth > 30) return [];
  const element = /** @type {HTMLElement} */ (node);
  if (DROPPED.test(element.tagName)) return [];
  const href = element.tagName === 'A' && safe(element.getAttribute('href'));
  if (href) return [link(href, h('bdi', null, element.textContent || href))];
  const inner = cleaned(element, depth + 1);
  if (!KEPT.has(element.tagName)) return inner;
  const dir = /^(ltr|rtl|auto)$/i.exec(element.getAttribute('dir') ?? '')?.[0];
  return [h(/** @type {'div'} */ (element.tagName.toLowerCase()), { dir }, ...inner)];
});

/** HTML of an agent, of which only what is on the list is left. Where none can be read, its text. @param {string} html */
export const clean = (html) => {
  const body = parsed(html);
  return body ? cleaned(body, 0) : linked(html);
};
