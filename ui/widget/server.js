// The calls of the visitor API (docs/protocol/30-visitor-api.md) and of the API of the pages (docs/handover-api.md) that the widget makes.
/** @import { Refuse, Server, Shell } from './types' */

/** A key for `Idempotency-Key`. */
export const key = () => [...crypto.getRandomValues(new Uint8Array(12))].map((byte) => byte.toString(36).padStart(2, '0')).join('');

/** What is said against a request; status 0: the server was not reached. `isPassing`: the same may go well later. @type {Refuse} */
const refused = (status, message) => Object.assign(new Error(message), { status, isPassing: !status || status === 429 || status >= 500 });

/** @param {Shell} shell @returns {Server} */
export const api = ({ base, path, query, data }) => {
  const url = (of = '', more = '') => `${base}api/${path}${of}${query}&v=1${more}`;
  /** @type {(method: string, url: string, body?: unknown, once?: string) => Promise<Response>} */
  const call = async (method, address, body, once) => {
    const headers = { Accept: 'application/json', ...(body !== undefined && { 'Content-Type': 'application/json' }), ...(once && { 'Idempotency-Key': once }) };
    const answer = await fetch(address, { method, headers, body: JSON.stringify(body), credentials: 'omit', signal: AbortSignal.timeout(20_000) }).catch(() => {
      throw refused(0);
    });
    if (answer.ok) return answer;
    throw refused(answer.status, (await answer.json().catch(() => null))?.error?.message);
  };
  const created = async (/** @type {Promise<Response>} */ answer) => (await answer).headers.get('location')?.split('/').pop() ?? '';
  return {
    url,
    survey: async (of, skill = data.skill) => (await (await call('GET', url(of, skill ? `&skill=${encodeURIComponent(skill)}` : ''))).json()).survey,
    start: (request, once) => created(call('POST', url('/request'), { request }, once)),
    say: async (chat, text, once) => Number(await created(call('POST', url(`/${chat}/events`), { event: { '@type': 'line', text } }, once))),
    end: (chat) => call('POST', url(`/${chat}/events`), { event: { '@type': 'state', state: 'ended' } }),
    put: (of, body, once) => call('PUT', url(of), body, once),
    read: (chat, event) => call('PUT', `${base}api/handover/v1/${path}/${chat}/read${query}`, { event }),
  };
};
