/**
 * Writes the widget as it is served: the script of the tag, one module with all of the chat, and a file for each language; without comments,
 * indentation and long names. A page of somebody else pays for every byte and every request; those who want to read it have `ui/widget`
 * (`docs/adr/0010-the-pages-are-clients-with-an-api-of-their-own.md`).
 *
 * `npm run served` writes, `npm run served -- --check` only looks whether everything is up to date.
 */

import { build } from 'esbuild';
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

/** A module and all that it imports, as one. Languages stay files: a visitor needs one. @param {string} name */
async function joined(name) {
  const { outputFiles } = await build({
    entryPoints: [join(from, name)], bundle: true, format: 'esm', write: false, external: ['./lang/*'], target: 'es2022', charset: 'utf8',
  });
  return outputFiles[0]?.text ?? '';
}

/** Properties that begin with `is` are of the widget's own state, never of the wire or of the storage: their names may be short. */
const OWN = /^is[A-Z]/;

/** One file as it is served. @param {string} name @returns {Promise<string>} */
async function served(name) {
  const source = name === 'chat.js' ? await joined(name) : await readFile(join(from, name), 'utf8');
  const { code } = await minify(withoutIndentation(source), {
    module: name !== 'widget.js', ecma: 2020, compress: { passes: 3, reduce_funcs: false, inline: 1 }, mangle: { toplevel: true, properties: { regex: OWN } }, format: { comments: false },
  });
  return `${code}\n`;
}

const names = (await scripts(from)).filter((name) => name === 'widget.js' || name === 'chat.js' || dirname(name) === 'lang');
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
