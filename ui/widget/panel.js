// The window of the chat: its head, what stands in it, its foot. It shows a state; what people do goes to `acts`.
import { button, fill, h, say, tool } from './html.js';
/** @import { Acts, Asker, Face, Thread } from './types' */
/** @import { Status } from './handover' */

/** Which form is to be filled in before a chat. @type {(status: Status | null) => 'survey' | 'home' | 'offline' | 'away' | ''} */
export const doorOf = (status) => {
  if (!status) return '';
  if (status.available) return status.preSurvey ? 'survey' : 'home';
  return status.offlineForm ? 'offline' : 'away';
};

// Constructable style sheets are no inline styles, so a page's `style-src` need not know them.
const CSS = `
.p{display:flex;flex-direction:column;width:min(384px,calc(100vw - 40px));height:min(640px,calc(100dvh - 40px));background:var(--page);border-radius:16px;overflow:hidden;box-shadow:0 0 0 1px var(--line),0 12px 40px #0004;outline:none}
header{display:flex;align-items:center;gap:4px;padding:12px 8px;padding-inline-start:16px;background:var(--accent);color:var(--ink)}
header div{flex:1;min-width:0}
h2,header p,.typing{overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
h2{margin:0;font-size:16px;line-height:20px;font-weight:600}header p,header button{font-size:13px;line-height:20px}
p{margin:0}
button{min-height:32px;padding:4px 12px;border-radius:8px}
header button{min-height:40px;padding:8px}header button:hover{background:#0002}
.p header :focus-visible,.p .main:focus-visible{outline-color:var(--ink);outline-offset:-4px;box-shadow:none}
.main{min-height:44px;padding:8px 20px;background:var(--accent);color:var(--ink);font-weight:600;border-radius:22px}
[aria-disabled=true]{opacity:.6;cursor:default}
.plain{color:var(--tint);text-decoration:underline;padding:4px 8px}
.note{display:flex;gap:8px;align-items:center;padding:8px 16px;background:var(--soft);font-size:14px}
.body{flex:1;min-height:0;display:flex;flex-direction:column;position:relative}
.scroll{flex:1;overflow-y:auto;overscroll-behavior:contain;padding:16px;display:flex;flex-direction:column;gap:16px}
.hello{font-size:20px;line-height:28px;font-weight:600;overflow-wrap:anywhere}
textarea,input,select{font:inherit;color:inherit;margin:0}textarea{resize:vertical;line-height:24px}
.p :is(input,textarea,select):focus-visible{outline:2px solid var(--tint);outline-offset:-1px;box-shadow:none}
::placeholder{color:var(--dim);opacity:1}
.err{color:var(--bad);font-size:13px}.err:empty{display:none}
.form{display:flex;flex-direction:column;gap:16px;overflow-wrap:anywhere}.form .main{align-self:flex-start}
.field,fieldset{display:flex;flex-direction:column;gap:4px;min-width:0;border:0;margin:0;padding:0}
legend,.field label{font-weight:600;font-size:14px;padding:0;margin-block-end:4px}.dim{font-weight:400;color:var(--dim)}
.form .field :not(label,p,bdi,span,option){width:100%;min-height:44px;padding:8px 12px;border:1px solid var(--edge);border-radius:8px;background:var(--page);font-size:16px}
.form [aria-invalid=true],[aria-invalid=true] input{border-color:var(--bad)!important}
.choices{display:flex;flex-direction:column;gap:4px}.side{flex-flow:wrap;gap:8px 16px}
.choices label{display:flex;align-items:center;gap:8px;min-height:32px}
.choices input{flex:none;width:20px;height:20px;margin:0;accent-color:var(--tint)}
.scale{gap:8px}.scale label{position:relative;justify-content:center;min-width:44px;min-height:44px;border:1px solid var(--edge);border-radius:22px}
.scale input{position:absolute;inset:0;width:100%;height:100%;opacity:0}
.scale :has(:checked){background:var(--accent);color:var(--ink);font-weight:600}
.scale :has(:focus-visible){outline:2px solid var(--text);outline-offset:2px}
@media(max-width:480px){.p{position:fixed;inset:0;width:auto;height:auto;border-radius:0}}
@media(forced-colors:active){.main{border:1px solid}.scale :has(:checked){outline:3px solid Highlight}}`;

