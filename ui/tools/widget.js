/**
 * Writes the widget as it is served: `ui/widget` file by file, without comments, indentation and long names of its own. Nothing is bundled:
 * each module stays a module under its name. A page of somebody else pays for every byte; those who want to read it have `ui/widget`.
 *
 * `npm run served` writes, `npm run served -- --check` only looks whether everything is up to date.
 */

import { mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { minify } from 'terser';

const ui = fileURLToPath(new URL('..', import.meta.url));
const from = join(ui, 'widget');
const to = join(ui, 'served', 'widget');

/** The scripts below a folder, by their path in it. @param {string} folder @returns {Promise<string[]>} */
async function scripts(folder) {
  const entries = await readdir(folder, { recursive: true }).catch(() => []);
  return entries.filter((name) => name.endsWith('.js') && !name.startsWith('tests')).sort();
}

/** Style sheets stand in templates, where blanks at the beginning of a line mean nothing. @param {string} code */
const withoutIndentation = (code) => code.replace(/`[^`]*`/g, (template) => template.replace(/\n\s*/g, '\n'));

/** One file as it is served. @param {string} name @returns {Promise<string>} */
async function served(name) {
  const source = await readFile(join(from, name), 'utf8');
  const isModule = name !== 'widget.js';
  const { code } = await minify(withoutIndentation(source), {
    module: isModule, ecma: 2020, compress: { passes: 2 }, mangle: { toplevel: true }, format: { comments: false },
  });
  return `${code}\n`;
}

const names = await scripts(from);
const wanted = new Map(await Promise.all(names.map(async (name) => /** @type {const} */ ([name, await served(name)]))));
if (process.argv.includes('--check')) {
  const there = await scripts(to);
  const stale = [...new Set([...names, ...there])];
  const differing = [];
  for (const name of stale) {
    const is = await readFile(join(to, name), 'utf8').catch(() => undefined);
    if (is !== wanted.get(name)) differing.push(name);
  }
  if (differing.length > 0) {
    console.error(`ui/served/widget is not up to date (${differing.join(', ')}); renew it with: cd ui && npm run served`);
    process.exit(1);
  }
} else {
  await rm(to, { recursive: true, force: true });
  for (const [name, code] of wanted) {
    await mkdir(dirname(join(to, name)), { recursive: true });
    await writeFile(join(to, name), code);
  }
}
