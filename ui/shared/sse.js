/** Reading Server-Sent Events from bytes. Pure: text in, messages out. */

/** @typedef {{ type: string, id?: string, data: string }} SseMessage */

/**
 * @returns {{ feed: (text: string) => SseMessage[] }}
 */
export function createSseReader() {
  let rest = '';
  let type = '';
  /** @type {string | undefined} */
  let id;
  /** @type {string[]} */
  let data = [];

  /** @param {string} line @param {SseMessage[]} out */
  function take(line, out) {
    if (line === '') {
      if (data.length > 0) out.push({ type: type || 'message', data: data.join('\n'), ...(id === undefined ? {} : { id }) });
      type = '';
      id = undefined;
      data = [];
      return;
    }
    const colon = line.indexOf(':');
    const name = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
    if (name === 'event') type = value;
    else if (name === 'data') data.push(value);
    else if (name === 'id') id = value;
  }

  return {
    feed(text) {
      /** @type {SseMessage[]} */
      const out = [];
      rest += text;
      // A line end that was cut in the middle waits for its second half.
      const lines = rest.split(/\r\n|\n|\r(?!$)/);
      rest = lines.pop() ?? '';
      for (const line of lines) take(line, out);
      return out;
    },
  };
}
