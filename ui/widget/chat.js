// The chat behind the button: puts words, memory, server, conversation and window together, and answers the calls of `window.Handover`.
import { panel } from './panel.js';
import { api } from './server.js';
import { talk } from './talk.js';
import { thread } from './thread.js';
/** @import { Asker, Chat, Memory, Shell, Texts } from './types' */

/** The words, but for those of the button. Each can be replaced by an attribute of the tag: `data-greeting`, `data-no-link`, … */
export const ENGLISH = {
  greeting: 'Hello! How can we help?', begin: 'Start chat', placeholder: 'Write a message', send: 'Send', hide: 'Close',
  end: 'End chat', endQuestion: 'End this chat?', stay: 'Keep chatting', ended: 'The chat has ended.', again: 'Start a new chat', online: 'We are here',
  connecting: 'Connecting…', waiting: 'Waiting for somebody', place: 'You are number {n} in the queue.', wait: 'The wait is about {n} min.', ringing: 'Somebody is about to answer.',
  waitNobody: 'Nobody is here any more.', notEarly: 'You can write as soon as somebody has joined.', withAgent: 'Chatting with {name}', typing: '{name} is typing…', you: 'You',
  sending: 'Sending…', held: 'Will be sent', sent: 'Sent', seen: 'Seen', failed: 'Not sent.', retry: 'Try again', discard: 'Discard', noLink: 'No connection. What you write is sent later.',
  newLines: 'New messages', required: 'Please answer this question.', numeric: 'Please enter a number.', email: 'Please enter a mail address.',
  choose: 'Choose…', optional: 'optional', sorry: 'This did not work.', nobody: 'Please come back later.',
  thanks: 'Thank you. Your message has been sent.', exitThanks: 'Thank you for your answers.',
  mail: 'Send me the conversation by mail', mailLabel: 'Your mail address', mailed: 'It will be sent to {mail}.',
};

/** What the browser keeps: the chat, lines on their way, what was typed. Each line is an item of its own, so that tabs do not overwrite one another.
 * @param {string} space @returns {Memory} */
const memory = (space) => {
  /** Without storage: as long as the page lives. @type {Record<string, string>} */
  let kept = {};
  try {
    kept = localStorage;
    void kept[space];
  } catch { /* It is not allowed to. */ }
  const name = (part = '') => (part ? `${space}.${part}` : space);
  return {
    get: (part) => JSON.parse(kept[name(part)] ?? 'null'),
    set: (part, value) => {
      try {
        if (value === null) delete kept[name(part)];
        else kept[name(part)] = JSON.stringify(value);
      } catch { /* It is full. */ }
    },
    parts: (start) => Object.keys(kept).filter((one) => one.startsWith(name(start))).map((one) => one.slice(space.length + 1)),
    watch: (heard) => addEventListener('storage', ({ key }) => {
      if (`${key}.`.startsWith(`${space}.`)) heard(`${key}`.slice(space.length + 1));
    }),
    opened: (isOpen) => {
      try {
        if (isOpen !== undefined) sessionStorage[space] = isOpen ? 1 : '';
        return Boolean(sessionStorage[space]);
      } catch {
        return false;
      }
    },
  };
};

/** @param {Shell} shell @returns {Chat} */
export const mount = (shell) => {
  const { data } = shell;
  const keep = memory(shell.space);
  /** @type {Texts} */
  const words = { ...ENGLISH, ...shell.words };
  for (const name of /** @type {(keyof Texts)[]} */ (Object.keys(words))) words[name] = data[name] || words[name];

  const custom = () => {
    const customVariable = Object.entries(ask.visitor.variables ?? {}).map(([name, value]) => ({ name, value: String(value) }));
    return customVariable.length ? { customVariable } : undefined;
  };
  /** What the forms and the conversation need. @type {Asker} */
  const ask = {
    shell, server: api(shell), keep, words, visitor: {}, wish: {}, thank: () => view.thank(),
    start: (survey) => chat.start({
      skill: ask.wish.skill ?? data.skill, language: shell.locale, chatReferrer: location.href, visitorId: ask.visitor.visitorId, visitorName: ask.visitor.name, customVariables: custom(), survey,
    }),
  };
  const chat = talk({ ask, show: () => { if (shell.opened) view.draw(chat.get()); } });
  const again = () => {
    chat.forget();
    view.renew();
    chat.dispatch({ type: 'reset' });
    chat.resume();
    chat.draw();
    view.focus();
  };
  /** Starts a chat with the first line of the visitor; if that fails the line is typed, and not sent. @param {string} [text] */
  const begin = async (text = '') => {
    const line = text && chat.write(text);
    try {
      await ask.start();
    } catch {
      keep.set('draft', text || null);
      if (line) chat.drop(line);
      shell.ask();
    }
  };
  const log = thread({
    ask, write: chat.write, retry: chat.retry, drop: chat.drop, typing: chat.setTyping,
    leave: () => {
      chat.end();
      again();
    },
  });
  const open = async () => {
    shell.opened = true;
    keep.opened(true);
    view.dialog.hidden = false;
    chat.draw();
    view.focus();
    log.end(true);
    shell.emit('open', undefined);
  };
  const close = async () => {
    if (!shell.opened) return;
    const hadFocus = view.dialog.contains(shell.root.activeElement);
    shell.opened = false;
    keep.opened(false);
    view.dialog.hidden = true;
    if (chat.get().phase === 'ended') chat.forget();
    shell.draw();
    if (hadFocus) shell.button.focus();
    shell.emit('close', undefined);
  };
  const view = panel({ ask, log, acts: { begin, close, again, write: chat.write, end: chat.end } });
  shell.frame.append(view.dialog);
  shell.heard = () => chat.set({ status: shell.status });
  chat.resume();

  return {
    open, close,
    resume: async () => {
      if ('open' in data || keep.opened()) await open();
    },
    start: async (options = {}) => {
      ask.wish = options;
      if (!shell.active) {
        if (!shell.status) await shell.ask();
        if (chat.get().phase === 'ended') again();
        view.renew();
        if (shell.status?.available) {
          if (!shell.status.preSurvey) begin(options.message);
          else if (options.message) chat.write(options.message);
        }
      }
      await open();
    },
    identify: async (details) => {
      Object.assign(ask.visitor, details);
      if (!chat.get().chat || !shell.active) return;
      const of = `/${chat.get().chat}/`;
      if (details.name) await ask.server.put(`${of}info/visitorName`, { visitorName: details.name });
      if (details.variables) await ask.server.put(`${of}customVariables`, { customVariables: custom() });
    },
  };
};
