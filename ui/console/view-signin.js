/** The way in: account, login, password, and a code where there is a second factor; where there has to be one, setting it up. */

import { ApiError } from '../shared/api.js';
import { h, setText } from '../shared/dom.js';
import { codeInput, codeOf, createFactorSetup } from '../shared/factor.js';
import { createProviderWay, createReturn } from '../shared/provider.js';
import { begin, factorPath, FactorMissing, lastUsed, needsCode, sessionApi, signIn } from '../shared/session.js';

/** @typedef {import('../shared/session.js').Session} Session */
/** @typedef {'elsewhere' | 'factor' | undefined} SignInReason */

/**
 * @param {{ why?: SignInReason, returned?: import('../shared/provider.js').Return | null, onSignedIn: (session: Session) => void }} options
 *   `returned`: from an identity provider
 */
export function createSignIn({ why, returned, onSignedIn }) {
  const last = lastUsed();
  const account = field('account', 'Account', { autocomplete: 'organization', spellcheck: 'false', autocapitalize: 'none' });
  const login = field('login', 'Login', { autocomplete: 'username', spellcheck: 'false', autocapitalize: 'none' });
  const password = field('password', 'Password', { type: 'password', autocomplete: 'current-password' });
  account.input.value = new URLSearchParams(location.search).get('account') ?? last.account;
  login.input.value = last.login;
  const code = codeInput('sign-in-code');
  const asked = h('div', { class: 'field', hidden: true }, h('label', { for: code.id }, 'Code of the second factor'), code);
  // It belongs to the login it was asked for.
  for (const { input } of [account, login]) input.addEventListener('input', () => { asked.hidden = true; code.value = ''; });
  const wrong = h('p', { class: 'notice', dataset: { kind: 'bad' }, role: 'alert', hidden: true });
  const button = h('button', { type: 'submit', class: 'button primary' }, 'Sign in');
  const fields = [account, login, password];

  /** @param {SubmitEvent} event */
  async function submit(event) {
    event.preventDefault();
    wrong.hidden = true;
    if (button.hidden) return way.click();
    const missing = fields.filter(({ input, complain }) => complain(input.value.trim() === ''));
    if (missing[0]) return missing[0].input.focus();
    button.disabled = true;
    setText(button, 'Signing in…');
    try {
      onSignedIn(await signIn({
        account: account.input.value.trim(), login: login.input.value.trim(), password: password.input.value, code: codeOf(code.value),
      }));
    } catch (error) {
      if (error instanceof FactorMissing) return setUp(error.session);
      const isFirst = needsCode(error) && asked.hidden;
      if (isFirst) asked.hidden = false;
      setText(wrong, isFirst ? '' : refusal(error, !asked.hidden));
      wrong.hidden = isFirst;
      button.disabled = false;
      setText(button, 'Sign in');
      const next = asked.hidden ? password.input : code;
      next.focus();
      next.select();
    }
  }

  const way = createProviderWay({
    account: () => account.input.value.trim(),
    page: '/console/',
    onNoAccount: () => {
      account.complain(true);
      account.input.focus();
    },
    onTrouble: complain,
    onPasswordsOff: () => {
      for (const part of [login.element, password.element, button]) part.hidden = true;
    },
  });

  /** @param {string} words */
  function complain(words) {
    setText(wrong, words);
    wrong.hidden = false;
  }

  /** A login that is good for setting a second factor up, and goes on as soon as that is done. @param {Session} half */
  function setUp(half) {
    if (!form.isConnected) back?.replaceWith(form);
    const setup = createFactorSetup({
      api: sessionApi(() => half), path: factorPath(half), onSet: async () => onSignedIn(await begin(half)),
    });
    form.replaceWith(h('section', { class: 'sign-in-form', 'aria-labelledby': 'factor-title' },
      h('h2', { id: 'factor-title' }, 'Set up a second factor'),
      h('p', null, 'Whoever runs this server wants you to sign in with a code beside the password.'), setup));
  }

  const form = h('form', { class: 'sign-in-form', novalidate: true, onsubmit: submit },
    wrong, account.element, login.element, password.element, asked, button, way);
  const back = returned && createReturn({
    returned, onSignedIn, onFactorMissing: setUp,
    onRefused: (words) => {
      complain(words);
      back?.replaceWith(form);
    },
  });
  const element = h('main', { class: 'sign-in', dataset: { state: why ?? 'signed-out' } },
    h('div', { class: 'sign-in-card' },
      h('h1', { class: 'brand-name' }, 'Handover'),
      why === 'elsewhere'
        ? h('div', { class: 'sign-in-why', role: 'status' },
          h('h2', null, 'This device was signed out'),
          h('p', null, 'It was signed out from another device, or the login was over. Your other devices and your chats on them go on as before.'))
        : why === 'factor'
          ? h('div', { class: 'sign-in-why', role: 'status' },
            h('h2', null, 'A second factor is needed'), h('p', null, 'Sign in to set it up. Your chats wait meanwhile.'))
          : h('p', { class: 'quiet' }, 'Sign in to answer chats.'),
      back || form));
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

/** @param {unknown} error @param {boolean} withCode */
function refusal(error, withCode) {
  if (!(error instanceof ApiError)) return 'Something went wrong on this page. Reload it and try again.';
  if (needsCode(error)) return 'The code is missing.';
  if (error.status === 401 && withCode) return 'The password or the code is wrong, or the code was used before. Wait for the next one.';
  if (error.status === 401) return 'Account, login or password is wrong.';
  if (error.status === 404) return 'There is no such account.';
  if (error.status === 429) {
    const seconds = Math.ceil((error.retryAfterMs ?? 5000) / 1000);
    return `Too many attempts. Try again in ${seconds} s.`;
  }
  if (error.status === 0) return 'The server cannot be reached. Check the connection and try again.';
  return error.message;
}
