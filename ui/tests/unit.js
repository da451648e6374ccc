/**
 * Runs the unit tests of the pages' modules, which stand beside them. One that does not come to its end fails.
 */
import { readdirSync } from 'node:fs';
import { run } from 'node:test';
import { spec } from 'node:test/reporters';
import { fileURLToPath } from 'node:url';

/** How long one file may take. */
const FILE_MS = 60_000;

const ui = fileURLToPath(new URL('../', import.meta.url));
const files = ['board', 'console', 'shared', 'widget'].flatMap((part) =>
  readdirSync(`${ui}${part}/tests`)
    .filter((name) => name.endsWith('.test.js'))
    .map((name) => `${ui}${part}/tests/${name}`),
);

const stream = run({ files, concurrency: true, timeout: FILE_MS });
stream.on('test:fail', () => {
  process.exitCode = 1;
});
stream.pipe(new spec()).pipe(process.stdout);
