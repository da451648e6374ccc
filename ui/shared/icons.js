/** The pictures of console and board: paths in a square of 24, drawn as lines. */

export const ICONS = /** @type {const} */ ({
  back: 'M15 5l-7 7 7 7',
  bell: 'M6 10a6 6 0 0 1 12 0c0 5 2 6 2 7H4c0-1 2-2 2-7M10 20a2 2 0 0 0 4 0',
  board: 'M4 20V10M10 20V4M16 20v-7M21 20H3',
  close: 'M6 6l12 12M18 6L6 18',
  devices: 'M4 5h12v9H4zM2 18h11M17 9h5v10h-5z',
  door: 'M14 4H6v16h8M11 12h10M18 9l3 3-3 3',
  down: 'M6 9l6 6 6-6',
  end: 'M6 6l12 12M18 6L6 18',
  info: 'M12 3a9 9 0 1 0 0 18a9 9 0 0 0 0-18M12 11v5M12 8v.01',
  keyboard: 'M3 6h18v12H3zM7 10h.01M11 10h.01M15 10h.01M17 14H7',
  laptop: 'M5 5h14v10H5zM2 19h20',
  lock: 'M6 11h12v9H6zM8 11V8a4 4 0 0 1 8 0v3',
  moon: 'M20 14A8 8 0 0 1 10 4a8 8 0 1 0 10 10z',
  phone: 'M8 3h8v18H8zM12 18v.01',
  pin: 'M9 4h6l-1 6 4 4H6l4-4zM12 14v6',
  search: 'M11 4a7 7 0 1 0 0 14a7 7 0 0 0 0-14M16 16l4 4',
  send: 'M4 12l16-8-6 16-3-7z',
  transfer: 'M4 8h14l-4-4M20 16H6l4 4',
  whisper: 'M4 5h16v11H9l-5 4z',
});
