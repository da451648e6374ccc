// The window of the chat: its head, what stands in it, its foot. It shows a state; what people do goes to `acts`.
import { before } from './forms.js';
import { button, fill, h, say, tool } from './html.js';
import { CSS } from './style.js';
/** @import { Acts, Asker, State, Thread } from './types' */
/** @import { Status } from './handover' */

/** Which form is to be filled in before a chat. @type {(status: Status | null) => 'survey' | 'home' | 'offline' | 'away' | ''} */
export const doorOf = (status) => {
  if (!status) return '';
  if (status.available) return status.preSurvey ? 'survey' : 'home';
  return status.offlineForm ? 'offline' : 'away';
};


/** @param {{ ask: Asker, acts: Acts, log: Thread }} parts */
export const panel = ({ ask, acts, log }) => {
  const { shell, words } = ask;
  shell.style(CSS);
  /** @type {State} */
  let state;
  /** What stands in the window, a door (before a chat) or the thread; what stands in the foot. */
  let screen = '', footer = '';
  /** Somebody fills a form in: it is not taken away. */
  let isTouched = false;
  let isEnding = false, isThanks = false;


  const about = h('p', { role: 'status' });
  const end = button(words.end, () => turn(true), '');
  const note = h('div', { class: 'note', role: 'status', hidden: true });
  const body = h('div', { class: 'body' });
  const foot = h('footer', { hidden: true });
  const dialog = h('section', { class: 'p', role: 'dialog', 'aria-label': words.title, tabindex: '-1', hidden: true },
    h('header', null, h('div', null, h('h2', null, words.title), about), end, tool(words.hide, shell.icon('M6 9l6 6 6-6'), acts.close)), note, body, foot);
  dialog.onkeydown = (event) => {
    if (event.key === 'Escape') {
      event.stopPropagation();
      if (isEnding) turn(false);
      else acts.close();
    } else if (event.key === 'Tab' && innerWidth <= 480) {
      // Over the whole screen nothing behind the window is to be had.
      const all = [.../** @type {NodeListOf<HTMLElement>} */ (dialog.querySelectorAll('button,a,textarea,input,select,summary,.log'))].filter((one) => one.checkVisibility());
      const at = all.indexOf(/** @type {HTMLElement} */ (shell.root.activeElement));
      if (event.shiftKey ? at < 1 : at + 1 === all.length) {
        event.preventDefault();
        all.at(event.shiftKey ? -1 : 0)?.focus();
      }
    }
  };
  /** Asks whether the chat is to be ended, or no longer. @param {boolean} now */
  const turn = (now) => {
    isEnding = now;
    draw(state);
    (now ? foot.querySelector('button') : end)?.focus();
  };

  /** What stands in the window while there is no chat. @param {string} door */
  const showDoor = (door) => {
    isTouched = false;
    const titles = { survey: words.greeting, home: words.greeting, offline: words.leave, away: words.nobody, thanks: words.thanks };
    const place = h('div', { role: 'status' }, door ? '' : words.connecting);
    const scroll = h('div', { class: 'scroll' }, h('p', { class: 'hello', dir: 'auto' }, titles[/** @type {'home'} */ (door)]), place);
    scroll.oninput = () => { isTouched = true; };
    body.replaceChildren(scroll);
    if (door !== 'survey' && door !== 'offline') return;
    const load = async () => {
      place.textContent = words.connecting;
      try {
        const form = await before(door, ask);
        if (screen !== door || !form) return;
        place.replaceWith(form);
        if (shell.root.activeElement === dialog) focus();
      } catch {
        place.replaceChildren(words.sorry, button(words.retry, load));
      }
    };
    load();
  };

  const showFoot = () => {
    const kind = isEnding ? 'ending' : state.phase === 'ended' ? 'ended' : /home|thread/.test(screen) ? screen : '';
    if (kind !== footer) {
      footer = kind;
      foot.hidden = !kind;
      if (kind === 'ending') foot.replaceChildren(h('p', null, words.endQuestion), button(words.end, () => { isEnding = false; acts.end(); dialog.focus(); }, 'main'), button(words.stay, () => turn(false)));
      else if (kind === 'ended') foot.replaceChildren(h('p', null, words.ended), button(words.again, acts.again, 'main'));
      else if (kind) foot.replaceChildren(...log.composer(kind === 'home' ? acts.begin : acts.write));
      foot.className = /^end/.test(kind) ? 'ask' : '';
    }
  };

  /** @param {State} now */
  const subtitle = ({ phase, agent, status }) => {
    if (phase === 'chatting') return fill(words.withAgent, { name: agent });
    if (phase !== 'none') return phase === 'starting' ? words.connecting : words[phase];
    if (!status) return words.connecting;
    return !status.available ? words.offline : status.estimatedWait >= 60 ? fill(words.wait, { n: Math.ceil(status.estimatedWait / 60) }) : words.online;
  };

  /** The line under the head: no connection, or another door than the one that somebody stands at. @param {string} door */
  const showNote = (door) => {
    const isLost = state.isLost && shell.active;
    const text = isLost ? words.noLink : isTouched && door !== screen ? (state.status?.available ? words.online : words.waitNobody) : '';
    if (note.dataset.text === text) return;
    note.dataset.text = text;
    note.hidden = !text;
    note.replaceChildren(text);
    if (text && !isLost) note.append(button(state.status?.available ? words.begin : words.leave, () => { isTouched = false; draw(state); focus(); }));
  };

  /** @param {State} now */
  const draw = (now) => {
    const { activeElement } = shell.root;
    const before = footer;
    state = now;
    // The survey stays until the chat is there, so that it can say what was wrong.
    const isChat = now.phase !== 'none' && !(now.phase === 'starting' && screen === 'survey');
    if (isChat) isThanks = isTouched = false;
    if (!shell.active) isEnding = false;
    const door = isChat ? 'thread' : isThanks ? 'thanks' : doorOf(now.status);
    if ((door !== screen || !body.firstChild) && !isTouched) {
      screen = door;
      if (isChat) {
        body.replaceChildren(...log.parts);
        log.end(true);
      } else showDoor(door);
    }
    showNote(door);
    say(about, subtitle(now));
    end.hidden = now.phase !== 'waiting' && now.phase !== 'chatting';
    showFoot();
    if (isChat) log.draw(now);
    // The focus goes on with what takes the place of what had it.
    if (activeElement === dialog ? before !== footer : activeElement && !shell.root.activeElement) focus();
  };
  /** To where a person would go on; on a touch screen a field would bring the keyboard up, so to the window. */
  const focus = () => {
    const first = matchMedia('(pointer: coarse)').matches ? null : dialog.querySelector('footer textarea, form :is(input, select, textarea), footer button');
    /** @type {HTMLElement} */ (first ?? dialog).focus();
  };
  return {
    dialog, draw, focus,
    down: () => log.end(true),
    thank: () => {
      isTouched = false;
      isThanks = true;
      draw(state);
      dialog.focus();
    },
    /** Forgets what stands in the window. */
    renew: () => {
      isThanks = isTouched = false;
      body.replaceChildren();
    },
  };
};
