/**
 * An agent's own second factor: what an authenticator is told, and the code that shows that it has taken it in; and the way to be
 * without it again.
 */

import { ApiError, newKey } from './api.js';
import { h, setText } from './dom.js';

/** @typedef {import('./api.js').Api} Api */

/** A secret as it is read off and typed: in groups of four. Pure. @param {string} secret */
export const grouped = (secret) => (secret.match(/.{1,4}/g) ?? []).join(' ');

/** A code as it is sent: people type it with a blank in the middle. Pure. @param {string} typed */
export const codeOf = (typed) => typed.replace(/\s/g, '');

/** The field for a code. @param {string} id */
export const codeInput = (id) =>
  h('input', { id, name: 'otp', class: 'input', type: 'text', inputmode: 'numeric', autocomplete: 'one-time-code', spellcheck: 'false', maxlength: 8, required: true });

/**
 * Sets one up: shows a secret that is proposed, and takes a code of it.
 * @param {{ api: Api, path: string, onSet: () => void | Promise<void> }} options `path`: where the agent's own factor is
 */
export function createFactorSetup({ api, path, onSet }) {
  const secret = h('code', { class: 'factor-secret', translate: 'no' });
  const address = h('a', { class: 'factor-address', translate: 'no' });
  const steps = h('div', { class: 'factor-steps', hidden: true },
    h('p', null, 'Type this secret into an authenticator, an app or a program that shows codes:'), secret,
    h('details', null, h('summary', null, 'The same as an address'), address),
    h('p', { class: 'quiet' }, 'It is shown this once. Who has it can make your codes.'));
  let proposed = '';
  let isSet = false;

  async function propose() {
    form.complain('');
    try {
      const { proposal } = await api.post(path, {}, { attempts: 2 });
      proposed = proposal.secret;
      setText(secret, grouped(proposal.secret));
      setText(address, proposal.address);
      address.href = proposal.address;
      steps.hidden = false;
      form.input.focus();
    } catch (error) {
      form.complain(`There is no secret to be had: ${wordsOf(error)}`);
    }
  }

  const form = createCodeForm({
    id: 'factor-code', label: 'Code that it shows', act: 'Set up', before: steps,
    run: async (code) => {
      // Without a secret there is nothing to confirm yet.
      if (proposed === '') return propose();
      if (!isSet) await api.put(path, { secret: proposed, code }, { key: newKey(), attempts: 1 });
      isSet = true;
      return onSet();
    },
  });
  void propose();
  return form.element;
}

/**
 * Takes it away, for a code of it.
 * @param {{ api: Api, path: string, onRemoved: () => void | Promise<void> }} options
 */
export const createFactorRemoval = ({ api, path, onRemoved }) => createCodeForm({
  id: 'factor-code', label: 'Code that the authenticator shows', act: 'Remove', before: '',
  run: async (code) => {
    await api.post(`${path}/remove`, { code }, { key: newKey(), attempts: 1 });
    await onRemoved();
  },
}).element;

/**
 * @param {{ id: string, label: string, act: string, before: HTMLElement | string, run: (code: string) => void | Promise<void> }} options
 */
function createCodeForm({ id, label, act, before, run }) {
  const input = codeInput(id);
  const wrong = h('p', { class: 'notice', dataset: { kind: 'bad' }, role: 'alert', hidden: true });
  const button = h('button', { type: 'submit', class: 'button primary' }, act);
  /** @param {string} words */
  const complain = (words) => {
    setText(wrong, words);
    wrong.hidden = words === '';
  };
  const submit = async (/** @type {Event} */ event) => {
    event.preventDefault();
    if (button.disabled) return;
    complain('');
    button.disabled = true;
    try {
      await run(codeOf(input.value));
    } catch (error) {
      complain(refusal(error));
      input.focus();
      input.select();
    } finally {
      button.disabled = false;
    }
  };
  const element = h('form', { class: 'factor', novalidate: true, onsubmit: submit },
    before, wrong, h('div', { class: 'field' }, h('label', { for: id }, label), input), button);
  return { element, input, complain };
}

/** @param {unknown} error */
const wordsOf = (error) => (error instanceof Error ? error.message : 'Something went wrong.');

/** @param {unknown} error */
function refusal(error) {
  if (error instanceof ApiError && error.status === 400 && error.message.startsWith('code ')) {
    return 'This is not the code of the moment, or it was used before. Wait for the next one. If that is wrong too, the clock of the authenticator may be.';
  }
  if (error instanceof ApiError && error.status === 429) {
    return `Too many wrong codes. Try again in ${Math.ceil((error.retryAfterMs ?? 5000) / 1000)} s.`;
  }
  return wordsOf(error);
}
