/** The pages before the board: signing in, and what an agent sees who is no supervisor. */

import { h, setText } from '../shared/dom.js';
import { codeInput, codeOf, createFactorSetup } from '../shared/factor.js';
import { createProviderWay } from '../shared/provider.js';
import { begin, factorPath, FactorMissing, lastUsed, needsCode, sessionApi, signIn } from '../shared/session.js';

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
    const code = codeInput('code');
    const asked = h('div', { class: 'field', hidden: true }, h('label', { for: 'code' }, 'Code of the second factor'), code);
    for (const { input } of [fields.account, fields.login]) input.addEventListener('input', () => { asked.hidden = true; code.value = ''; });
    // A field that is not seen is not asked for.
    code.required = false;
    const wrong = h('p', { class: 'notice', role: 'alert', dataset: { kind: 'bad' }, hidden: words === undefined }, words ?? '');
    const button = h('button', { type: 'submit', class: 'button primary' }, 'Sign in');
    const submit = async (/** @type {Event} */ event) => {
      event.preventDefault();
      if (button.hidden) return way.click();
      if (button.disabled) return;
      button.disabled = true;
      setText(button, 'Signing in…');
      try {
        const [account, login, password] = [fields.account, fields.login, fields.password].map((one) => one.input.value);
        const session = await signIn({ account: (account ?? '').trim(), login: (login ?? '').trim(), password: password ?? '', code: codeOf(code.value) });
        resolve(session);
      } catch (error) {
        if (error instanceof FactorMissing) {
          form.replaceWith(createSetup(error.session, resolve));
          return;
        }
        const isFirst = needsCode(error) && asked.hidden;
        if (isFirst) asked.hidden = false;
        wrong.hidden = isFirst;
        setText(wrong, isFirst ? '' : refusal(error, !asked.hidden));
        button.disabled = false;
        setText(button, 'Sign in');
        const next = asked.hidden ? fields.password.input : code;
        next.focus();
        next.select();
      }
    };
    const way = createProviderWay({
      account: () => fields.account.input.value.trim(),
      page: '/console/board',
      onNoAccount: () => fields.account.input.reportValidity(),
      onTrouble: (said) => {
        wrong.hidden = false;
        setText(wrong, said);
      },
      onPasswordsOff: () => {
        for (const part of [fields.login.element, fields.password.element, button]) part.hidden = true;
        fields.login.input.required = fields.password.input.required = false;
      },
    });
    const form = h('form', { class: 'gate-card', onsubmit: submit, 'aria-labelledby': 'gate-title' },
      h('h1', { id: 'gate-title' }, "The supervisor's board"),
      h('p', { class: 'quiet' }, 'Sign in as in the console. The board is for supervisors.'),
      wrong, fields.account.element, fields.login.element, fields.password.element, asked, button, way,
      h('p', { class: 'quiet' }, h('a', { href: '/console/' }, 'To the console')));
    place.replaceChildren(h('main', { class: 'gate' }, form));
    const first = [fields.account, fields.login, fields.password].find((one) => one.input.value === '');
    (first ?? fields.password).input.focus();
  });
}

/**
 * What stands in the place of the form when there has to be a second factor and is none.
 * @param {Session} half
 * @param {(session: Session) => void} onSignedIn
 */
const createSetup = (half, onSignedIn) => h('section', { class: 'gate-card', 'aria-labelledby': 'gate-title' },
  h('h1', { id: 'gate-title' }, 'Set up a second factor'),
  h('p', null, 'Whoever runs this server wants you to sign in with a code beside the password.'),
  createFactorSetup({ api: sessionApi(() => half), path: factorPath(half), onSet: async () => onSignedIn(await begin(half)) }));

/**
 * @param {string} label
 * @param {string} id
 * @param {Record<string, unknown>} props
 */
function input(label, id, props) {
  const field = h('input', { class: 'input', id, name: id, required: true, type: 'text', spellcheck: 'false', autocapitalize: 'off', ...props });
  return { input: field, element: h('div', { class: 'field' }, h('label', { for: id }, label), field) };
}

/** @param {unknown} error @param {boolean} withCode */
function refusal(error, withCode) {
  const status = /** @type {{ status?: number }} */ (error).status;
  if (needsCode(error)) return 'The code is missing.';
  if (status === 401 && withCode) return 'The password or the code is wrong, or the code was used before. Wait for the next one.';
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

