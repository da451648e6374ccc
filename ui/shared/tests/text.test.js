import assert from 'node:assert/strict';
import { test } from 'node:test';
import { safeHref } from '../html.js';
import { deviceName } from '../session.js';
import { pieces } from '../text.js';

test('addresses in a text are found without what ends the sentence', () => {
  assert.deepEqual(pieces('See https://shop.example/a?b=1. Or (www.example.com/x_(y))!'), [
    { text: 'See ' },
    { text: 'https://shop.example/a?b=1', href: 'https://shop.example/a?b=1' },
    { text: '. Or (' },
    { text: 'www.example.com/x_(y)', href: 'https://www.example.com/x_(y)' },
    { text: ')!' },
  ]);
});

test('what would run is no address', () => {
  assert.deepEqual(pieces('javascript:alert(1) data:text/html,x'), [{ text: 'javascript:alert(1) data:text/html,x' }]);
  for (const bad of ['javascript:alert(1)', ' JaVaScRiPt:alert(1)', 'java\nscript:alert(1)', 'data:text/html,x', 'vbscript:x', '/relative', '']) {
    assert.equal(safeHref(bad), null, bad);
  }
  assert.equal(safeHref('mailto:a@example.com'), 'mailto:a@example.com');
});

test('the pieces of a text are the whole text', () => {
  const text = `${'x'.repeat(10_000)} http://a.b/${'y'.repeat(5000)} end`;
  assert.equal(pieces(text).map((piece) => piece.text).join(''), text);
});

test('a device is named after browser and system', () => {
  assert.equal(deviceName('Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 Safari/537.36'), 'Chrome on Linux');
  assert.equal(deviceName('Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1 Version/17.0 Mobile/15E148 Safari/604.1'), 'Safari on iPhone');
  assert.equal(deviceName('Mozilla/5.0 (Windows NT 10.0; rv:130.0) Gecko/20100101 Firefox/130.0'), 'Firefox on Windows');
  assert.equal(deviceName(''), 'Browser');
});
