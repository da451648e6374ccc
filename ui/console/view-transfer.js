/** Handing a chat over: a search over skills and agents, and a note for who gets it. */

import { openDialog } from '../shared/dialog.js';
import { h, setAttribute, setText } from '../shared/dom.js';
import { nameOf } from './chat.js';
import { wordsOf } from './deeds.js';
import { searched, targetsOf } from './targets.js';

/** @typedef {import('./app.js').App} App */
/** @typedef {import('./targets.js').Target} Target */
/** @typedef {import('./view-shell.js').Tools} Tools */

/**
 * @param {App} app
 * @param {Tools} tools
 * @param {string} key
 */
export function openTransfer(app, tools, key) {
  const chat = app.state.chats[key];
  if (!chat) return;
  const picker = createPicker();
  const note = h('textarea', { id: 'transfer-note', class: 'input', rows: '3' });
  const wrong = h('p', { class: 'wrong-line', role: 'alert' });
  const submit = h('button', { type: 'submit', form: 'transfer', class: 'button primary' }, 'Hand over');
  const form = h('form', { id: 'transfer', class: 'transfer', onsubmit: send },
    picker.element,
    h('div', { class: 'field' }, h('label', { for: note.id }, 'Note for who gets it'), note, h('p', { class: 'hint' }, 'The visitor does not see it.')),
    wrong);
  const dialog = openDialog({
    title: `Hand over the chat with ${nameOf(chat)}`, body: [form],
    foot: [h('button', { type: 'button', class: 'button', onclick: () => dialog.close() }, 'Cancel'), submit],
  });

  async function load() {
    picker.say('Looking who is there…');
    try {
      const [agents, skills] = await Promise.all([
        app.api.get(`${app.base}/availableAgents?v=1`), app.api.get(`${app.base}/chat/${key}/transfer?v=1`),
      ]);
      picker.setTargets(targetsOf(agents, skills, /** @type {import('./store.js').Me} */ (app.state.me)));
    } catch (error) {
      picker.say(`Who is there is not known: ${wordsOf(error)}`, () => void load());
    }
  }

  /** @param {Event} event */
  async function send(event) {
    event.preventDefault();
    const target = picker.chosen();
    setText(wrong, target ? '' : 'Choose who gets the chat.');
    if (!target) return picker.focus();
    submit.disabled = true;
    try {
      await tools.deeds.transfer(key, target, note.value.trim());
      dialog.close();
    } catch (error) {
      submit.disabled = false;
      setText(wrong, `Not handed over: ${wordsOf(error)}`);
      void load();
    }
  }

  void load();
}

/** A field and a list under it: the field keeps the focus, arrows choose. */
function createPicker() {
  /** @type {Target[]} */
  let targets = [];
  /** @type {Target[]} */
  let found = [];
  /** @type {Target | undefined} */
  let chosen;
  const list = h('ul', { id: 'targets', class: 'targets', role: 'listbox', 'aria-label': 'Skills and agents' });
  const words = h('div', { class: 'row quiet targets-words', role: 'status' });
  const search = h('input', {
    id: 'target-search', class: 'input', role: 'combobox', autocomplete: 'off', autofocus: true, 'aria-expanded': 'true', 'aria-controls': 'targets',
    'aria-autocomplete': 'list', oninput: () => { chosen = undefined; draw(); }, onkeydown: (/** @type {KeyboardEvent} */ event) => key(event),
  });
  const element = h('div', { class: 'field' }, h('label', { for: search.id }, 'To a skill or an agent'), search, h('div', { class: 'targets-frame' }, words, list));

  function draw() {
    found = searched(targets, search.value);
    chosen ??= search.value ? found.find((target) => target.possible) : undefined;
    list.replaceChildren(...found.map((target, at) => h('li', {
      id: `target-${at}`, role: 'option', class: 'target', 'aria-selected': String(target === chosen), 'aria-disabled': target.possible ? null : 'true',
      onclick: () => { if (target.possible) { chosen = target; draw(); } },
    }, h('span', { class: 'dot', dataset: { state: target.state || (target.possible ? 'Online' : '') } }), h('bdi', { class: 'cut' }, target.name),
    h('span', { class: 'tag' }, target.kind === 'skill' ? 'Skill' : 'Agent'), h('span', { class: 'grow' }), h('span', { class: 'quiet cut' }, target.about))));
    const at = chosen ? found.indexOf(chosen) : -1;
    setAttribute(search, 'aria-activedescendant', at >= 0 ? `target-${at}` : null);
    list.children[at]?.scrollIntoView({ block: 'nearest' });
    say(targets.length > 0 && found.length === 0 ? 'Nobody fits the search.' : '');
  }

  /** @param {string} text @param {() => void} [again] */
  function say(text, again) {
    words.replaceChildren(text);
    if (again) words.append(h('button', { type: 'button', class: 'button small', onclick: again }, 'Try again'));
    words.hidden = text === '';
  }

  /** @param {KeyboardEvent} event */
  function key(event) {
    if (event.altKey || (event.key !== 'ArrowDown' && event.key !== 'ArrowUp')) return;
    event.preventDefault();
    const possible = found.filter((target) => target.possible);
    if (possible.length === 0) return;
    const at = chosen ? possible.indexOf(chosen) : -1;
    const step = event.key === 'ArrowDown' ? 1 : -1;
    chosen = possible[at < 0 ? (step > 0 ? 0 : possible.length - 1) : (at + step + possible.length) % possible.length];
    draw();
  }

  return {
    element,
    say,
    focus: () => search.focus(),
    chosen: () => chosen,
    /** @param {Target[]} next */
    setTargets(next) {
      const before = chosen;
      targets = next;
      chosen = next.find((target) => before && target.kind === before.kind && target.id === before.id && target.possible);
      draw();
      if (next.length === 0) say('There is nobody else on this account.');
    },
  };
}
