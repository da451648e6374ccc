/**
 * A page of a shop on another origin than the server, with the widget's tag on it and the policy a careful shop has.
 */
import { once } from 'node:events';
import { createServer } from 'node:http';

/**
 * @typedef {object} HostPage
 * @property {string} [server] where the widget comes from; a page without it has no widget
 * @property {Record<string, string>} attributes of the tag, such as `data-account`
 * @property {string} [csp] the header `Content-Security-Policy`
 * @property {string} [lang]
 * @property {"rtl" | "ltr"} [dir]
 * @property {string} [body] markup before the tag
 */

/** @type {Record<string, string>} */
const ESCAPES = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** @param {string} text */
const escape = (text) => text.replace(/[&<>"]/g, (sign) => /** @type {string} */ (ESCAPES[sign]));

export class Host {
  /** @type {Map<string, HostPage>} */
  #pages = new Map();
  #server = createServer((request, response) => this.#answer(request.url ?? '/', response));

  static async start() {
    const host = new Host();
    host.#server.listen(0, '127.0.0.1');
    await once(host.#server, 'listening');
    return host;
  }

  /** The origin of the shop: another site than the server, which is `127.0.0.1`. */
  get origin() {
    const address = this.#server.address();
    if (!address || typeof address === 'string') throw new Error('the host does not listen');
    return `http://localhost:${address.port}`;
  }

  /**
   * Puts a page there and gives its address.
   *
   * @param {HostPage} page
   * @param {string} [path]
   */
  page(page, path = `/${this.#pages.size}`) {
    this.#pages.set(path, page);
    return this.origin + path;
  }

  async stop() {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }

  /**
   * @param {string} url
   * @param {import("node:http").ServerResponse} response
   */
  #answer(url, response) {
    const path = new URL(url, 'http://localhost').pathname;
    if (path === '/favicon.ico') {
      response.writeHead(204).end();
      return;
    }
    const page = this.#pages.get(path);
    if (!page) {
      response.writeHead(404).end();
      return;
    }
    if (page.csp) response.setHeader('Content-Security-Policy', page.csp);
    response.setHeader('Content-Type', 'text/html; charset=utf-8');
    response.end(markup(page));
  }
}

/** @param {HostPage} page */
function markup({ server, attributes, lang = 'en', dir = 'ltr', body = '<main><h1>A shop</h1><p>Shoes.</p></main>' }) {
  const given = Object.entries(attributes).map(([name, value]) => `${name}="${escape(value)}"`);
  const tag = server ? `<script src="${server}/widget.js" ${given.join(' ')} async></script>` : '';
  return `<!doctype html>
<html lang="${lang}" dir="${dir}">
<head><meta charset="utf-8"><title>A shop</title><meta name="viewport" content="width=device-width, initial-scale=1"></head>
<body>${body}${tag}</body>
</html>`;
}
