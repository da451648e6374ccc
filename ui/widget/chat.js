// The chat behind the button: puts state, server, memory and window together, and answers the calls of `window.Handover`.
import { api, key } from './api.js';
import { form } from './form.js';
import { h } from './html.js';
import { memory } from './memory.js';
import { panel } from './panel.js';
import { session } from './session.js';
import { initial, reduce, unread } from './store.js';
import { CSS } from './style.js';
import { firstValues, isMail, problems, answers as toSend, read } from './surveys.js';
import { fill, texts } from './texts.js';

/** @param {import('./types').Shell} shell @returns {Promise<import('./types').Chat>} */
export const mount = async (shell) => {
  const words = await texts(shell);
  const keep = memory(shell.space);
  const server = api(shell);
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(CSS);
  shell.root.adoptedStyleSheets = [...shell.root.adoptedStyleSheets, sheet];

  /** @type {import('./types').State} */
  let state = { ...initial(), status: shell.status, visitorId: keep.get('')?.visitorId };
  /** @type {import('./handover').IdentifyDetails} */
  let visitor = {};
  /** What `start` was told. @type {import('./handover').StartOptions} */
  let wish = {};
  let isDrawn = true;

  /** @param {import('./types').Action} action */
  const dispatch = (action) => {
    const before = state;
    state = reduce(state, action);
    if (state === before) return;
    if (state.phase !== before.phase || state.agent !== before.agent || state.chat !== before.chat) {
      shell.active = ['starting', 'waiting', 'chatting'].includes(state.phase);
      shell.emit('state', { state: state.phase, chat: state.chat, agent: state.agent || null });
      line.send();
      if (state.phase === 'ended' || state.phase === 'none') shell.ask?.();
    }
    if (state.visitorId !== before.visitorId) line.change({ visitorId: state.visitorId });
    if (state.isCaughtUp && before.isCaughtUp) state.entries.slice(before.entries.length).forEach(({ from, by, text }) => shell.emit('message', { from, by, text }));
    if (isDrawn) {
      isDrawn = false;
      queueMicrotask(draw);
    }
  };
  const draw = () => {
    isDrawn = true;
    if (shell.opened) view.draw(state);
    line.look();
    const count = unread(state);
    if (count !== shell.unread) shell.emit('unread', { count });
    shell.unread = count;
    shell.draw();
  };
  const line = session({ space: shell.space, server, keep, get: () => state, dispatch, isOpen: () => shell.opened });

  /** Asks for a chat. @param {any} [survey] */
  const start = (survey) => {
    const custom = Object.entries(visitor.variables ?? {}).map(([name, value]) => ({ name, value: String(value) }));
    return line.start({
      skill: wish.skill ?? shell.data.skill, language: shell.locale, chatReferrer: location.href, visitorId: visitor.visitorId ?? state.visitorId, visitorName: visitor.name, survey, ...(custom.length && { customVariables: { customVariable: custom } }),
    }).catch((error) => {
      shell.ask?.();
      throw error;
    });
  };

  /** A form whose answers are kept until they are sent. @type {(document: any, label: string, send: (values: import('./types').Values, survey: import('./types').Survey) => Promise<void>) => HTMLFormElement} */
  const keptForm = (document, label, send) => {
    const survey = read(document);
    const part = `form.${survey.id}`;
    const values = { ...firstValues(survey), ...keep.get(part) };
    for (const one of survey.questions) {
      const known = wish.answers?.[one.id] ?? (one.validation === 'email' ? visitor.email : undefined);
      if (known && !values[one.id]?.length) values[one.id] = [known].flat();
    }
    return form({
      survey, values, words, label, typed: () => keep.set(part, values),
      send: async () => {
        await send(values, survey);
        keep.set(part, null);
      },
    });
  };
  /** A write that may be tried again after its answer was lost: the same body has the same key. */
  const once = () => {
    let known = '', mine = '';
    return (/** @type {unknown} */ body) => {
      const said = JSON.stringify(body);
      if (said !== known) [known, mine] = [said, key()];
      return mine;
    };
  };

  /** What is asked and offered when the chat is over. */
  const after = () => {
    const box = h('div', { class: 'below' });
    const { chat } = state;
    if (!chat) return box;
    const thanks = (/** @type {HTMLElement} */ from, /** @type {string} */ text) => {
      const said = h('p', { role: 'status', tabindex: '-1' }, text);
      from.replaceChildren(said);
      said.focus();
    };
    server.exitSurvey(chat).then((document) => {
      const keyed = once();
      const place = h('div', { class: 'box' }, keptForm(document, words.submit, async (values, survey) => {
        const body = { survey: toSend(survey, values) };
        await server.put(chat, 'exitSurvey', body, keyed(body));
        thanks(place, words.exitThanks);
      }));
      box.prepend(place);
      view.down();
    }, () => {});
    const mail = { id: 0, header: '', questions: [{ id: 0, logic: '', kind: /** @type {const} */ ('text'), label: words.mailLabel, mandatory: true, validation: 'email', known: '', entries: [] }] };
    const keyed = once();
    const place = h('details', { class: 'box' }, h('summary', null, words.mail), form({
      survey: mail, values: { 0: visitor.email && isMail(visitor.email) ? [visitor.email] : [] }, words, label: words.submit, typed: () => {},
      send: async (values) => {
        const body = { email: values[0][0].trim() };
        await server.put(chat, 'transcriptRequest', body, keyed(body));
        thanks(place, fill(words.mailed, { mail: body.email }));
      },
    }));
    box.append(place);
    return box;
  };

  const close = async () => {
    if (!shell.opened) return;
    shell.opened = false;
    keep.opened(false);
    const hadFocus = view.dialog.contains(shell.root.activeElement);
    view.dialog.hidden = true;
    if (state.phase === 'ended') line.forget();
    shell.draw();
    if (hadFocus) shell.button.focus();
    shell.emit('close', undefined);
  };
  const open = async () => {
    if (shell.opened) return view.focus();
    shell.opened = true;
    keep.opened(true);
    view.dialog.hidden = false;
    view.draw(state);
    shell.draw();
    view.focus();
    view.down();
    line.look();
    shell.emit('open', undefined);
  };
  const reset = () => {
    line.forget();
    view.renew();
    dispatch({ type: 'reset' });
  };

  const view = panel({
    shell, words,
    acts: {
      write: line.write, retry: line.retry, drop: line.drop, typing: line.setTyping, close, after,
      begin: (text) => {
        line.write(text);
        start().catch(() => {});
      },
      end: () => {
        if (state.chat) server.end(state.chat).catch(() => {});
      },
      again: () => {
        reset();
        view.draw(state);
        view.focus();
      },
      leave: () => {
        if (state.chat) server.end(state.chat).catch(() => {});
        reset();
      },
      form: async (door) => {
        const keyed = once();
        if (door === 'survey') return keptForm(await server.survey('preSurvey', wish.skill), words.begin, (values, survey) => start(toSend(survey, values)));
        return keptForm(await server.survey('offlineSurvey', wish.skill), words.submit, async (values, survey) => {
          const body = { survey: { ...toSend(survey, values), skill: wish.skill ?? shell.data.skill, chatReferrer: location.href } };
          await server.leave(body, keyed(body));
          view.thank();
        });
      },
      draft: (text) => {
        if (text !== undefined) keep.set('draft', text || null);
        return keep.get('draft') ?? '';
      },
    },
  });
  view.dialog.hidden = true;
  shell.frame.append(view.dialog);
  shell.heard = () => dispatch({ type: 'status', status: shell.status });
  document.addEventListener('visibilitychange', () => line.look());

  const { chat, start: asked, seen } = keep.get('') ?? {};
  if (chat) {
    line.join(chat);
    dispatch({ type: 'seen', event: seen ?? -1 });
  } else if (asked) {
    keep.parts('line.').forEach((part) => dispatch({ type: 'wrote', line: keep.get(part) }));
    line.ask().catch(() => {});
  }

  return {
    open, close,
    resume: async () => {
      let isToOpen = 'open' in shell.data;
      try {
        isToOpen ||= sessionStorage.getItem(shell.space) === 'open';
      } catch { /* It stays closed. */ }
      if (isToOpen) await open();
    },
    start: async (options = {}) => {
      wish = options;
      await open();
      if (shell.active) return;
      if (state.phase === 'ended') reset();
      if (!shell.status) await shell.ask?.();
      if (!shell.status?.available) return;
      if (options.message) line.write(options.message);
      if (!shell.status.preSurvey) return start();
      const survey = read(await server.survey('preSurvey', options.skill));
      const values = { ...firstValues(survey), ...Object.fromEntries(Object.entries(options.answers ?? {}).map(([id, value]) => [id, [value].flat()])) };
      if (!Object.keys(problems(survey, values)).length && options.answers) return start(toSend(survey, values));
      view.renew();
      view.draw(state);
    },
    identify: async (details) => {
      visitor = { ...visitor, ...details };
      if (!state.chat || state.phase === 'ended') return;
      if (details.name) await server.put(state.chat, 'info/visitorName', { visitorName: details.name });
      const custom = Object.entries(details.variables ?? {}).map(([name, value]) => ({ name, value: String(value) }));
      if (custom.length) await server.put(state.chat, 'customVariables', { customVariables: { customVariable: custom } });
    },
  };
};
