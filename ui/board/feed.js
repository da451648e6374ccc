/** Where the figures come from: the stream of the board, or asking every 2 s where streams do not pass. */

import { openStream } from '../shared/stream.js';
import { handoverPath } from '../shared/session.js';

/** @typedef {import('./model.js').Board} Board */
/** @typedef {import('./state.js').Link} Link */

/**
 * @param {object} options
 * @param {import('../shared/session.js').Session} options.session
 * @param {import('../shared/api.js').Api} options.api
 * @param {(board: Board) => void} options.onBoard
 * @param {(link: Link) => void} options.onLink
 * @param {(why: import('../shared/stream.js').StreamEnd) => void} options.onOver
 */
export function openFeed({ session, api, onBoard, onLink, onOver }) {
  const url = `${handoverPath(session)}/board`;
  return openStream({
    url,
    token: () => session.bearer,
    onMessage: ({ type, data }) => {
      if (type === 'board') onBoard(data.board);
    },
    onState: (state, why) => {
      if (state === 'over') onOver(why ?? 'gone');
      else onLink(state);
    },
    // The browser sends the tag of what it has as `If-None-Match` by itself, and hands the same document over again.
    poll: async (signal) => onBoard((await api.get(url, { signal, attempts: 1 })).board),
  });
}
