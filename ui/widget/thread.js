// The conversation: a log that grows at its end. What stands there is not built anew; only what is said about a row changes.
import { button, fill, h, linked, say, tool } from './html.js';
import { after } from './forms.js';
import { body } from './rich.js';
import { isLive, mayWrite, rows } from './store.js';
/** @import { Asker, Row, State } from './types' */

/** A place to write a line. @type {(ask: Asker, typing: (isTyping: boolean) => void, send: (text: string) => void) => HTMLElement[]} */
const composer = ({ keep, words, shell }, typing, send) => {
  const hint = h('p', { id: 'hint' });
  const area = h('textarea', { rows: 1, dir: 'auto', maxlength: 16384, placeholder: words.placeholder, 'aria-label': words.placeholder, 'aria-describedby': 'hint', enterkeyhint: 'send' });
  area.value = keep.get('draft') ?? '';
  const typed = () => {
    keep.set('draft', area.value || null);
    typing(Boolean(area.value.trim()));
  };
  const go = () => {
    const text = area.value.trim();
    area.focus();
    if (text && !hint.textContent) {
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
  return [hint, h('div', { class: 'write' }, area, tool(words.send, shell.icon('M4 12l16-8-5 16-3.5-6.5L4 12z'), go))];
};

/**
 * @param {{ ask: Asker, write: (text: string) => unknown, retry: (key: string) => void, drop: (key: string) => void, typing: (isTyping: boolean) => void, leave: () => void }} parts
 */
export const thread = ({ ask, write, retry, drop, typing, leave }) => {
  const { words, shell } = ask;
  const { locale } = shell;
  /** @type {Map<string, { row: HTMLElement, meta: HTMLElement, said: string }>} */
  const known = new Map();
  const log = h('div', { class: 'log', role: 'log', 'aria-label': words.title, 'aria-live': 'off', tabindex: '0' });
  const typist = h('div', { class: 'typing', role: 'status' });
  const jump = button(words.newLines, () => end(true), 'jump');
  const isAtEnd = () => box.scrollHeight - box.scrollTop - box.clientHeight < 60;
  const below = h('div', { class: 'below' });
  const box = h('div', { class: 'scroll', onscroll: () => { if (isAtEnd()) jump.hidden = true; } }, log, below);
  /** @param {boolean} must */
  const end = (must) => {
    if (must) box.scrollTop = box.scrollHeight;
    jump.hidden = must || isAtEnd();
  };
  /** On a phone the window ends where the keyboard begins. */
  const fit = () => {
    const { height = 0, offsetTop = 0, scale = 1 } = visualViewport ?? {};
    const { style } = /** @type {HTMLElement} */ (shell.root.querySelector('.p'));
    const isMeant = innerWidth <= 480 && scale === 1;
    style.height = isMeant ? `${height}px` : '';
    style.top = isMeant ? `${offsetTop}px` : '';
  };
  visualViewport?.addEventListener('resize', fit);
  /** @type {(at: number, options?: Intl.DateTimeFormatOptions) => string} */
  const time = (at, options) => new Date(at).toLocaleString(locale, options);

  /** @param {Row} row */
  const build = (row) => {
    const meta = h('div', { class: 'meta' });
    const line = h('div', { class: 'line', dir: 'auto' }, ...row.form === 'plain' ? linked(row.text) : body(row, write));
    const who = row.from === 'visitor' ? words.you : row.by;
    return { row: h('div', { class: `row ${row.from}` }, who && h('div', { class: row.from === 'visitor' ? 'vh' : 'who' }, h('bdi', null, who)), line, meta), meta, said: '' };
  };
  /** @type {(row: Row, isLast: boolean) => (Node | false)[]} */
  const about = (row, isLast) => [
    isLast && row.at > 0 && row.from !== 'system' && h('time', { title: time(row.at) }, time(row.at, { hour: '2-digit', minute: '2-digit' })),
    ...(row.state === 'failed' ? [h('span', { class: 'err', role: 'alert' }, words.failed), button(words.retry, () => retry(row.key)), button(words.discard, () => drop(row.key))] : row.state ? [h('span', { 'aria-live': 'off' }, words[row.state])] : []),
  ];

  /** What is said below the lines while the chat waits, and when it is over. @param {State} state */
  const showBelow = ({ phase, queue, chat, isCaughtUp, status }) => {
    const isOver = phase === 'ended' && isCaughtUp && chat;
    const kind = isOver ? chat : queue ? `${queue.position} ${queue.estimatedWaitTime}` : '';
    if (below.dataset.kind === kind) return;
    below.dataset.kind = kind;
    below.replaceChildren();
    if (isOver) {
      after(chat, ask).then((parts) => {
        below.replaceChildren(...parts);
        end(true);
      });
    }
    if (!queue || isOver) return;
    const wait = queue.estimatedWaitTime;
    const time = wait === -1 ? words.waitNobody : wait === 0 ? words.ringing : wait < 0 ? '' : fill(words.wait, { n: Math.ceil(wait / 60) });
    below.append(h('div', { class: 'box' }, h('p', { role: 'status' }, `${fill(words.place, { n: queue.position })} ${time}`), wait === -1 && status?.offlineForm && button(words.leave, leave)));
    end(true);
  };

  /** @type {(lines: Row[], isCaughtUp: boolean) => void} */
  const showLines = (lines, isCaughtUp) => {
    const wasAtEnd = isAtEnd() || !known.size;
    const wasLong = known.size;
    const keys = new Set(lines.map((row) => row.key));
    known.forEach(({ row }, key) => { if (!keys.has(key)) { row.remove(); known.delete(key); } });
    lines.forEach((row, at) => {
      const next = lines[at + 1];
      const isLast = !next || next.from !== row.from || next.at - row.at > 300_000;
      const isFirst = !at || lines[at - 1].from !== row.from || lines[at - 1].by !== row.by;
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
    if (wasAtEnd || lines.at(-1)?.state === 'sending') end(true);
    else if (known.size > wasLong) end(false);
  };

  return {
    parts: [box, typist, jump], end,
    /** @type {(send: (text: string) => void) => HTMLElement[]} */
    composer: (send) => composer(ask, typing, send),
    /** @param {State} state */
    draw: (state) => {
      showLines(rows(state), state.isCaughtUp);
      showBelow(state);
      say(typist, state.isTyping ? fill(words.typing, { name: state.agent }) : '');
      const why = !isLive(state) || mayWrite(state) || state.phase === 'starting' ? '' : words.notEarly;
      say(shell.root.querySelector('#hint'), why);
      shell.root.querySelector('.write button')?.setAttribute('aria-disabled', String(Boolean(why)));
    },
  };
};
