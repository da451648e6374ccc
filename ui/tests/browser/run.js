/**
 * Runs the browser tests: all files, or those whose names begin with words that are given; with `--only WORDS` only the
 * tests whose names have these words.
 */
import { existsSync, readdirSync } from 'node:fs';
import { run } from 'node:test';
import { spec } from 'node:test/reporters';
import { fileURLToPath } from 'node:url';
import { BINARY } from './support/server.js';

const [before = [], only = []] = split(process.argv.slice(2), '--only');
const folder = fileURLToPath(new URL('.', import.meta.url));
const wanted = (/** @type {string} */ name) => before.length === 0 || before.some((word) => name.startsWith(word));
const files = readdirSync(folder).filter((name) => name.endsWith('.test.js') && wanted(name));

if (!existsSync(BINARY)) {
  console.error(`there is no server to test: ${BINARY} (cargo build -p handover)`);
  process.exit(1);
}
if (files.length === 0) {
  console.error(`no test file begins with ${before.join(' or ')}`);
  process.exit(1);
}

const stream = run({
  files: files.map((name) => folder + name),
  concurrency: true,
  ...(only.length > 0 ? { testNamePatterns: only.join(' ') } : {}),
});
stream.on('test:fail', () => {
  process.exitCode = 1;
});
stream.pipe(new spec()).pipe(process.stdout);

/**
 * The words before a mark and those behind it.
 *
 * @param {string[]} words
 * @param {string} mark
 */
function split(words, mark) {
  const at = words.indexOf(mark);
  return at < 0 ? [words] : [words.slice(0, at), words.slice(at + 1)];
}
