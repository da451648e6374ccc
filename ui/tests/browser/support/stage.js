/**
 * The stage of a browser test: a server, a shop, browsers as laptop and phone; and the rules that hold in every test:
 * no error in any console, no breach of a policy, no dialog, nothing from outside.
 */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import test, { after } from 'node:test';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { ACCOUNT, APP_KEY, PASSWORD, desk } from './desk.js';
import { Host } from './host.js';
import { Proxy } from './proxy.js';
import { Server } from './server.js';
import { PATIENCE_MS } from './wait.js';

/**
 * @typedef {import("playwright-core").Page} Page
 * @typedef {import("playwright-core").BrowserContext} BrowserContext
 * @typedef {import("playwright-core").BrowserContextOptions} BrowserContextOptions
 * @typedef {import("playwright-core").Browser} Browser
 * @typedef {import("node:test").TestContext} TestContext
 */

/** How long one test may take at most. */
const TEST_MS = 120_000;

const ARGUMENTS = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--force-color-profile=srgb',
];

/**
 * Browsers ask for files as they are, unless a test is about that: a debug build takes seconds to make them as small as
 * can be, and would for every server.
 */
const UNPACKED = { 'Accept-Encoding': 'identity' };

/** What a browser asks for by itself. */
export const PACKED = { extraHTTPHeaders: {} };

/** Where pictures of failures go. */
const FAILURES = fileURLToPath(new URL('../../../../target/pages/', import.meta.url));

/** The browser, as Debian calls it. */
function executable() {
  const known = [process.env.HANDOVER_CHROMIUM ?? '', '/usr/bin/chromium', '/usr/bin/chromium-browser'];
  const found = known.find((path) => path && existsSync(path));
  if (!found) throw new Error('needs Chromium: apt-get install chromium, or its path in HANDOVER_CHROMIUM');
  return found;
}

/** @type {Promise<Browser> | undefined} */
let browser;

/** The browser of this test file, started when it is needed first. */
export function theBrowser() {
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  browser ??= chromium.launch({ executablePath: executable(), headless: true, args: [...ARGUMENTS, ...sandbox] });
  return browser;
}

after(async () => {
  await (await browser)?.close();
});

/** @type {Record<"laptop" | "phone" | "narrow", BrowserContextOptions>} */
export const DEVICES = {
  laptop: { viewport: { width: 1440, height: 900 } },
  phone: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 },
  narrow: { viewport: { width: 320, height: 568 }, hasTouch: true, isMobile: true },
};

/**
 * @typedef {object} StageOptions
 * @property {string} [apply] the apply file
 * @property {boolean} [sample] serve the sample shop
 * @property {string} [config] the server file
 * @property {Record<string, string>} [environment] of the server
 * @property {string[]} [others] addresses that pages may ask beside the server
 * @property {boolean} [proxy] browsers reach the server through a wire that can be cut
 */

export class Stage {
  /**
   * @param {Server} server
   * @param {Host} host
   * @param {Proxy | undefined} proxy
   */
  constructor(server, host, proxy) {
    this.server = server;
    this.host = host;
    this.proxy = proxy;
    /** What went wrong in any page, in words. @type {string[]} */
    this.complaints = [];
    /** Complaints that a test brings about itself. @type {RegExp[]} */
    this.expected = [];
    /** Every request of every page, by method and address. @type {{ method: string, url: string }[]} */
    this.requests = [];
    /** @type {BrowserContext[]} */
    this.contexts = [];
    /** Addresses that pages may ask beside the server. @type {string[]} */
    this.others = [];
  }

  /** @param {StageOptions} options */
  static async set({ apply = desk(), sample = false, proxy = false, config = '', environment = {}, others = [] }) {
    const server = await Server.start(apply, { sample, config, environment });
    const wire = proxy ? await Proxy.start(server.port) : undefined;
    const stage = new Stage(server, await Host.start(), wire);
    stage.others = others;
    return stage;
  }

  /** The address by which browsers reach the server. */
  get url() {
    return this.proxy?.url ?? this.server.url;
  }

  /** The wire, in tests that have asked for one. */
  get wire() {
    if (!this.proxy) throw new Error('this stage has no wire: ask for `proxy: true`');
    return this.proxy;
  }

