// The chat behind the button: puts words, memory, server, conversation and window together, and answers the calls of `window.Handover`.
import { memory } from './memory.js';
import { panel } from './panel.js';
import { api } from './server.js';
import { talk } from './talk.js';
import { thread } from './thread.js';
import { ENGLISH } from './words.js';
/** @import { Asker, Chat, Shell, Texts } from './types' */

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
    start: (survey) => {
      const { skill = data.skill, message } = ask.wish;
      if (message) chat.write(message);
      ask.wish.message = '';
      return chat.start({
        skill, language: shell.locale, chatReferrer: location.href, visitorId: ask.visitor.visitorId, visitorName: ask.visitor.name, customVariables: custom(), survey,
      });
    },
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
  /** Starts a chat with the first line of the visitor. @param {string} [message] */
  const begin = (message) => {
    ask.wish.message = message;
    ask.start().catch(() => {});
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
      if (!shell.status) await shell.ask();
      if (!shell.active) {
        ask.wish = { ...options };
        if (chat.get().phase === 'ended') again();
        view.renew();
        if (shell.status?.available && !shell.status.preSurvey) begin(options.message);
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
