// A place to write a line.
import { fill, h, tool } from './html.js';
/** @import { Asker } from './types' */

const LINE_BYTES = 16384;

/** @type {(ask: Asker, typing: (isTyping: boolean) => void, label: string, send: (text: string) => void) => HTMLElement[]} */
export const composer = ({ keep, words, shell }, typing, label, send) => {
  const hint = h('p', { id: 'hint' });
  const wrong = h('p', { class: 'err', role: 'alert' });
  const area = h('textarea', { rows: 1, dir: 'auto', placeholder: label, 'aria-label': label, 'aria-describedby': 'hint', enterkeyhint: 'send' });
  area.value = keep.get('draft') ?? '';
  const typed = () => {
    keep.set('draft', area.value || null);
    typing(Boolean(area.value.trim()));
    wrong.textContent = '';
  };
  const go = () => {
    const text = area.value.trim();
    const over = new TextEncoder().encode(text).length - LINE_BYTES;
    area.focus();
    if (over > 0) wrong.textContent = fill(words.tooLong, { n: over });
    else if (text && !hint.textContent) {
      area.value = '';
      typed();
      send(text);
    }
  };
  area.oninput = typed;
  area.onkeydown = (event) => {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    go();
  };
  return [hint, wrong, h('div', { class: 'write' }, area, tool(words.send, shell.icon('M4 12l16-8-5 16-3.5-6.5L4 12z'), go))];
};

export const CSS = `
.write{display:flex;align-items:flex-end;gap:8px}
.write textarea{flex:1;min-width:0;min-height:44px;max-height:132px;padding:9px 14px;border:1px solid var(--edge);resize:none;border-radius:22px;background:var(--page);font-size:16px;field-sizing:content}
.write button{padding:10px;border-radius:22px;background:var(--accent);color:var(--ink);height:44px}
[dir=rtl] .write svg{transform:scaleX(-1)}`;