  /**
   * A browser of its own, as another person or another device has it.
   *
   * @param {BrowserContextOptions} [options]
   */
  async context(options = DEVICES.laptop) {
    const context = await (
      await theBrowser()
    ).newContext({
      locale: 'en-US',
      reducedMotion: 'reduce',
      extraHTTPHeaders: UNPACKED,
      ...options,
    });
    context.setDefaultTimeout(PATIENCE_MS);
    await context.addInitScript(reportBreaches);
    context.on('page', (page) => this.#watch(page));
    this.contexts.push(context);
    return context;
  }

  /**
   * A page in a browser of its own.
   *
   * @param {string} url
   * @param {BrowserContextOptions} [options]
   */
  async visit(url, options) {
    const page = await (await this.context(options)).newPage();
    await page.goto(url);
    return page;
  }

  /**
   * The console, signed in.
   *
   * @param {import("./desk.js").Person} person
   * @param {BrowserContextOptions} [options]
   * @param {string} [path]
   */
  async console(person, options, path = '/console/') {
    const page = await this.visit(this.url + path, options);
    await signIn(page, person);
    return page;
  }

  /**
   * The address of a shop's page with the widget on it.
   *
   * @param {Partial<import("./host.js").HostPage>} [page]
   */
  shop(page = {}) {
    const attributes = { 'data-account': ACCOUNT, 'data-app-key': APP_KEY, 'data-skill': 'Sales', ...page.attributes };
    return this.host.page({ server: this.url, csp: this.policy, ...page, attributes });
  }

  /** The strictest policy of a shop under which the widget has to work, as `docs/widget.md` says. */
  get policy() {
    return `default-src 'none'; script-src ${this.url}; connect-src ${this.url}`;
  }

  /** The same of a shop that trusts no text to be markup. */
  get strictPolicy() {
    return `${this.policy}; require-trusted-types-for 'script'; trusted-types handover`;
  }

  /** Fails when anything has gone wrong in a page that the test has not brought about itself. */
  check() {
    const unexpected = this.complaints.filter((words) => !this.expected.some((known) => known.test(words)));
    assert.deepEqual(unexpected, [], 'the pages have complained');
  }

  async end() {
    for (const context of this.contexts) await context.close();
    await this.proxy?.stop();
    await this.host.stop();
    await this.server.stop();
  }

  /** @param {string} name */
  async picture(name) {
    await mkdir(FAILURES, { recursive: true });
    const pages = this.contexts.flatMap((context) => context.pages());
    for (const [number, page] of pages.entries()) {
      const path = `${FAILURES}${name.replace(/\W+/g, '-').slice(0, 80)}-${number}.png`;
      await page.screenshot({ path }).catch(() => {});
    }
  }

  /** @param {Page} page */
  #watch(page) {
    page.on('console', (message) => {
      if (message.type() !== 'error') return;
      const { url } = message.location();
      this.complaints.push(`console: ${message.text()}${url ? ` (${new URL(url).pathname})` : ''}`);
    });
    page.on('pageerror', (error) => this.complaints.push(`exception: ${error.stack ?? error.message}`));
    page.on('dialog', async (dialog) => {
      this.complaints.push(`dialog: ${dialog.message()}`);
      await dialog.dismiss();
    });
    page.on('request', (request) => {
      const { origin, protocol } = new URL(request.url());
      this.requests.push({ method: request.method(), url: request.url() });
      const inside = [this.url, this.server.url, this.host.origin, ...this.others].includes(origin);
      if (!inside && protocol.startsWith('http')) this.complaints.push(`asked outside: ${request.url()}`);
    });
  }
}

/** Runs in every page: breaches of a policy are errors in the console, whatever the browser says by itself. */
function reportBreaches() {
  addEventListener('securitypolicyviolation', (event) => {
    console.error(`breach of policy: ${event.violatedDirective} by ${event.blockedURI} at ${event.sourceFile}`);
  });
}

/**
 * Signs in at the console's form.
 *
 * @param {Page} page
 * @param {import("./desk.js").Person} person
 */
export async function signIn(page, person) {
  const account = page.getByLabel(/account/i);
  if (await account.count()) await account.fill(ACCOUNT);
  await page.getByLabel(/login|user|mail/i).fill(person.login);
  await page.getByLabel(/password/i).fill(PASSWORD);
  await page.keyboard.press('Enter');
}

/**
 * A test on a stage of its own.
 *
 * @param {string} name a sentence
 * @param {StageOptions} options
 * @param {(stage: Stage, t: TestContext) => Promise<void>} act
 */
export function scene(name, options, act) {
  test(name, { timeout: TEST_MS }, async (t) => {
    const stage = await Stage.set(options);
    try {
      await act(stage, t);
      stage.check();
    } catch (error) {
      await stage.picture(name);
      for (const words of stage.complaints) t.diagnostic(words);
      throw error;
    } finally {
      await stage.end();
    }
  });
}
