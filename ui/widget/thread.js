// The conversation: a log that grows at its end. What stands there is not built anew; only what is said about a row changes.
import { h, linked } from './html.js';
/** @import { Row, Texts } from './types' */

const CSS = `
.log{display:flex;flex-direction:column;gap:4px;border-radius:8px}
.row{display:flex;flex-direction:column;align-items:flex-start}.row.first:not(:first-child){margin-block-start:12px}
.line{max-width:85%;padding:8px 12px;border-radius:16px;background:var(--soft);white-space:pre-wrap;overflow-wrap:anywhere;unicode-bidi:isolate;overflow:hidden}
.visitor{align-items:flex-end}.visitor .line{background:var(--accent);color:var(--ink)}
.system{align-items:center}.system .line{background:none;color:var(--dim);font-size:13px;padding:0 8px;text-align:center;white-space:pre-line}
.line a{color:var(--tint)}.visitor a{color:inherit}
.who,.meta{font-size:12px;line-height:16px;color:var(--dim);padding:0 12px}.who{margin-block-end:4px}
.meta{display:flex;flex-wrap:wrap;gap:0 8px;align-items:center}.meta:not(:empty){margin-block-start:4px}
.meta button{min-height:24px;padding:0 4px;color:var(--tint);text-decoration:underline}
.typing{height:24px;padding:0 16px;font-size:13px;color:var(--dim)}
.jump{position:absolute;inset-block-end:32px;inset-inline:0;margin:auto;width:fit-content;background:var(--text);color:var(--page);border-radius:16px;font-size:13px}
.vh,.row:not(.first) .who{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
@media(forced-colors:active){.line,.q{border:1px solid}}`;

/**
 * @param {{ words: Texts, locale: string, say: (text: string) => void, style: (css: string) => void, retry: (key: string) => void, drop: (key: string) => void }} parts
 */
export const thread = ({ words, locale, say, style, retry, drop }) => {
  style(CSS);
  /** @type {Map<string, { row: HTMLElement, meta: HTMLElement, said: string }>} */
  const known = new Map();
  const log = h('div', { class: 'log', role: 'log', 'aria-label': words.title, 'aria-live': 'off', tabindex: '0' });
  const jump = h('button', { class: 'jump', type: 'button', hidden: true, onclick: () => end(true) }, words.newLines);
  const isAtEnd = () => box.scrollHeight - box.scrollTop - box.clientHeight < 60;
  const below = h('div', { class: 'below' });
  const box = h('div', { class: 'scroll', onscroll: () => { if (isAtEnd()) jump.hidden = true; } }, log, below);
  /** @param {boolean} must */
  const end = (must) => {
    if (must) box.scrollTop = box.scrollHeight;
    jump.hidden = must || isAtEnd();
  };
  const clock = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit' });
  const exact = new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeStyle: 'medium' });

  /** What shows lines that are more than text. @type {Promise<typeof import('./rich.js')> | undefined} */
  let rich;
  /** @type {(row: Row, line: HTMLElement) => void} */
  const write = (row, line) => {
    if (row.form === 'plain') return line.append(...linked(row.text));
    rich ??= import('./rich.js').then((module) => {
      style(module.CSS);
      return module;
    });
    rich.then(({ body }) => {
      const wasAtEnd = isAtEnd();
      line.append(...body(row, say));
      end(wasAtEnd);
    }, () => {
      rich = undefined;
      line.append(...linked(row.text));
    });
  };
  /** @param {Row} row */
  const build = (row) => {
    const meta = h('div', { class: 'meta' });
    const line = h('div', { class: 'line', dir: 'auto' });
    write(row, line);
    const who = row.from === 'visitor' ? words.you : row.by;
    return { row: h('div', { class: `row ${row.from}` }, who && h('div', { class: row.from === 'visitor' ? 'vh' : 'who' }, h('bdi', null, who)), line, meta), meta, said: '' };
  };
  /** @type {(row: Row, isLast: boolean) => (Node | false)[]} */
  const about = (row, isLast) => [
    isLast && row.at > 0 && row.from !== 'system' && h('time', { datetime: new Date(row.at).toISOString(), title: exact.format(row.at) }, clock.format(row.at)),
    row.state === 'failed' && h('span', { class: 'err', role: 'alert' }, words.failed),
    row.state === 'failed' && h('button', { type: 'button', onclick: () => retry(row.key) }, words.retry),
    row.state === 'failed' && h('button', { type: 'button', onclick: () => drop(row.key) }, words.discard),
    Boolean(row.state && row.state !== 'failed') && h('span', { 'aria-live': 'off' }, words[row.state ?? 'sent']),
  ];

  return {
    box, log, below, end,
    /** @type {(rows: Row[], isCaughtUp: boolean) => void} */
    draw: (rows, isCaughtUp) => {
      const wasAtEnd = isAtEnd() || !known.size;
      const wasLong = known.size;
      const keys = new Set(rows.map((row) => row.key));
      known.forEach(({ row }, key) => { if (!keys.has(key)) { row.remove(); known.delete(key); } });
      rows.forEach((row, at) => {
        const next = rows[at + 1];
        const isLast = !next || next.from !== row.from || next.at - row.at > 300_000;
        const isFirst = !at || rows[at - 1].from !== row.from || rows[at - 1].by !== row.by;
        const one = known.get(row.key) ?? build(row);
        known.set(row.key, one);
        one.row.classList.toggle('first', isFirst);
        if (log.children[at] !== one.row) log.insertBefore(one.row, log.children[at] ?? null);
        const said = `${row.state}${isLast}`;
        if (said !== one.said) {
          one.said = said;
          one.meta.replaceChildren(...about(row, isLast).filter((part) => part !== false));
        }
      });
      if (isCaughtUp) log.setAttribute('aria-live', 'polite');
      if (wasAtEnd || rows.at(-1)?.state === 'sending') end(true);
      else if (known.size > wasLong) end(false);
    },
    jump,
  };
};
