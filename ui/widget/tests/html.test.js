import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fill, pieces, safe } from '../html.js';
import { read } from '../rich.js';

/** @param {string} text */
const links = (text) => pieces(text).filter(({ href }) => href).map(({ text: shown, href }) => (shown === href ? shown : `${shown} > ${href}`));

test('addresses become links, without what only stands beside them', () => {
  assert.deepEqual(links('See https://example.com/a?b=1#c.'), ['https://example.com/a?b=1#c']);
  assert.deepEqual(links('(http://example.com/a) and https://example.com/a_(b)'), ['http://example.com/a', 'https://example.com/a_(b)']);
  assert.deepEqual(links('to ann.lee@example.com, or mailto:ben@example.com!'), ['ann.lee@example.com > mailto:ann.lee@example.com', 'mailto:ben@example.com']);
  assert.deepEqual(links('javascript:alert(1) data:text/html,x file:///etc/passwd //example.com vbscript:x'), []);
});

test('the text of the pieces is the text', () => {
  for (const text of ['', 'no link', 'https://a.example', 'x https://a.example, y@b.example. z', '<img src=x>']) assert.equal(pieces(text).map((one) => one.text).join(''), text);
});

test('directional characters are no part of a link', () => {
  assert.deepEqual(links('https://a.example/\u202egnp.exe'), ['https://a.example/']);
  assert.deepEqual(links('https://a.example/x\u2066y'), ['https://a.example/x']);
});

test('only addresses of the web and mailboxes may be followed', () => {
  assert.equal(safe('https://example.com/x'), 'https://example.com/x');
  assert.equal(safe('mailto:a@b.c'), 'mailto:a@b.c');
  for (const bad of ['javascript:alert(1)', ' java\nscript:alert(1)', 'data:text/html,x', 'blob:https://a/b', '/relative', '', null, undefined, {}]) assert.equal(safe(bad), null, String(bad));
});

test('values take the place of their names, and only they', () => {
  assert.equal(fill('{n} of {m} {x}', { n: 1, m: '{n}' }), '1 of {n} {x}');
});

test('structured content is read as text, links, answers and cards', () => {
  const template = { type: 'vertical', elements: [
    { type: 'text', text: 'Which?', style: { bold: true } },
    { type: 'image', url: 'https://a.example/x.png', caption: 'Boot' },
    { type: 'button', title: 'This', click: { actions: [{ type: 'publishText', text: 'This one' }] } },
    { type: 'button', title: 'Shop', click: { actions: { type: 'link', uri: 'https://a.example/shop' } } },
    { type: 'carousel', elements: [{ type: 'vertical', elements: [{ type: 'text', text: 'Card' }] }] },
  ], quickReplies: { type: 'quickReplies', replies: [{ type: 'button', title: 'Yes', click: { actions: [{ type: 'publishText', text: 'Yes' }] } }] } };
  assert.deepEqual(read(JSON.stringify(template)), [{ kind: 'group', isCard: false, parts: [
    { kind: 'text', text: 'Which?' },
    { kind: 'link', text: 'Boot', href: 'https://a.example/x.png' },
    { kind: 'say', text: 'This', say: 'This one' },
    { kind: 'link', text: 'Shop', href: 'https://a.example/shop' },
    { kind: 'group', isCard: false, parts: [{ kind: 'group', isCard: true, parts: [{ kind: 'text', text: 'Card' }] }] },
    { kind: 'group', isCard: false, parts: [{ kind: 'say', text: 'Yes', say: 'Yes' }] },
  ] }]);
});

test('structured content that is broken, too deep or hostile is left out', () => {
  assert.deepEqual(read('{'), []);
  assert.deepEqual(read('null'), []);
  assert.deepEqual(read(JSON.stringify({ type: 'button', title: 'x', click: { actions: [{ type: 'link', uri: 'javascript:alert(1)' }] } })), []);
  let deep = { type: 'text', text: 'x' };
  for (let at = 0; at < 50; at += 1) deep = /** @type {any} */ ({ type: 'vertical', elements: [deep] });
  assert.deepEqual(read(JSON.stringify(deep)), []);
});
