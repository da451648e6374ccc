// Structured content (`textType` rich-content): text, links, buttons that answer, images as links, cards. What is not known is left out.
import { h, link, linked, safe } from './html.js';

const DEPTH = 6;
const PARTS = 60;

/** Reads a template into parts that can be shown. Pure. @type {(json: string) => import('./types').Part[]} */
export const read = (json) => {
  let left = PARTS;
  /** @type {(node: any, depth: number) => import('./types').Part[]} */
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

/** @type {(parts: import('./types').Part[], say: (text: string) => void) => HTMLElement[]} */
export const show = (parts, say) => parts.map((part) => {
  switch (part.kind) {
    case 'text': return h(part.isStrong ? 'strong' : 'div', { class: 'rt', dir: 'auto' }, ...linked(part.text));
    case 'link': return link(part.href, h('bdi', null, part.text));
    case 'say': return h('button', { type: 'button', class: 'q', dir: 'auto', onclick: () => say(part.say) }, part.text);
    case 'group': return h('div', { class: part.isCard ? 'card' : 'group' }, ...show(part.parts, say));
  }
});
