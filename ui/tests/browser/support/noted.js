/**
 * What the tests in a browser leave for `crates/handover/tests/secrets.rs`: everything that servers wrote, and the secrets that
 * were in play. Both go into the folder that `HANDOVER_TEST_LOGS` names; without it nothing is kept.
 */
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';

const FOLDER = process.env.HANDOVER_TEST_LOGS;
let logs = 0;
const seen = new Set();

/** What makes a server as chatty as an operator can, where what it writes is kept. */
export const CHATTY = FOLDER ? { RUST_LOG: 'trace' } : {};

/** Gives what keeps the lines of one server. */
export function keeper() {
  const name = `pages-${process.pid}-${logs++}.log`;
  return (/** @type {string} */ line) => {
    if (FOLDER) appendFileSync(join(FOLDER, name), `${line}\n`);
  };
}

/**
 * Whether a line is there only because its server was made chatty.
 *
 * @param {string} line
 */
export function isChatty(line) {
  return FOLDER !== undefined && /^\S+\s+(DEBUG|TRACE)\s/.test(line);
}

/**
 * Notes a secret.
 *
 * @param {"password" | "bearer token" | "csrf token" | "chat session key" | "what people wrote" | "secret of a second factor" | "secret of a client"} kind
 * @param {string} secret
 */
export function note(kind, secret) {
  if (!FOLDER || seen.has(secret)) return;
  seen.add(secret);
  appendFileSync(join(FOLDER, `pages-${process.pid}.secrets`), `${Buffer.from(secret).toString('hex')} ${kind}\n`);
}
