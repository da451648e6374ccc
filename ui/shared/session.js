/**
 * Who is signed in on this browser. Console and board, and every tab of them, share one login and one agent session: to the
 * server they are one device.
 */

import { ApiError, createApi, lacksFactor } from './api.js';

/**
 * @typedef {object} Session
 * @property {string} account
 * @property {string} login the login name
 * @property {string} agent the agent's id
 * @property {string} bearer
 * @property {string} csrf
 * @property {string} session the agent session
 * @property {string} device what this device is called
 */

const KEPT = 'handover.session';
const LAST = 'handover.last';
/** How the names begin under which the console keeps what was typed, for all agents. */
export const TEXTS = ['handover.line.', 'handover.draft.'];

/** @returns {Session | null} what this browser keeps, not checked with the server */
export function restore() {
  try {
    const kept = JSON.parse(localStorage.getItem(KEPT) ?? 'null');
    return kept && kept.account && kept.bearer && kept.session ? kept : null;
  } catch {
    return null;
  }
}

/** @param {Session} session */
function keep(session) {
  localStorage.setItem(KEPT, JSON.stringify(session));
}

/** Forgets the login of this browser; the server is not told. */
export function forget() {
  localStorage.removeItem(KEPT);
}

/** Forgets what was typed and not sent, whoever typed it: none of it is to be read on this browser by those who come next. */
function forgetTexts() {
  const names = Array.from({ length: localStorage.length }, (_, at) => localStorage.key(at) ?? '');
  for (const name of names) if (TEXTS.some((start) => name.startsWith(start))) localStorage.removeItem(name);
}

/** What was typed at the last sign-in. @returns {{ account: string, login: string }} */
export function lastUsed() {
  try {
    const { account = '', login = '' } = JSON.parse(localStorage.getItem(LAST) ?? '{}');
    return { account: String(account), login: String(login) };
  } catch {
    return { account: '', login: '' };
  }
}

/** @param {string} account */
const accountPath = (account) => `/api/account/${encodeURIComponent(account)}`;

/** The agent session's path in the old API. @param {Session} session */
export const sessionPath = (session) => `${accountPath(session.account)}/agentSession/${encodeURIComponent(session.session)}`;

/** The agent session's path in the API of the pages. @param {Session} session */
export const handoverPath = (session) => sessionPath(session).replace('/api/', '/api/handover/v1/');

/** Where the agent's own second factor is. @param {Session} session */
export const factorPath = (session) => `${accountPath(session.account).replace('/api/', '/api/handover/v1/')}/secondFactor`;

/** An API that speaks for a session. @param {() => Session} session @param {(why: 'elsewhere' | 'factor') => void} [onSignedOut] */
export const sessionApi = (session, onSignedOut) =>
  createApi({ token: () => session().bearer, ...(onSignedOut ? { onSignedOut } : {}) });

/** Whether the password was right, and a code of the second factor has to come with it. @param {unknown} error */
export const needsCode = (error) => error instanceof ApiError && error.status === 401 && error.message === 'Second factor needed';

/** There is a login, and until a second factor was set up it is good for nothing else. */
export class FactorMissing extends Error {
  /** @param {Session} session without an agent session */
  constructor(session) {
    super('Set up a second factor first');
    this.name = 'FactorMissing';
    this.session = session;
  }
}

/**
 * Signs in and starts an agent session. Throws `ApiError`: 401 wrong words or a code is needed, 429 too many attempts; `FactorMissing`.
 * @param {{ account: string, login: string, password: string, code?: string }} words
 * @returns {Promise<Session>}
 */
export async function signIn({ account, login, password, code }) {
  const api = createApi();
  const answer = await api.post(`${accountPath(account)}/login?v=1.3`, { username: login, password, ...(code ? { otp: code } : {}) });
  return begin({ ...sessionOf(answer), account, login });
}

/**
 * The login that was answered, before there is an agent session.
 * @param {any} answer
 * @returns {Session}
 */
export const sessionOf = (answer) => ({
  account: String(answer.csdsCollectionResponse.baseURIs[0].account),
  login: String(answer.config.loginName),
  agent: String(answer.config.userId),
  bearer: answer.bearer,
  csrf: answer.csrf,
  session: '',
  device: deviceName(navigator.userAgent),
});

/**
 * Starts an agent session with a login that was not used yet, and keeps both.
 * @param {Session} login
 * @returns {Promise<Session>}
 */
