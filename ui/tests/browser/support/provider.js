/** A real identity provider on this machine (npm's `oidc-provider`), which takes every name with any password. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import Provider from 'oidc-provider';
import { note } from './noted.js';

const CLIENT = 'handover';
const SECRET = 'the-secret-of-the-client-0123456789';

export class IdentityProvider {
  /** @type {import('node:http').RequestListener | undefined} */
  #answer;
  #socket = createServer((request, response) => this.#answer?.(request, response));

  /** Listens. It answers once it knows where browsers go back to. */
  static async start() {
    const provider = new IdentityProvider();
    provider.#socket.listen(0, '127.0.0.1');
    await once(provider.#socket, 'listening');
    note('secret of a client', SECRET);
    return provider;
  }

  get url() {
    const { port } = /** @type {import('node:net').AddressInfo} */ (this.#socket.address());
    return `http://127.0.0.1:${port}`;
  }

  /** What the server is started with. @param {string} [more] lines of the table */
  options(more = '') {
    return {
      config: `[open_id]\nissuer = "${this.url}"\nclient_id = "${CLIENT}"\nname = "Example"\n${more}\n`,
      environment: { HANDOVER_OPEN_ID_SECRET: SECRET },
      others: [this.url],
    };
  }

  /** From here on it lets people in, and back to this server. @param {string} server */
  knows(server) {
    const provider = new Provider(this.url, {
      clients: [{ client_id: CLIENT, client_secret: SECRET, redirect_uris: [`${server}/console/`] }],
      claims: { openid: ['sub'], email: ['email', 'email_verified'] },
      cookies: { keys: ['a-key-of-the-cookies'] },
      pkce: { required: () => true },
      features: { devInteractions: { enabled: true } },
      findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id, email: id, email_verified: true }) }),
    });
    // Its page of sign-in asks for a font of the world outside.
    provider.use(async (context, next) => {
      await next();
      if (typeof context.body === 'string') context.body = context.body.replace(/@import url\([^)]*\);?/g, '');
    });
    this.#answer = provider.callback();
  }

  async stop() {
    this.#socket.closeAllConnections();
    this.#socket.close();
    await once(this.#socket, 'close');
  }
}

/**
 * Signs in at the provider's own page, and agrees to what the server asks for.
 *
 * @param {import('playwright-core').Page} page
 * @param {string} name
 */
export async function signsInThere(page, name) {
  await page.getByPlaceholder(/login/i).fill(name);
  await page.getByPlaceholder(/password/i).fill('any');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Continue' }).click();
}
