/**
 * Times: relative with the exact one on hover, durations that count, and the server's clock, since a laptop's may be wrong.
 */

let skewMs = 0;

/**
 * Notes what the server's clock says. Less than two seconds apart counts as the same.
 * @param {number} serverMs
 */
export function noteServerTime(serverMs) {
  const apart = serverMs - Date.now();
  skewMs = Math.abs(apart) < 2000 ? 0 : apart;
}

/** Now, by the server's clock. */
export const now = () => Date.now() + skewMs;

/**
 * `just now`, `3 min ago`, `2 h ago`, `yesterday`, then the date. Pure.
 * @param {number} at
 * @param {number} present
 */
export function ago(at, present) {
  const seconds = Math.max(0, Math.floor((present - at) / 1000));
  if (seconds < 45) return 'just now';
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${minutes} min ago`;
  const hours = Math.round(minutes / 60);
  if (hours < 24) return `${hours} h ago`;
  if (hours < 48) return 'yesterday';
  return new Date(at).toLocaleDateString(undefined, { day: 'numeric', month: 'short', year: 'numeric' });
}

/**
 * `0:07`, `12:45`, `1:03:10`. Pure.
 * @param {number} ms
 */
export function clock(ms) {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const two = (/** @type {number} */ n) => String(n).padStart(2, '0');
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}

/**
 * A duration in words, for a sentence: `7 s`, `2 min`, `1 h 5 min`. Pure.
 * @param {number} ms
 */
export function span(ms) {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  const rest = minutes % 60;
  return rest ? `${Math.floor(minutes / 60)} h ${rest} min` : `${Math.floor(minutes / 60)} h`;
}

/**
 * The exact time, as people of this browser write it.
 * @param {number} at
 */
export function exact(at) {
  return new Date(at).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'medium' });
}

/** @typedef {'ago' | 'for' | 'left'} TimeKind how a live time is shown: since when, for how long, how much is left */

/** @type {Map<HTMLElement, { at: number, kind: TimeKind, since: number }>} */
const living = new Map();
/** @type {ReturnType<typeof setInterval> | undefined} */
let beat;

/**
 * A `<time>` that keeps itself up to date as long as it is in the page.
 * @param {number} at
 * @param {TimeKind} kind
 * @returns {HTMLTimeElement}
 */
export function liveTime(at, kind) {
  const element = document.createElement('time');
  if (kind !== 'ago') element.className = 'number';
  setLiveTime(element, at, kind);
  return element;
}

/**
 * Makes a `<time>` tell another time.
 * @param {HTMLTimeElement} element
 * @param {number} at
 * @param {TimeKind} kind
 */
export function setLiveTime(element, at, kind) {
  const known = living.get(element);
  if (known && known.at === at && known.kind === kind) return;
  element.dateTime = new Date(at).toISOString();
  element.title = exact(at);
  living.set(element, { at, kind, since: Date.now() });
  show(element, at, kind);
  beat ??= setInterval(tick, 1000);
}

function tick() {
  for (const [element, { at, kind, since }] of living) {
    // An element that was made a moment ago may not be in the page yet.
    if (!element.isConnected && Date.now() - since > 10_000) living.delete(element);
    else show(element, at, kind);
  }
}

/**
 * @param {HTMLElement} element
 * @param {number} at
 * @param {TimeKind} kind
 */
function show(element, at, kind) {
  const text = kind === 'ago' ? ago(at, now()) : kind === 'for' ? clock(now() - at) : clock(at - now() + 999);
  if (element.textContent !== text) element.textContent = text;
}
