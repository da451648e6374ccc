/** The way in: account, login, password. */

import { ApiError } from '../shared/api.js';
import { h, setText } from '../shared/dom.js';
import { lastUsed, signIn } from '../shared/session.js';

/** @typedef {'elsewhere' | undefined} SignInReason */

/**
 * @param {{ why?: SignInReason, onSignedIn: (session: import('../shared/session.js').Session) => void }} options
 */
export function createSignIn({ why, onSignedIn }) {
  const last = lastUsed();
  const account = field('account', 'Account', { autocomplete: 'organization', spellcheck: 'false', autocapitalize: 'none' });
  const login = field('login', 'Login', { autocomplete: 'username', spellcheck: 'false', autocapitalize: 'none' });
  const password = field('password', 'Password', { type: 'password', autocomplete: 'current-password' });
  account.input.value = new URLSearchParams(location.search).get('account') ?? last.account;
  login.input.value = last.login;
  const wrong = h('p', { class: 'notice', dataset: { kind: 'bad' }, role: 'alert', hidden: true });
  const button = h('button', { type: 'submit', class: 'button primary' }, 'Sign in');
  const fields = [account, login, password];

  /** @param {SubmitEvent} event */
  async function submit(event) {
    event.preventDefault();
    wrong.hidden = true;
    const missing = fields.filter(({ input, complain }) => complain(input.value.trim() === ''));
    if (missing[0]) return missing[0].input.focus();
    button.disabled = true;
    setText(button, 'Signing in…');
    try {
      onSignedIn(await signIn({ account: account.input.value.trim(), login: login.input.value.trim(), password: password.input.value }));
    } catch (error) {
      setText(wrong, refusal(error));
      wrong.hidden = false;
      button.disabled = false;
      setText(button, 'Sign in');
      password.input.focus();
      password.input.select();
    }
  }

  const form = h('form', { class: 'sign-in-form', novalidate: true, onsubmit: submit },
    wrong, account.element, login.element, password.element, button);
  const element = h('main', { class: 'sign-in', dataset: { state: why ?? 'signed-out' } },
    h('div', { class: 'sign-in-card' },
      h('h1', { class: 'brand-name' }, 'Handover'),
      why === 'elsewhere'
        ? h('div', { class: 'sign-in-why', role: 'status' },
          h('h2', null, 'This device was signed out'),
          h('p', null, 'It was signed out from another device, or the login was over. Your other devices and your chats on them go on as before.'))
        : h('p', { class: 'quiet' }, 'Sign in to answer chats.'),
      form));
  requestAnimationFrame(() => (fields.find(({ input }) => input.value === '') ?? password).input.focus());
  return element;
}

/**
 * @param {string} name
 * @param {string} label
 * @param {Record<string, string>} attributes
 */
function field(name, label, attributes) {
  const input = h('input', { id: `sign-in-${name}`, name, class: 'input', required: true, ...attributes });
  const wrong = h('p', { class: 'wrong', id: `sign-in-${name}-wrong` });
  /** @param {boolean} bad */
  const complain = (bad) => {
    setText(wrong, bad ? `${label} is missing.` : '');
    if (bad) {
      input.setAttribute('aria-invalid', 'true');
      input.setAttribute('aria-describedby', wrong.id);
    } else input.removeAttribute('aria-invalid');
    return bad;
  };
  input.addEventListener('input', () => complain(false));
  return { input, complain, element: h('div', { class: 'field' }, h('label', { for: input.id }, label), input, wrong) };
}

/** @param {unknown} error */
function refusal(error) {
  if (!(error instanceof ApiError)) return 'Something went wrong on this page. Reload it and try again.';
  if (error.status === 401) return 'Account, login or password is wrong.';
  if (error.status === 404) return 'There is no such account.';
  if (error.status === 429) {
    const seconds = Math.ceil((error.retryAfterMs ?? 5000) / 1000);
    return `Too many attempts. Try again in ${seconds} s.`;
  }
  if (error.status === 0) return 'The server cannot be reached. Check the connection and try again.';
  return error.message;
}
