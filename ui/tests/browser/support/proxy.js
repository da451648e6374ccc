/**
 * A wire between browser and server that can be cut, stalled and mended: what a tunnel, a lift or a café does to a phone.
 */
import { once } from 'node:events';
import { connect, createServer } from 'node:net';

/** @typedef {"open" | "cut" | "stalled"} Wire */

export class Proxy {
  /** @type {Set<import("node:net").Socket>} */
  #sockets = new Set();
  /** @type {Wire} */
  #wire = 'open';
  #server = createServer((near) => this.#join(near));
  /** @type {number} */
  #target;

  /** @param {number} target the port of the server */
  constructor(target) {
    this.#target = target;
  }

  /** @param {number} target the port of the server */
  static async start(target) {
    const proxy = new Proxy(target);
    proxy.#server.listen(0, '127.0.0.1');
    await once(proxy.#server, 'listening');
    return proxy;
  }

  get port() {
    const address = this.#server.address();
    if (!address || typeof address === 'string') throw new Error('the proxy does not listen');
    return address.port;
  }

  /** The address by which the browser reaches the server through this wire. */
  get url() {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Ends every connection, and each that is tried from here on. */
  cut() {
    this.#wire = 'cut';
    for (const socket of this.#sockets) socket.destroy();
  }

  /** Keeps connections, and says nothing on them any more. */
  stall() {
    this.#wire = 'stalled';
    for (const socket of this.#sockets) socket.pause();
  }

  /** Everything passes again. What was held back by a stall is delivered. */
  restore() {
    this.#wire = 'open';
    for (const socket of this.#sockets) socket.resume();
  }

  async stop() {
    this.cut();
    this.#server.close();
    await once(this.#server, 'close');
  }

  /** @param {import("node:net").Socket} near */
  #join(near) {
    if (this.#wire === 'cut') {
      near.destroy();
      return;
    }
    const far = connect(this.#target, '127.0.0.1');
    this.#carry(near, far);
    this.#carry(far, near);
  }

  /**
   * @param {import("node:net").Socket} from
   * @param {import("node:net").Socket} to
   */
  #carry(from, to) {
    this.#sockets.add(from);
    from.setNoDelay(true);
    from.on('data', (bytes) => to.write(bytes));
    from.on('end', () => to.end());
    from.on('error', () => to.destroy());
    from.on('close', () => {
      this.#sockets.delete(from);
      to.destroy();
    });
    if (this.#wire === 'stalled') from.pause();
  }
}
