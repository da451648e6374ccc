// The window of the chat: its head, what stands in it, its foot. It shows a state; what people do goes to `acts`.
import { doorOf, mayWrite, rows } from './store.js';
import { h } from './html.js';
import { fill } from './texts.js';
import { thread } from './thread.js';

const LINE_BYTES = 16384;
const SEND = 'M4 12l16-8-5 16-3.5-6.5L4 12z', CLOSE = 'M6 9l6 6 6-6';

/**
 * @typedef {{ write: (text: string) => void, begin: (text: string) => void, typing: (isTyping: boolean) => void, retry: (key: string) => void, drop: (key: string) => void,
 *   end: () => void, close: () => void, again: () => void, leave: () => void, form: (door: 'survey' | 'offline') => Promise<HTMLElement>, after: () => HTMLElement, draft: (text?: string) => string }} Acts
 * @param {{ shell: import('./types').Shell, words: import('./types').Texts, acts: Acts }} parts
 */
export const panel = ({ shell, words, acts }) => {
  const icon = shell.icon;
  const about = h('p', { role: 'status' });
  const end = h('button', { type: 'button', class: 'txt', onclick: () => ask(true) }, words.end);
  const close = h('button', { type: 'button', 'aria-label': words.hide, title: words.hide, onclick: acts.close }, icon(CLOSE));
  const note = h('div', { class: 'note', role: 'status', hidden: true });
  const body = h('div', { class: 'body' });
  const foot = h('footer');
  const dialog = h('section', { class: 'p', role: 'dialog', 'aria-label': words.title, tabindex: '-1', onkeydown: keys }, h('header', null, h('div', null, h('h2', null, words.title), about), end, close), note, body, foot);

  /** What stands in the window: a door (before a chat), or the thread. */
  let screen = '', footer = '', isTouched = false, isAsking = false;
  /** @type {ReturnType<typeof thread> | null} */
  let log = null;
  const typing = h('div', { class: 'typing', role: 'status' });

  /** @param {KeyboardEvent} event */
  function keys(event) {
    if (event.key !== 'Escape') return;
    event.stopPropagation();
    if (isAsking) ask(false);
    else acts.close();
  }
  /** @param {boolean} now */
  const ask = (now) => {
    isAsking = now;
    draw(state);
    (now ? foot.querySelector('button') : end)?.focus();
  };

  /** A place to write a line. @type {(label: string, send: (text: string) => void) => HTMLElement} */
  const composer = (label, send) => {
    const hint = h('p', { id: 'hint' });
    const wrong = h('p', { class: 'err', role: 'alert' });
    const area = h('textarea', {
      rows: 1, dir: 'auto', placeholder: label, 'aria-label': label, 'aria-describedby': 'hint', enterkeyhint: 'send',
      oninput: () => {
        acts.draft(area.value);
        acts.typing(Boolean(area.value.trim()));
        wrong.textContent = '';
      },
      onkeydown: (/** @type {KeyboardEvent} */ event) => {
        if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
        event.preventDefault();
        go();
      },
    });
    const go = () => {
      const text = area.value.trim();
      const over = new TextEncoder().encode(text).length - LINE_BYTES;
      wrong.textContent = over > 0 ? fill(words.tooLong, { n: over }) : '';
      area.focus();
      if (!text || over > 0 || button.getAttribute('aria-disabled')) return;
      area.value = acts.draft('');
      send(text);
    };
    const button = h('button', { type: 'button', 'aria-label': words.send, title: words.send, onclick: go }, icon(SEND));
    area.value = acts.draft();
    return h('div', null, hint, wrong, h('div', { class: 'write' }, area, button));
  };
  /** Says why nothing can be sent. @param {string} why */
  const hold = (why) => {
    const hint = foot.querySelector('#hint');
    if (!hint || hint.textContent === why) return;
    hint.textContent = why;
    /** @type {HTMLElement} */ (hint).hidden = !why;
    const button = foot.querySelector('.write button');
    if (why) button?.setAttribute('aria-disabled', 'true');
    else button?.removeAttribute('aria-disabled');
  };

  /** @param {'home' | 'away' | 'survey' | 'offline' | 'thanks' | null} door */
  const showDoor = (door) => {
    log = null;
    isTouched = false;
    const hello = h('p', { class: 'hello', dir: 'auto' }, door === 'offline' || door === 'away' ? words.offline : words.greeting);
    const home = h('div', { class: 'home' });
    body.replaceChildren(h('div', { class: 'scroll', oninput: () => { isTouched = true; } }, home));
    if (door === 'thanks') home.append(h('p', { class: 'hello', role: 'status', tabindex: '-1' }, words.thanks));
    else home.append(hello);
    if (door === 'away') home.append(h('p', null, words.nobody));
    if (door !== 'survey' && door !== 'offline') return;
    const load = () => acts.form(door).then((form) => { if (screen === door) wait.replaceWith(form), focus(); }, () => wait.replaceChildren(words.loadFailed, h('button', { type: 'button', class: 'plain', onclick: load }, words.retry)));
    const wait = h('div', { role: 'status' }, words.connecting);
    home.after(wait);
    load();
  };

  const showThread = () => {
    log = thread({ words, locale: shell.locale, say: acts.write, retry: acts.retry, drop: acts.drop });
    body.replaceChildren(log.box, typing, log.jump);
  };

  /** @param {import('./types').State} now */
  const showFoot = (now) => {
    const kind = isAsking ? 'ask' : now.phase === 'ended' ? 'ended' : screen === 'home' ? 'home' : screen === 'thread' ? 'write' : '';
    if (kind === footer) return;
    footer = kind;
    foot.hidden = !kind;
    const had = foot.contains(shell.root.activeElement);
    if (kind === 'ask') foot.replaceChildren(h('div', { class: 'ask', role: 'group', 'aria-label': words.endQuestion }, h('p', null, words.endQuestion), h('button', { type: 'button', class: 'main', onclick: () => { isAsking = false; acts.end(); dialog.focus(); } }, words.end), h('button', { type: 'button', class: 'plain', onclick: () => ask(false) }, words.stay)));
    else if (kind === 'ended') foot.replaceChildren(h('div', { class: 'ask' }, h('p', null, words.ended), h('button', { type: 'button', class: 'main', onclick: acts.again }, words.again)));
    else if (kind) foot.replaceChildren(composer(kind === 'home' ? words.firstLine : words.placeholder, kind === 'home' ? acts.begin : acts.write));
    if (had && !foot.contains(shell.root.activeElement)) (foot.querySelector('textarea') ?? dialog).focus();
  };

  /** @param {import('./types').State} now */
  const subtitle = ({ phase, agent, status }) => {
    if (phase === 'starting') return words.connecting;
    if (phase === 'waiting') return words.waiting;
    if (phase === 'chatting') return agent ? fill(words.withAgent, { name: agent }) : words.online;
    if (phase === 'ended') return words.ended;
    if (!status) return words.connecting;
    if (!status.available) return words.offline;
    return status.estimatedWait >= 60 ? fill(words.wait, { n: Math.ceil(status.estimatedWait / 60) }) : words.online;
  };

  /** What is said below the lines while the chat waits, and when it is over. @param {import('./types').State} now */
  const below = (now) => {
    if (!log) return;
    const place = log.below;
    if (now.phase === 'ended') {
      if (place.dataset.kind !== 'ended' && now.isCaughtUp) {
        place.dataset.kind = 'ended';
        place.replaceChildren(acts.after());
        log.end(true);
      }
      return;
    }
    const queue = now.phase === 'waiting' ? now.queue : null;
    const kind = queue ? `${queue.position} ${queue.estimatedWaitTime}` : '';
    if (place.dataset.kind === kind) return;
    place.dataset.kind = kind;
    if (!queue) return place.replaceChildren();
    const { position, estimatedWaitTime: wait } = queue;
    const time = wait === -1 ? words.waitNobody : wait === 0 ? words.ringing : wait > 0 ? (wait < 60 ? words.waitSoon : fill(words.waitMin, { n: Math.ceil(wait / 60) })) : '';
    place.replaceChildren(h('div', { class: 'box' }, h('p', { role: 'status' }, `${fill(words.place, { n: position })} ${time}`), now.status?.offlineForm && wait === -1 && h('button', { type: 'button', class: 'plain', onclick: acts.leave }, words.leave)));
    log.end(true);
  };

  /** @param {import('./types').State} now */
  const notice = (now) => {
    const door = doorOf(now.status);
    const isLost = now.isLost && now.phase !== 'none' && now.phase !== 'ended';
    const text = isLost ? words.noLink : isTouched && now.phase === 'none' && door && door !== screen ? (now.status?.available ? words.anyone : words.nobodyNow) : '';
    if (note.dataset.text === text) return;
    note.dataset.text = text;
    note.hidden = !text;
    note.replaceChildren(text, ...(text && !isLost ? [h('button', { type: 'button', class: 'plain', onclick: () => { isTouched = false; draw(state); focus(); } }, now.status?.available ? words.begin : words.leave)] : []));
  };

  /** @type {import('./types').State} */
  let state;
  let isThanks = false;
  /** @param {import('./types').State} now */
  const draw = (now) => {
    state = now;
    const isChat = now.phase !== 'none';
    if (isChat) isThanks = false;
    const door = isChat ? 'thread' : isThanks ? 'thanks' : doorOf(now.status) ?? '';
    if (now.phase === 'ended') isAsking = false;
    if (door !== screen && (isChat || isThanks || !isTouched)) {
      screen = door;
      if (isChat) showThread();
      else showDoor(/** @type {any} */ (door || null));
    }
    notice(now);
    const said = subtitle(now);
    if (about.textContent !== said) about.textContent = said;
    end.hidden = now.phase !== 'waiting' && now.phase !== 'chatting';
    showFoot(now);
    if (!log) return;
    hold(footer !== 'write' || mayWrite(now) ? '' : now.phase === 'waiting' ? words.notEarly : words.connecting);
    log.draw(rows(now), now.isCaughtUp);
    below(now);
    const who = now.isTyping ? fill(words.typing, { name: now.agent }) : '';
    if (typing.textContent !== who) typing.textContent = who;
  };
  /** Where a person would go on: the composer or the first field; on a touch screen that would bring the keyboard up, so the window. */
  const focus = () => {
    const first = matchMedia('(pointer: coarse)').matches ? null : dialog.querySelector('footer textarea, form :is(input, select, textarea), footer button');
    /** @type {HTMLElement} */ (first ?? dialog).focus();
  };
  return {
    dialog, draw, focus,
    thank: () => {
      isThanks = true;
      isTouched = false;
      draw(state);
      /** @type {HTMLElement | null} */ (body.querySelector('[tabindex]'))?.focus();
    },
    renew: () => {
      isThanks = isTouched = false;
      screen = footer = '';
    },
    down: () => log?.end(true),
  };
};
