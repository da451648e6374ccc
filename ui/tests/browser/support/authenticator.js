/**
 * An authenticator: codes of a secret (TOTP, RFC 6238), step by step, so that no test has to wait for the next one.
 */
import { createHmac } from 'node:crypto';
import { note } from './noted.js';

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const STEP_MS = 30_000;

/** @param {string} text */
function bytes(text) {
  const bits = [...text].map((sign) => BASE32.indexOf(sign).toString(2).padStart(5, '0')).join('');
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((eight) => Number.parseInt(eight, 2)));
}

export class Authenticator {
  #secret;
  #step = Math.floor(Date.now() / STEP_MS);

  /** @param {string} shown the secret as a page shows it */
  constructor(shown) {
    const secret = shown.replace(/\s/g, '');
    note('secret of a second factor', secret);
    this.#secret = bytes(secret);
  }

  /** The code of the present step, and each time it is asked again the one after: the server takes two of them at once. */
  next() {
    const counter = Buffer.alloc(8);
    counter.writeBigUInt64BE(BigInt(this.#step++));
    const hash = createHmac('sha1', this.#secret).update(counter).digest();
    const at = /** @type {number} */ (hash.at(-1)) & 0xf;
    return String((hash.readUInt32BE(at) & 0x7fff_ffff) % 1_000_000).padStart(6, '0');
  }
}
