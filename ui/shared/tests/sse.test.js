import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createSseReader } from '../sse.js';

const TEXT = 'retry: 2000\n\nid: 4\nevent: event\ndata: {"a":1}\n\n: still here\n\nevent: info\r\ndata: x\r\ndata: y\r\n\r\n';
const WANTED = [{ type: 'event', id: '4', data: '{"a":1}' }, { type: 'info', data: 'x\ny' }];

test('messages come whole, comments and the retry line do not come', () => {
  assert.deepEqual(createSseReader().feed(TEXT), WANTED);
});

test('however the bytes are cut, the same messages come', () => {
  for (let size = 1; size < 20; size += 1) {
    const reader = createSseReader();
    const got = [];
    for (let at = 0; at < TEXT.length; at += size) got.push(...reader.feed(TEXT.slice(at, at + size)));
    assert.deepEqual(got, WANTED, `in pieces of ${size}`);
  }
});
