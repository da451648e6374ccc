import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ENGLISH } from '../chat.js';

const holes = (/** @type {string} */ text) => text.match(/\{\w+\}/g) ?? [];

for (const lang of ['de', 'es', 'ar']) {
  test(`${lang} has every text of English, with the same holes`, async () => {
    const { default: words } = await import(`../lang/${lang}.js`);
    assert.deepEqual(Object.keys(words).sort(), [...Object.keys(ENGLISH), 'title', 'leave', 'offline'].sort());
    for (const [name, text] of Object.entries(ENGLISH)) assert.deepEqual(holes(words[name]), holes(text), name);
  });
}
