// The calls of the visitor API (docs/protocol/30-visitor-api.md) and of the API of the pages (docs/handover-api.md) that the widget makes.

/** A key for `Idempotency-Key`. */
export const key = () => [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');

/** What the server said against a request; status 0: it was not reached. */
export class Refused extends Error {
  /** @param {number} status @param {string} message */
  constructor(status, message) {
    super(message);
    this.status = status;
    /** Whether the same may go well later. */
    this.isPassing = status === 0 || status === 429 || status >= 500;
  }
}

/** @param {import('./types').Shell} shell */
export const api = ({ base, account, appKey, data }) => {
  const of = `account/${encodeURIComponent(account)}/chat`;
  /** @param {string} path @param {string} [query] */
  const old = (path, query = '') => `${base}api/${of}${path}?v=1&appKey=${encodeURIComponent(appKey)}${query && `&${query}`}`;
  const skill = (/** @type {string | undefined} */ name) => (name ?? data.skill ? `skill=${encodeURIComponent(name ?? data.skill ?? '')}` : '');

  /** @type {(method: string, url: string, body?: string, once?: string) => Promise<Response>} */
  const call = async (method, url, body, once) => {
    const headers = { Accept: 'application/json', ...(body && { 'Content-Type': 'application/json' }), ...(once && { 'Idempotency-Key': once }) };
    const control = new AbortController();
    const timer = setTimeout(() => control.abort(), 20_000);
    let answer;
    try {
      answer = await fetch(url, { method, headers, body, credentials: 'omit', signal: control.signal });
    } catch {
      throw new Refused(0, '');
    } finally {
      clearTimeout(timer);
    }
    if (answer.ok) return answer;
    const said = await answer.json().catch(() => null);
    throw new Refused(answer.status, String(said?.error?.message ?? ''));
  };
  /** @type {(url: string, body: unknown, once?: string) => Promise<Response>} */
  const put = (url, body, once) => call('PUT', url, JSON.stringify(body), once);

  return {
    /** The address of something of a chat, for following it. @type {(chat: string, path: string, query: string) => string} */
    url: (chat, path, query) => old(`/${chat}${path}`, query),
    /** @type {(kind: 'preSurvey' | 'offlineSurvey', name?: string) => Promise<any>} */
    survey: async (kind, name) => (await (await call('GET', old(`/${kind}`, skill(name)))).json()).survey,
    /** @param {string} chat */
    exitSurvey: async (chat) => (await (await call('GET', old(`/${chat}/exitSurvey`))).json()).survey,
    /** Asks for a chat; the answer is its key. @type {(body: string, once: string) => Promise<string>} */
    start: async (body, once) => (await call('POST', old('/request'), body, once)).headers.get('location')?.split('/').pop() ?? '',
    /** The number of the event that the line has become. @type {(chat: string, text: string, once: string) => Promise<number>} */
    say: async (chat, text, once) => Number((await call('POST', old(`/${chat}/events`), JSON.stringify({ event: { '@type': 'line', text } }), once)).headers.get('location')?.split('/').pop()),
    /** @param {string} chat */
    end: (chat) => call('POST', old(`/${chat}/events`), '{"event":{"@type":"state","state":"ended"}}'),
    /** @type {(chat: string, path: string, body: unknown, once?: string) => Promise<Response>} */
    put: (chat, path, body, once) => put(old(`/${chat}/${path}`), body, once),
    /** @type {(body: unknown, once: string) => Promise<Response>} */
    leave: (body, once) => put(old('/offlineSurvey'), body, once),
    /** @type {(chat: string, event: number) => Promise<Response>} */
    read: (chat, event) => put(`${base}api/handover/v1/${of}/${chat}/read?appKey=${encodeURIComponent(appKey)}`, { event }),
  };
};
