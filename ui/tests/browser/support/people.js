/**
 * People who are not looked at: agents and visitors who use the API, so that a test has company for its pages.
 */
import { ACCOUNT, APP_KEY, PASSWORD } from './desk.js';
import { note } from './noted.js';

/** @typedef {{ id: number, type: string, text?: string, source?: string, state?: string, by?: string, subType?: string }} Told */

/**
 * @param {string} url
 * @param {string} method
 * @param {string} authorization
 * @param {unknown} [body]
 */
async function ask(url, method, authorization, body) {
  const answer = await fetch(url, {
    method,
    headers: { Authorization: authorization, Accept: 'application/json', 'Content-Type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  for (const [, key] of `${url} ${text} ${answer.headers.get('location')}`.matchAll(/([0-9a-f]{32})K/g)) {
    note('chat session key', /** @type {string} */ (key));
  }
  if (!answer.ok) throw new Error(`${method} ${new URL(url).pathname}: ${answer.status} ${text}`);
  return { location: answer.headers.get('location') ?? '', body: text ? JSON.parse(text) : {} };
}

/**
 * The events of a chat, whatever the dialect.
 *
 * @param {any} document
 * @returns {Told[]}
 */
function told(document) {
  const events = [document.events.event ?? []].flat();
  return events.map((event) => ({ ...event, id: Number(event['@id']), type: event['@type'] }));
}

/**
 * Notes what a person wrote, where it cannot stand in a message by chance.
 *
 * @param {string} text
 */
function noteWords(text) {
  if (text.length >= 12 && text.trim().includes(' ')) note('what people wrote', text.slice(0, 64).trim());
}

/** A visitor who uses the API. */
export class Visitor {
  /**
   * @param {string} chat the address of the chat
   */
  constructor(chat) {
    this.chat = chat;
  }

  /** The chat session key. */
  get key() {
    return /** @type {string} */ (this.chat.split('/').pop());
  }

  /**
   * Asks for a chat that is patient with a silent visitor.
   *
   * @param {string} server
   * @param {Record<string, unknown>} [request]
   * @param {string} [name]
   */
  static async ask(server, request = {}, name) {
    const url = `${server}/api/account/${ACCOUNT}/chat/request`;
    const body = { request: { skill: 'Sales', interactionTimeout: 3600, ...request } };
    const { location } = await ask(url, 'POST', Visitor.#key, body);
    const visitor = new Visitor(location);
    if (name) await visitor.call('PUT', '/info/visitorName', { visitorName: name });
    return visitor;
  }

  static #key = `LivePerson appKey=${APP_KEY}`;

  /**
   * @param {string} method
   * @param {string} path
   * @param {unknown} [body]
   */
  async call(method, path, body) {
    return (await ask(this.chat + path, method, Visitor.#key, body)).body;
  }

  /** @param {string} text */
  async says(text) {
    noteWords(text);
    await this.call('POST', '/events', { event: { '@type': 'line', text, textType: 'plain' } });
  }

  async ends() {
    await this.call('POST', '/events', { event: { '@type': 'state', state: 'ended' } });
  }

  /** @param {"typing" | "not-typing"} status */
  async types(status) {
    await this.call('PUT', '/info/visitorTyping', { visitorTyping: status });
  }

  async events() {
    return told(await this.call('GET', '/events'));
  }

  /** The texts of all lines, in order. */
  async lines() {
    return (await this.events()).flatMap((event) => (event.text === undefined ? [] : [event.text]));
  }
}

/** An agent who uses the API: one login, one agent session. */
export class Agent {
  /**
   * @param {string} server
   * @param {string} bearer
   * @param {string} session the address of the agent session
   */
  constructor(server, bearer, session) {
    this.server = server;
    this.bearer = bearer;
    this.session = session;
  }

  /**
   * @param {string} server
   * @param {import("./desk.js").Person} person
   */
  static async signIn(server, person) {
    const account = `${server}/api/account/${ACCOUNT}`;
    const login = await ask(`${account}/login?v=1.3`, 'POST', '', { username: person.login, password: PASSWORD });
    note('password', PASSWORD);
    note('bearer token', login.body.bearer);
    note('csrf token', login.body.csrf);
    const bearer = `Bearer ${login.body.bearer}`;
    const { location } = await ask(`${account}/agentSession`, 'POST', bearer, {});
    return new Agent(server, bearer, location);
  }

  /**
   * @param {string} method
   * @param {string} path below the agent session
   * @param {unknown} [body]
   */
  async call(method, path, body) {
    return (await ask(this.session + path, method, this.bearer, body)).body;
  }

  /**
   * A method of the API of the pages.
   *
   * @param {string} method
   * @param {string} path below the agent session
   * @param {unknown} [body]
   */
  async page(method, path, body) {
    const id = this.session.split('/').pop();
    const url = `${this.server}/api/handover/v1/account/${ACCOUNT}/agentSession/${id}${path}`;
    return (await ask(url, method, this.bearer, body)).body;
  }

  /** @param {"Online" | "Occupied" | "Away"} state */
  async is(state) {
    await this.call('PUT', '/availability', { availability: { chat: state } });
  }

  /** The name of what the agent is at: Online, Occupied or Away. */
  async availability() {
    return (await this.call('GET', '/availability')).availability.chat;
  }

  /** Takes the chat that rings longest. */
  async accepts() {
    const { chatLocation } = await this.call('POST', '/incomingRequests', { chat: 'start' });
    return /** @type {string} */ (chatLocation.link['@href'].split('/').pop());
  }

  async ringing() {
    return Number((await this.call('GET', '/incomingRequests')).incomingRequests.ringingCount);
  }

  /**
   * @param {string} chat
   * @param {string} text
   * @param {"plain" | "html" | "rich-content"} [textType]
   */
  async says(chat, text, textType = 'plain') {
    noteWords(text);
    await this.call('POST', `/chat/${chat}/events`, { event: { '@type': 'line', text, textType } });
  }

  /** @param {string} chat */
  async ends(chat) {
    await this.call('POST', `/chat/${chat}/events`, { event: { '@type': 'state', state: 'ended' } });
  }

  /** @param {string} chat */
  async events(chat) {
    return told(await this.call('GET', `/chat/${chat}/events`));
  }

  /** @param {string} chat */
  async lines(chat) {
    return (await this.events(chat)).flatMap((event) => (event.text === undefined ? [] : [event.text]));
  }

  async signsOut() {
    await this.call('DELETE', '');
  }
}
