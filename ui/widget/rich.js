// Lines that are more than text. HTML of agents is cleaned by an allow-list; of structured content (`textType` rich-content) text, links, buttons that
// answer, images as links and cards are shown. What is not known is left out. Fetched with the first such line.
import { button, h, link, linked, safe } from './html.js';
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

const KEPT = /^(b|i|u|s|em|strong|br|p|div|span|ul|ol|li|code|pre)$/i;
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
  if (!KEPT.test(element.tagName)) return inner;
  const dir = /^(ltr|rtl|auto)$/i.exec(element.getAttribute('dir') ?? '')?.[0];
  return [h(/** @type {'div'} */ (element.tagName.toLowerCase()), { dir }, ...inner)];
});

/** HTML of an agent, of which only what is on the list is left. Where the page allows no policy, its text. @param {string} html */
const clean = (html) => {
  if (policy === undefined) policy = allowed();
  return policy ? cleaned(parsed(html), 0) : linked(html);
};

const DEPTH = 6;

/** A part of a template and what is in it, as far as it can be shown. @type {(node: any, depth: number) => Part[]} */
const part = (node, depth) => {
  if (!node || depth > DEPTH) return [];
  const inner = [node.elements, node.replies, node.quickReplies].flat().flatMap((one) => part(one, depth + 1));
  if (inner.length) return [{ kind: 'group', isCard: node.type === 'vertical' && depth > 0, parts: inner }];
  const text = String(node.text ?? node.title ?? node.caption ?? '');
  const actions = [node.click?.actions ?? []].flat();
  const href = safe(actions.find((one) => one.uri)?.uri ?? node.url);
  const say = actions.find((one) => one.type === 'publishText')?.text;
  if (href) return [{ kind: 'link', text: text || href, href }];
  if (!text || node.type === 'button' && !say) return [];
  return [say ? { kind: 'say', text, say: String(say) } : { kind: 'text', text }];
};
/** Reads a template. Pure. @param {string} json */
export const read = (json) => {
  try {
    return part(JSON.parse(json), 0);
  } catch {
    return [];
  }
};

/** @type {(parts: Part[], say: (text: string) => void) => HTMLElement[]} */
const show = (parts, say) => parts.map((one) => {
  if (one.kind === 'group') return h('div', { class: one.isCard ? 'card' : 'group' }, ...show(one.parts, say));
  if (one.kind === 'link') return link(one.href, h('bdi', null, one.text));
  return one.kind === 'say' ? button(one.text, () => say(one.say), 'q') : h('div', { dir: 'auto' }, ...linked(one.text));
});

/** What stands in a row. @type {(row: Row, say: (text: string) => void) => Node[]} */
export const body = ({ form, text, json = '' }, say) => (form === 'html' ? clean(text) : [...linked(text), ...show(read(json), say)]);

