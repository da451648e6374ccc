// Lines that are more than text. HTML of agents is cleaned by an allow-list; of structured content (`textType` rich-content) text, links, buttons that
// answer, images as links and cards are shown. What is not known is left out. Fetched with the first such line.
import { h, link, linked, safe } from './html.js';
/** @import { Part, Row } from './types' */

const trusted = /** @type {any} */ (globalThis).trustedTypes;
/** What lets HTML be read: as it is, since only what is on the list comes out. Nothing where the page forbids it. */
const allowed = () => {
  const policy = { createHTML: (/** @type {string} */ html) => html };
  try {
    return trusted ? trusted.createPolicy('handover', policy) : policy;
  } catch {
    return null;
  }
};
/** @type {ReturnType<typeof allowed> | undefined} */
let policy;
/** A document of its own in which nothing runs or loads. @param {string} html */
const parsed = (html) => {
  // The page's policy is asked about style attributes even here, and complains; they are not kept anyway.
  const bare = html.replace(/<[^>]+>/g, (tag) => tag.replace(/\sstyle\s*=/gi, ' x='));
  return new DOMParser().parseFromString(policy.createHTML(bare), 'text/html').body;
};

const KEPT = new Set('B I U S EM STRONG SMALL SUB SUP BR P DIV SPAN UL OL LI CODE PRE BLOCKQUOTE'.split(' '));
const DROPPED = /^(script|style|iframe|object|svg|math|textarea|title)$/i;

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

/** HTML of an agent, of which only what is on the list is left. Where the page allows no policy, its text. @param {string} html */
const clean = (html) => {
  if (policy === undefined) policy = allowed();
  return policy ? cleaned(parsed(html), 0) : linked(html);
};

const DEPTH = 6;
const PARTS = 60;

/** Reads a template into parts that can be shown. Pure. @type {(json: string) => Part[]} */
export const read = (json) => {
  let left = PARTS;
  /** @type {(node: any, depth: number) => Part[]} */
  const part = (node, depth) => {
    if (!node || typeof node !== 'object' || depth > DEPTH || (left -= 1) < 0) return [];
    const text = String(node.text ?? node.title ?? node.caption ?? node.tooltip ?? '');
    const actions = [node.click?.actions].flat().filter(Boolean);
    const href = safe(actions.find((action) => action.type === 'link')?.uri ?? '');
    const say = actions.find((action) => action.type === 'publishText')?.text;
    if (node.type === 'button' || node.type === 'submitButton') {
      return href ? [{ kind: 'link', text: text || href, href, isImage: false }] : say && text ? [{ kind: 'say', text, say: String(say) }] : [];
    }
    if (node.type === 'image') {
      const image = href ?? safe(node.url ?? '');
      return image ? [{ kind: 'link', text: text || image, href: image, isImage: true }] : [];
    }
    const inner = [node.elements ?? node.replies ?? []].flat().flatMap((/** @type {any} */ one) => part(one, depth + 1));
    if (node.quickReplies) inner.push(...part(node.quickReplies, depth + 1));
    if (inner.length) return [{ kind: 'group', isCard: node.type === 'vertical' && depth > 0, parts: inner }];
    return text ? [{ kind: 'text', text, isStrong: Boolean(node.style?.bold) }] : [];
  };
  try {
    return part(JSON.parse(json), 0);
  } catch {
    return [];
  }
};

/** @type {(parts: Part[], say: (text: string) => void) => HTMLElement[]} */
const show = (parts, say) => parts.map((part) => {
  switch (part.kind) {
    case 'text': return h(part.isStrong ? 'strong' : 'div', { class: 'rt', dir: 'auto' }, ...linked(part.text));
    case 'link': return link(part.href, h('bdi', null, part.text));
    case 'say': return h('button', { type: 'button', class: 'q', dir: 'auto', onclick: () => say(part.say) }, part.text);
    case 'group': return h('div', { class: part.isCard ? 'card' : 'group' }, ...show(part.parts, say));
  }
});

/** What stands in a row. @type {(row: Row, say: (text: string) => void) => Node[]} */
export const body = ({ form, text, json = '' }, say) => (form === 'html' ? clean(text) : [...linked(text), ...show(read(json), say)]);

