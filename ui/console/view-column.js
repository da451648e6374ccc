/** One open chat: who it is, what was said, and what is written next, or the wrap-up once it has ended. */

import { confirm } from '../shared/dialog.js';
import { h, picture, setAttribute, setText } from '../shared/dom.js';
import { ICONS } from '../shared/icons.js';
import { liveTime, setLiveTime } from '../shared/time.js';
import { closeChat, togglePin } from './acts.js';
import { nameOf } from './chat.js';
import { shortcutOf } from './keys.js';
import { isOpen } from './store.js';
import { createComposer } from './view-composer.js';
import { createLines } from './view-lines.js';
import { openTransfer } from './view-transfer.js';
import { createWrapUp } from './view-wrapup.js';

/** @typedef {import('./app.js').App} App */
/** @typedef {import('./chat.js').Chat} Chat */
/** @typedef {import('./view-shell.js').Tools} Tools */

/**
 * @param {App} app
 * @param {Tools} tools
 * @param {string} key
 * @returns {import('./view-shell.js').Column}
 */
export function createColumn(app, tools, key) {
  const chat = () => app.state.chats[key];
  const end = async () => {
    const now = chat();
    if (!now) return;
    if (now.state === 'ended' || !now.mine) return app.update((state) => closeChat(state, key));
    const text = 'The visitor is told, and cannot write any more.';
    if (await confirm({ title: `End the chat with ${nameOf(now)}?`, text, act: 'End chat', danger: true })) void tools.deeds.end(key);
  };
  const transfer = () => {
    if (chat()?.state === 'chatting' && chat()?.mine) openTransfer(app, tools, key);
  };
  const head = createHead(app, tools, key, { end, transfer });
  const lines = createLines(app, tools, key);
  const composer = createComposer(app, tools, key);
  const wrapUp = createWrapUp(app, key);
  const gone = createGone(() => app.update((state) => closeChat(state, key)));
  const typing = h('p', { class: 'typing-row quiet', role: 'status' });
  const element = h('section', {
    class: 'column', dataset: { chat: key }, tabindex: '-1',
    onfocusin: () => app.state.focus !== key && isOpen(app.state, key) && app.update((state) => ({ ...state, focus: key })),
  }, head.element, lines.element, typing, gone, wrapUp.element, composer.element);
  /** @type {Chat | undefined} */
  let shown;
  let wasFocused = false;

  function draw() {
    const next = chat();
    if (!next) return;
    const focused = app.state.focus === key;
    if (focused !== wasFocused) {
      wasFocused = focused;
      element.dataset['focus'] = String(focused);
      lines.noteRead();
    }
    head.drawPin(app.state.pinned.includes(key));
    if (next === shown) return;
    const justEnded = shown?.state === 'chatting' && next.state === 'ended';
    // What has the focus may be about to go.
    const hadFocus = document.activeElement === document.body || element.contains(document.activeElement);
    shown = next;
    element.dataset['state'] = next.mine ? next.state : 'gone';
    setAttribute(element, 'aria-label', `Chat with ${nameOf(next)}`);
    head.draw(next);
    lines.draw(next);
    gone.hidden = next.mine || next.state === 'ended';
    composer.element.hidden = !next.mine || next.state === 'ended';
    composer.drawName();
    wrapUp.draw(next);
    setText(typing, typingText(next, tools.drafting.isTyping(key)));
    if (justEnded && hadFocus && focused) element.focus();
  }

  return {
    element,
    draw,
    close() {
      lines.close();
      composer.close();
    },
    focus() {
      if (!composer.element.hidden) composer.focus();
      else if (!wrapUp.focus()) element.focus();
    },
    toggleNote: () => composer.toggleNote(),
    openCanned: () => composer.openCanned(),
    transfer,
    end: () => void end(),
  };
}

/** @param {() => void} close */
const createGone = (close) => h('div', { class: 'gone', hidden: true },
  h('p', null, 'This chat is no longer yours. It was taken over, or went back to the queue.'),
  h('button', { type: 'button', class: 'button', onclick: close }, 'Close'));

/** @param {Chat} chat @param {boolean} here whether this device is what is typed on */
function typingText(chat, here) {
  if (chat.visitorTyping) return `${nameOf(chat)} is typing…`;
  return chat.agentTyping && !here ? 'You are typing on another device' : '';
}

/**
 * @param {App} app
 * @param {Tools} tools
 * @param {string} key
 * @param {{ end: () => Promise<void>, transfer: () => void }} acts
 */
function createHead(app, tools, key, acts) {
  const name = h('bdi', { class: 'cut' });
  const about = h('span', { class: 'cut' });
  const since = liveTime(0, 'for');
  const button = (/** @type {string} */ path, /** @type {string} */ label, /** @type {import('./keys.js').Act | ''} */ act, /** @type {() => void} */ onclick, extra = '') =>
    h('button', {
      type: 'button', class: `button plain icon small ${extra}`, 'aria-label': label, onclick,
      title: act ? `${label} (${shortcutOf(act)})` : label, 'aria-keyshortcuts': act ? shortcutOf(act) : null,
    }, picture(path));
  const pin = button(ICONS.pin, 'Pin', 'pin', () => app.update((state) => togglePin(state, key)), 'wide-only');
  const give = button(ICONS.transfer, 'Hand over', 'transfer', acts.transfer);
  const end = h('button', { type: 'button', class: 'button small', onclick: () => void acts.end(), 'aria-keyshortcuts': shortcutOf('end') }, 'End');
  const element = h('header', { class: 'column-head' },
    h('button', { type: 'button', class: 'button plain icon phone-only', 'aria-label': 'Back to the list', onclick: () => tools.back() }, picture(ICONS.back)),
    h('div', { class: 'grow' },
      h('h2', { class: 'column-name' }, name),
      h('p', { class: 'column-about quiet' }, about, since)),
    button(ICONS.info, 'Details of the visitor', 'details', () => {
      app.update((state) => ({ ...state, focus: key }));
      tools.toggleDetails();
    }),
    pin, give, end,
    button(ICONS.close, 'Close column', 'closeColumn', () => app.update((state) => closeChat(state, key)), 'wide-only'));
  return {
    element,
    /** @param {boolean} pinned */
    drawPin(pinned) {
      setAttribute(pin, 'aria-pressed', String(pinned));
    },
    /** @param {Chat} chat */
    draw(chat) {
      setText(name, nameOf(chat));
      const going = chat.mine && chat.state !== 'ended';
      setText(about, [chat.skillName, going ? '' : chat.state === 'ended' ? 'ended' : 'no longer yours'].filter(Boolean).join(' · ') + (going && chat.skillName ? ' ·' : ''));
      since.hidden = !going;
      if (chat.startedAt) setLiveTime(since, chat.startedAt, 'for');
      give.hidden = !going;
      give.disabled = chat.state !== 'chatting';
      end.hidden = !going;
    },
  };
}
