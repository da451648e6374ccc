// The chat behind the button: puts state, server, memory and window together, and answers the calls of `window.Handover`.
import { panel } from './panel.js';
import { api } from './server.js';
import { memory, session } from './session.js';
import { initial, isLive, reduce, unread } from './store.js';
/** @import { Action, Asker, Chat, Shell, State, Texts } from './types' */

/** The words. Each can be replaced by an attribute of the tag: `data-title`, `data-greeting`, `data-no-link`, … */
export const ENGLISH = {
  title: 'Chat with us', greeting: 'Hello! How can we help?', begin: 'Start chat', placeholder: 'Write a message', firstLine: 'What is it about?', send: 'Send', hide: 'Close the chat window',
  end: 'End chat', endQuestion: 'End this chat?', stay: 'Keep chatting', ended: 'The chat has ended.', again: 'Start a new chat', online: 'We are here', offline: 'Nobody is here at the moment',
  connecting: 'Connecting…', waiting: 'Waiting for somebody', place: 'You are number {n} in the queue.', wait: 'The wait is about {n} min.', waitSoon: 'It will not be long.', ringing: 'Somebody is about to answer.',
  waitNobody: 'Nobody is here any more. You can wait, or leave a message.', notEarly: 'You can write as soon as somebody has joined.', withAgent: 'Chatting with {name}', typing: '{name} is typing…', you: 'You',
  sending: 'Sending…', held: 'Will be sent', sent: 'Sent', seen: 'Seen', failed: 'Not sent.', retry: 'Try again', discard: 'Discard', noLink: 'No connection. What you write is sent when it is back.',
  tooLong: 'This is too long by {n} characters.', newLines: 'New messages', required: 'Please answer this question.', numeric: 'Please enter a number.', email: 'Please enter a mail address, like name@example.com.',
  fix: 'Please look at the questions that are marked.', choose: 'Choose…', optional: 'optional', sorry: 'This did not work. Please try again.', leave: 'Leave a message', nobody: 'Please come back later.',
  thanks: 'Thank you. Your message has been sent.', anyone: 'Somebody is here. You can chat at once.', nobodyNow: 'Everybody has left. You can leave a message.', exitThanks: 'Thank you for your answers.',
  mail: 'Send me the conversation by mail', mailLabel: 'Your mail address', mailed: 'It will be sent to {mail}.',
};

/** The languages that come with the widget, beside English. Others are tried when the tag asks for them. */
const KNOWN = ['de', 'es', 'ar'];

/** The words of a language with those of the tag in their place. @type {(shell: Shell) => Promise<Texts>} */
const texts = async ({ base, lang, data }) => {
  const isWanted = KNOWN.includes(lang) || (data.lang && lang !== 'en');
  const words = isWanted ? await import(`${base}widget/lang/${lang}.js`).then((module) => module.default, () => null) : null;
  const all = { ...ENGLISH, ...words };
  for (const name of /** @type {(keyof typeof ENGLISH)[]} */ (Object.keys(all))) all[name] = data[name] || all[name];
  return all;
};

/** @param {Shell} shell @returns {Promise<Chat>} */
export const mount = async (shell) => {
  const { space, data } = shell;
  const words = await texts(shell);
  const keep = memory(space);
  const server = api(shell);
  /** @type {State} */
  let state = { ...initial(), status: shell.status, visitorId: keep.get('')?.visitorId };
  let isDue = false;

  /** @param {Action} action */
  const dispatch = (action) => {
    const before = state;
    state = reduce(before, action);
    if (state === before) return;
    if (state.phase !== before.phase || state.agent !== before.agent) {
      shell.active = isLive(state);
      shell.emit('state', { state: state.phase, chat: state.chat, agent: state.agent || null });
      line.send();
      if (!shell.active) shell.ask();
    }
    if (state.visitorId !== before.visitorId) line.change({ visitorId: state.visitorId });
    if (before.isCaughtUp) state.entries.slice(before.entries.length).forEach(({ from, by, text }) => shell.emit('message', { from, by, text }));
    if (!isDue) queueMicrotask(draw);
    isDue = true;
  };
  const draw = () => {
    isDue = false;
    if (shell.opened) view.draw(state);
    line.look();
    const count = unread(state);
    if (count !== shell.unread) shell.emit('unread', { count });
    shell.unread = count;
    shell.draw();
  };
  const line = session({ space, server, keep, get: () => state, dispatch, isOpen: () => shell.opened });

  const custom = () => {
    const customVariable = Object.entries(ask.visitor.variables ?? {}).map(([name, value]) => ({ name, value: String(value) }));
    return customVariable.length ? { customVariable } : undefined;
  };
  /** What the forms need. @type {Asker} */
  const ask = {
    shell, server, keep, words, visitor: {}, wish: {}, thank: () => view.thank(), down: () => view.down(),
    start: (survey) => line.start({
      skill: ask.wish.skill ?? data.skill, language: shell.locale, chatReferrer: location.href, visitorId: ask.visitor.visitorId ?? state.visitorId, visitorName: ask.visitor.name, customVariables: custom(), survey,
    }),
  };
  const end = () => {
    if (state.chat) server.end(state.chat).catch(() => {});
  };
  const again = () => {
    line.forget();
    view.renew();
    dispatch({ type: 'reset' });
    line.resume();
    draw();
    view.focus();
  };
  const open = async () => {
    shell.opened = true;
    keep.opened(true);
    view.dialog.hidden = false;
    draw();
    view.focus();
    view.down();
    shell.emit('open', undefined);
  };
  const close = async () => {
    if (!shell.opened) return;
    const hadFocus = view.dialog.contains(shell.root.activeElement);
    shell.opened = false;
    keep.opened(false);
    view.dialog.hidden = true;
    if (state.phase === 'ended') line.forget();
    shell.draw();
    if (hadFocus) shell.button.focus();
    shell.emit('close', undefined);
  };
  const view = panel({
    shell, words, ask,
    acts: {
      write: line.write, retry: line.retry, drop: line.drop, typing: line.setTyping, close, again, end,
      begin: (text) => {
        const which = line.write(text);
        ask.start().catch(() => {
          keep.set('draft', text);
          line.drop(which);
          shell.ask();
        });
      },
      leave: () => {
        end();
        again();
      },
    },
  });
  shell.frame.append(view.dialog);
  shell.heard = () => dispatch({ type: 'status', status: shell.status });
  document.addEventListener('visibilitychange', line.look);
  line.resume();

  return {
    open, close,
    resume: async () => {
      if ('open' in data || keep.opened()) await open();
    },
    start: async (options = {}) => {
      ask.wish = options;
      if (!isLive(state)) {
        if (!shell.status) await shell.ask();
        view.renew();
        if (state.phase === 'ended') again();
        if (shell.status?.available) {
          if (options.message) line.write(options.message);
          if (!shell.status.preSurvey) ask.start().catch(shell.ask);
        }
      }
      await open();
    },
    identify: async (details) => {
      Object.assign(ask.visitor, details);
      const { chat } = state;
      if (!chat || !isLive(state)) return;
      if (details.name) await server.put(`/${chat}/info/visitorName`, { visitorName: details.name });
      if (details.variables) await server.put(`/${chat}/customVariables`, { customVariables: custom() });
    },
  };
};
