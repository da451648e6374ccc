/**
 * Runs the browser tests: all files, or those whose name begins with a word that was given.
 */
import { existsSync, readdirSync } from 'node:fs';
import { run } from 'node:test';
import { spec } from 'node:test/reporters';
import { fileURLToPath } from 'node:url';
import { BINARY } from './support/server.js';

const words = process.argv.slice(2);
const folder = fileURLToPath(new URL('.', import.meta.url));
const wanted = (/** @type {string} */ name) => words.length === 0 || words.some((word) => name.startsWith(word));
const files = readdirSync(folder).filter((name) => name.endsWith('.test.js') && wanted(name));

if (!existsSync(BINARY)) {
  console.error(`there is no server to test: ${BINARY} (cargo build -p handover)`);
  process.exit(1);
}
if (files.length === 0) {
  console.error(`no test file begins with ${words.join(' or ')}`);
  process.exit(1);
}

const stream = run({ files: files.map((name) => folder + name), concurrency: true });
stream.on('test:fail', () => {
  process.exitCode = 1;
});
stream.pipe(new spec()).pipe(process.stdout);