export async function begin(login) {
  /** @type {Session} */
  let session;
  try {
    session = { ...login, session: await startAgentSession(login) };
  } catch (error) {
    if (lacksFactor(error)) throw new FactorMissing(login);
    throw error;
  }
  keep(session);
  localStorage.setItem(LAST, JSON.stringify({ account: session.account, login: session.login }));
  await nameDevice(session);
  return session;
}

/**
 * Starts an agent session with the login there is.
 * @param {Session} session
 * @returns {Promise<string>}
 */
async function startAgentSession(session) {
  const api = createApi({ token: () => session.bearer });
  const answer = await api.post(`${accountPath(session.account)}/agentSession?v=1`, { loginData: '' });
  const href = String(answer.agentSessionLocation.link['@href']);
  return href.slice(href.lastIndexOf('/') + 1);
}

/** @param {Session} session */
export async function nameDevice(session) {
  const api = createApi({ token: () => session.bearer });
  // A name is a convenience: sign-in does not fail for want of it.
  await api.put(`${handoverPath(session)}/devices/${session.session}`, { name: session.device }, { attempts: 1 }).catch(() => {});
}

/**
 * The agent session is over, the login perhaps not: starts another one, once for all tabs. Throws `ApiError` 401 when the login is over too.
 * @param {Session} over
 * @returns {Promise<Session>}
 */
export async function renew(over) {
  return exclusively(async () => {
    const kept = restore();
    if (!kept) throw new ApiError(401, 'Signed out.');
    if (kept.session !== over.session) return kept;
    const next = { ...kept, session: await startAgentSession(kept) };
    keep(next);
    await nameDevice(next);
    return next;
  });
}

/**
 * Extends the login. False when the login cannot be extended: the cookie is gone or is another's; the bearer may still be good.
 * @param {Session} session
 */
export async function refresh(session) {
  try {
    await createApi().post(`${accountPath(session.account)}/refresh`, { csrf: session.csrf });
    return true;
  } catch {
    return false;
  }
}

/**
 * Ends this login, and with it the agent session. Whatever the server says, and before it says it, this browser forgets.
 * @param {Session} session
 */
export async function signOut(session) {
  forget();
  forgetTexts();
  try {
    await createApi().post(`${accountPath(session.account)}/logout`, { csrf: session.csrf }, { attempts: 1 });
  } catch {
    // The cookie is gone or belongs to another login: the bearer can do the same.
    const api = createApi({ token: () => session.bearer });
    await api.del(`${handoverPath(session)}/devices/${session.session}`, { attempts: 2 }).catch(() => {});
  }
}

/**
 * Tells of a sign-in, a sign-out or another agent session in another tab.
 * @param {(session: Session | null) => void} listener
 * @returns {() => void} stops listening
 */
export function onChange(listener) {
  const hear = (/** @type {StorageEvent} */ event) => {
    if (event.key === KEPT || event.key === null) listener(restore());
  };
  addEventListener('storage', hear);
  return () => removeEventListener('storage', hear);
}

/**
 * One tab at a time, where the browser can do that.
 * @template T
 * @param {() => Promise<T>} act
 * @returns {Promise<T>}
 */
function exclusively(act) {
  const locks = /** @type {LockManager | undefined} */ (navigator.locks);
  return locks ? /** @type {Promise<T>} */ (locks.request('handover.session', act)) : act();
}

/**
 * `Firefox on Linux`. Pure.
 * @param {string} agent the user agent's text
 */
export function deviceName(agent) {
  /** @param {[RegExp, string][]} names */
  const first = (names) => names.find(([pattern]) => pattern.test(agent))?.[1];
  const browser = first([
    [/Edg(e|A|iOS)?\//, 'Edge'], [/OPR\//, 'Opera'], [/SamsungBrowser\//, 'Samsung Internet'], [/(Firefox|FxiOS)\//, 'Firefox'],
    [/(Chrome|CriOS|Chromium)\//, 'Chrome'], [/Safari\//, 'Safari'],
  ]);
  const system = first([
    [/iPhone/, 'iPhone'], [/iPad/, 'iPad'], [/Android/, 'Android'], [/CrOS/, 'ChromeOS'], [/Windows/, 'Windows'],
    [/Mac OS X|Macintosh/, 'Mac'], [/Linux/, 'Linux'],
  ]);
  return system ? `${browser ?? 'Browser'} on ${system}` : (browser ?? 'Browser');
}