/** @param {{ ask: Asker, acts: Acts }} parts */
export const panel = ({ ask, acts }) => {
  const { shell, words } = ask;
  shell.style(CSS);
  /** @type {Face} */
  let state;
  /** What stands in the window, a door (before a chat) or the thread; what stands in the foot. */
  let screen = '', footer = '';
  /** Somebody fills a form in: it is not taken away. */
  let isTouched = false;
  let isEnding = false, isThanks = false;
  /** The conversation, once it is fetched. @type {Thread | null} */
  let there = null;


  const about = h('p', { role: 'status' });
  const end = button(words.end, () => turn(true), '');
  const note = h('div', { class: 'note', role: 'status', hidden: true });
  const body = h('div', { class: 'body' });
  const foot = h('footer', { hidden: true });
  const dialog = h('section', { class: 'p', role: 'dialog', 'aria-label': words.title, tabindex: '-1', hidden: true },
    h('header', null, h('div', null, h('h2', null, words.title), about), end, tool(words.hide, shell.icon('M6 9l6 6 6-6'), acts.close)), note, body, foot);
  dialog.onkeydown = (event) => {
    const { key, shiftKey } = event;
    if (key === 'Tab' && innerWidth <= 480) {
      // The window covers the page, so the focus goes round within it.
      const all = [...dialog.querySelectorAll('a,button,input,select,textarea,summary')].filter((one) => /** @type {HTMLElement} */ (one).offsetParent);
      const [from, to] = shiftKey ? [all[0], all.at(-1)] : [all.at(-1), all[0]];
      if (shell.root.activeElement === from) {
        event.preventDefault();
        /** @type {HTMLElement} */ (to).focus();
      }
    }
    if (key !== 'Escape') return;
    event.stopPropagation();
    if (isEnding) turn(false);
    else acts.close();
  };
  /** Asks whether the chat is to be ended, or no longer. @param {boolean} now */
  const turn = (now) => {
    isEnding = now;
    draw(state, there);
    (now ? foot.querySelector('button') : end)?.focus();
  };

  /** What stands in the window while there is no chat. @param {string} door */
  const showDoor = (door) => {
    isTouched = false;
    const titles = { survey: words.greeting, home: words.greeting, offline: words.leave, away: words.nobody, thanks: words.thanks };
    const place = h('div', { role: 'status' }, door ? '' : words.connecting);
    const scroll = h('div', { class: 'scroll' }, h('p', { class: 'hello', dir: 'auto' }, titles[/** @type {'home'} */ (door)]), place);
    scroll.oninput = () => {
      isTouched = true;
      ask.typed();
    };
    body.replaceChildren(scroll);
    if (door === 'home') ask.typed();
    if (door !== 'survey' && door !== 'offline') return;
    const load = async () => {
      place.textContent = words.connecting;
      try {
        const form = await (await import('./forms.js')).before(door, ask);
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
    const kind = isEnding ? 'ending' : state.phase === 'ended' ? 'ended' : there && /home|thread/.test(screen) ? screen : '';
    if (kind !== footer) {
      footer = kind;
      foot.hidden = !kind;
      if (kind === 'ending') foot.replaceChildren(h('p', null, words.endQuestion), button(words.end, () => { isEnding = false; acts.end(); dialog.focus(); }, 'main'), button(words.stay, () => turn(false)));
      else if (kind === 'ended') foot.replaceChildren(h('p', null, words.ended), button(words.again, acts.again, 'main'));
      else if (there && kind) foot.replaceChildren(...kind === 'home' ? there.composer(words.firstLine, acts.begin) : there.composer(words.placeholder, acts.write));
      foot.className = /^end/.test(kind) ? 'ask' : '';
    }
  };

  /** @param {Face} now */
  const subtitle = ({ phase, agent = '', status }) => {
    if (phase === 'chatting') return fill(words.withAgent, { name: agent });
    if (phase !== 'none') return phase === 'starting' ? words.connecting : words[phase];
    if (!status) return words.connecting;
    return !status.available ? words.offline : status.estimatedWait >= 60 ? fill(words.wait, { n: Math.ceil(status.estimatedWait / 60) }) : words.online;
  };

  /** The line under the head: no connection, or another door than the one that somebody stands at. @param {string} door */
  const showNote = (door) => {
    const isLost = state.isLost && shell.active;
    const text = isLost ? words.noLink : isTouched && door !== screen ? (state.status?.available ? words.anyone : words.nobodyNow) : '';
    if (note.dataset.text === text) return;
    note.dataset.text = text;
    note.hidden = !text;
    note.replaceChildren(text);
    if (text && !isLost) note.append(button(state.status?.available ? words.begin : words.leave, () => { isTouched = false; draw(state, there); focus(); }));
  };

  /** @type {(now: Face, log: Thread | null) => void} */
  const draw = (now, log) => {
    const { activeElement } = shell.root;
    const before = footer;
    state = now;
    there = log;
    // The survey stays until the chat is there, so that it can say what was wrong.
    const isChat = now.phase !== 'none' && !(now.phase === 'starting' && screen === 'survey');
    if (isChat) isThanks = isTouched = false;
    if (!shell.active) isEnding = false;
    const door = isChat ? 'thread' : isThanks ? 'thanks' : doorOf(now.status);
    if ((door !== screen || !body.firstChild) && !isTouched) {
      screen = door;
      if (log && isChat) {
        body.replaceChildren(...log.parts);
        log.end(true);
      } else showDoor(door);
    }
    showNote(door);
    say(about, subtitle(now));
    end.hidden = now.phase !== 'waiting' && now.phase !== 'chatting';
    showFoot();
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
    down: () => there?.end(true),
    thank: () => {
      isTouched = false;
      isThanks = true;
      draw(state, there);
      dialog.focus();
    },
    /** Forgets what stands in the window. */
    renew: () => {
      isThanks = isTouched = false;
      body.replaceChildren();
    },
  };
};
