import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { memory } from '../memory.js';

const SPACE = 'handover.1';

afterEach(() => {
  Reflect.deleteProperty(globalThis, 'localStorage');
});
/** A browser in which these items are kept. @param {Record<string, string>} items */
const keeping = (items) => {
  Object.defineProperty(globalThis, 'localStorage', { value: items, configurable: true });
  return memory(SPACE);
};

test('what is kept is there again, until it is taken away', () => {
  const keep = keeping({});
  keep.set('', { chat: 'H1' });
  keep.set('line.a', { key: 'a', text: 'hi', at: 1 });
  assert.deepEqual([keep.get(''), keep.get('line.a'), keep.parts('line.')], [{ chat: 'H1' }, { key: 'a', text: 'hi', at: 1 }, ['line.a']]);
  keep.set('line.a', null);
  assert.deepEqual([keep.get('line.a'), keep.parts('line.')], [null, []]);
});

test('an item that cannot be read counts as none, and is written anew', () => {
  const keep = keeping({ [SPACE]: '{"chat":"H1', [`${SPACE}.draft`]: '', [`${SPACE}.line.a`]: 'undefined' });
  assert.deepEqual(['', 'draft', 'line.a'].map(keep.get), [null, null, null]);
  keep.set('', { visitorId: 7 });
  assert.deepEqual(keep.get(''), { visitorId: 7 });
});
