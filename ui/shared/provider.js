/** Signing in at an identity provider: the way there, and back. */

import { ApiError, createApi } from './api.js';
import { h, setText } from './dom.js';
import { codeInput, codeOf } from './factor.js';
import { begin, FactorMissing, needsCode, sessionOf } from './session.js';

/** @typedef {import('./session.js').Session} Session */
/** @typedef {{ passwords: boolean, provider?: string }} Ways */
/** @typedef {{ state: string, code: string | null }} Return what the provider has sent along; without a code it lets nobody in */

const PATH = '/api/handover/v1/signIn';
/** The page that was left. */
const LEFT = 'handover.left';

/**
 * The button that leads to the provider, where there is one; where passwords are off, the form for one is of no use.
 * @param {{ account: () => string, page: string, onNoAccount: () => void, onTrouble: (words: string) => void, onPasswordsOff: () => void }} options
 */
export function createProviderWay({ account, page, onNoAccount, onTrouble, onPasswordsOff }) {
  const button = h('button', { type: 'button', class: 'button', hidden: true, onclick: () => void go() });

  async function go() {
    if (account() === '') return onNoAccount();
    button.disabled = true;
    try {
      const { signIn } = await createApi().post(PATH, { account: account() }, { attempts: 1 });
      sessionStorage.setItem(LEFT, page);
      location.assign(signIn.address);
    } catch (error) {
      button.disabled = false;
      onTrouble(refusal(error));
    }
  }

  async function look() {
    /** @type {{ signIn: Ways } | null} */
    const ways = await createApi().get(PATH).catch(() => null);
    if (!ways?.signIn.provider) return;
    setText(button, `Sign in with ${ways.signIn.provider}`);
    button.hidden = false;
    if (ways.signIn.passwords) return;
    button.classList.add('primary');
    onPasswordsOff();
  }
  void look();
  return button;
}

/** What the provider has sent along, if this page was come back to; it is taken out of the address. @returns {Return | null} */
export function cameBack() {
  const query = new URLSearchParams(location.search);
  const state = query.get('state');
  if (state === null || !(query.has('code') || query.has('error'))) return null;
  history.replaceState(null, '', location.pathname + location.hash);
  return { state, code: query.get('code') };
}

/** Whether this tab has gone to the provider: who has not may have followed a link that somebody made. */
export const wentThere = () => sessionStorage.getItem(LEFT) !== null;

/** The page that was left for the provider, once. */
export function pageThatWasLeft() {
  const page = sessionStorage.getItem(LEFT);
  sessionStorage.removeItem(LEFT);
  return page;
}

/**
 * What stands in the place of the form while a sign-in is finished; it asks for a code of the second factor where there has to be one.
 * @param {{ returned: Return, onSignedIn: (session: Session) => void, onFactorMissing: (half: Session) => void, onRefused: (words: string) => void }} options
 */
export function createReturn({ returned, onSignedIn, onFactorMissing, onRefused }) {
  const state = h('p', { role: 'status' }, 'Signing in…');
  const wrong = h('p', { class: 'notice', dataset: { kind: 'bad' }, role: 'alert', hidden: true });
  const code = codeInput('provider-code');
  const button = h('button', { type: 'submit', class: 'button primary' }, 'Sign in');
  const asked = h('div', { class: 'field', hidden: true }, h('label', { for: code.id }, 'Code of the second factor'), code, button);

  /** @param {Record<string, string>} shown */
  async function finish(shown) {
    button.disabled = true;
    try {
      const answer = await createApi().post(`${PATH}/finish`, { state: returned.state, ...shown }, { attempts: 1 });
      onSignedIn(await begin(sessionOf(answer)));
    } catch (error) {
      if (error instanceof FactorMissing) return onFactorMissing(error.session);
      const isWrong = error instanceof ApiError && error.status === 401 && error.message === 'Bad Authentication';
      if (!isWrong && !needsCode(error)) return onRefused(refusal(error));
      state.hidden = true;
      asked.hidden = false;
      wrong.hidden = !isWrong;
      setText(wrong, isWrong ? 'The code is wrong, or was used before. Wait for the next one.' : '');
      button.disabled = false;
      code.focus();
      code.select();
    }
  }

  if (returned.code === null) queueMicrotask(() => onRefused('The provider has not signed you in.'));
  else void finish({ code: returned.code });
  const submit = (/** @type {Event} */ event) => {
    event.preventDefault();
    if (!button.disabled) void finish({ otp: codeOf(code.value) });
  };
  return h('form', { class: 'sign-in-form', onsubmit: submit }, state, wrong, asked);
}

/** @param {unknown} error */
function refusal(error) {
  if (!(error instanceof ApiError)) return 'Something went wrong on this page. Reload it and try again.';
  if (error.status === 401) return 'The sign-in was not begun in this browser, took too long, or was used. Begin again.';
  if (error.status === 403) return 'The provider knows you, but you are no agent of this account. Whoever runs this server can see to it.';
  if (error.status === 404) return 'There is no such account.';
  if (error.status === 502) return 'The provider cannot be reached. Try again in a moment.';
  return error.message;
}
