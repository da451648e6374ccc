/**
 * Lets unit tests import modules that name others as the server does, `/shared/…`, and gives them what browsers have and
 * Node 18 has not. Loaded with `--import`.
 */
import { webcrypto } from 'node:crypto';
import { register } from 'node:module';

const hooks = `
const ui = ${JSON.stringify(new URL('../', import.meta.url).href)};
export function resolve(specifier, context, next) {
  const served = /^\\/(shared|console|board|widget)\\//.test(specifier);
  return next(served ? new URL("." + specifier, ui).href : specifier, context);
}`;
register(`data:text/javascript,${encodeURIComponent(hooks)}`);

if (!('crypto' in globalThis)) Object.defineProperty(globalThis, 'crypto', { value: webcrypto });
