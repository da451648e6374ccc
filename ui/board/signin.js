/** The pages before the board: signing in, and what an agent sees who is no supervisor. */

import { h, setText } from '../shared/dom.js';
import { lastUsed, signIn } from '../shared/session.js';

/** @typedef {import('../shared/session.js').Session} Session */

/**
 * Resolves when somebody has signed in.
 * @param {HTMLElement} place
 * @param {{ words?: string }} [options] why the page is shown, if there is something to say
 * @returns {Promise<Session>}
 */
export function askToSignIn(place, { words } = {}) {
  return new Promise((resolve) => {
    const last = lastUsed();
    const account = new URLSearchParams(location.search).get('account') ?? last.account;
    const fields = {
      account: input('Account', 'account', { value: account, autocomplete: 'organization', inputmode: 'numeric' }),
      login: input('Login', 'login', { value: last.login, autocomplete: 'username' }),
      password: input('Password', 'password', { type: 'password', autocomplete: 'current-password' }),
    };
    const wrong = h('p', { class: 'notice', role: 'alert', dataset: { kind: 'bad' }, hidden: words === undefined }, words ?? '');
    const button = h('button', { type: 'submit', class: 'button primary' }, 'Sign in');
    const submit = async (/** @type {Event} */ event) => {
      event.preventDefault();
      if (button.disabled) return;
      button.disabled = true;
      setText(button, 'Signing in…');
      try {
        const [account, login, password] = [fields.account, fields.login, fields.password].map((one) => one.input.value);
        const session = await signIn({ account: (account ?? '').trim(), login: (login ?? '').trim(), password: password ?? '' });
        resolve(session);
      } catch (error) {
        wrong.hidden = false;
        setText(wrong, refusal(error));
        button.disabled = false;
        setText(button, 'Sign in');
        fields.password.input.select();
      }
    };
    const form = h('form', { class: 'gate-card', onsubmit: submit, 'aria-labelledby': 'gate-title' },
      h('h1', { id: 'gate-title' }, "The supervisor's board"),
      h('p', { class: 'quiet' }, 'Sign in as in the console. The board is for supervisors.'),
      wrong, fields.account.element, fields.login.element, fields.password.element, button,
      h('p', { class: 'quiet' }, h('a', { href: '/console/' }, 'To the console')));
    place.replaceChildren(h('main', { class: 'gate' }, form));
    const first = [fields.account, fields.login, fields.password].find((one) => one.input.value === '');
    (first ?? fields.password).input.focus();
  });
}

/**
 * @param {string} label
 * @param {string} id
 * @param {Record<string, unknown>} props
 */
function input(label, id, props) {
  const field = h('input', { class: 'input', id, name: id, required: true, type: 'text', spellcheck: 'false', autocapitalize: 'off', ...props });
  return { input: field, element: h('div', { class: 'field' }, h('label', { for: id }, label), field) };
}

/** @param {unknown} error */
function refusal(error) {
  const status = /** @type {{ status?: number }} */ (error).status;
  if (status === 401) return 'Account, login or password is wrong.';
  if (status === 429) return 'Too many attempts. Wait a little, then try again.';
  if (status === 0) return 'The server cannot be reached. Try again in a moment.';
  return /** @type {Error} */ (error).message;
}

/**
 * A page with one thing to say.
 * @param {HTMLElement} place
 * @param {{ title: string, text: string, acts: (HTMLElement)[] }} words
 */
export function showWords(place, { title, text, acts }) {
  const head = h('h1', { tabindex: -1 }, title);
  place.replaceChildren(h('main', { class: 'gate' }, h('div', { class: 'gate-card' }, head, h('p', null, text), h('div', { class: 'row' }, acts))));
  head.focus();
}

/**
 * @param {HTMLElement} place
 * @param {string} nickname
 * @param {() => void} onOther
 */
export function showNotSupervisor(place, nickname, onOther) {
  showWords(place, {
    title: 'The board is for supervisors',
    text: `You are signed in as ${nickname}, who is an agent. Whoever runs the server makes a supervisor with role = "supervisor" in the apply file.`,
    acts: [
      h('a', { class: 'button primary', href: '/console/' }, 'To the console'),
      h('button', { type: 'button', class: 'button', onclick: onOther }, 'Sign in as somebody else'),
    ],
  });
}

