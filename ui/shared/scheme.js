/** The choice between light, dark and what the system says, kept on this browser. */

const KEPT = 'handover.scheme';

/** @typedef {'system' | 'light' | 'dark'} Scheme */

/** @returns {Scheme} */
export function scheme() {
  const kept = localStorage.getItem(KEPT);
  return kept === 'light' || kept === 'dark' ? kept : 'system';
}

/** @param {Scheme} wanted */
export function setScheme(wanted) {
  if (wanted === 'system') localStorage.removeItem(KEPT);
  else localStorage.setItem(KEPT, wanted);
  applyScheme();
}

/** Call it at the start of a page. */
export function applyScheme() {
  const wanted = scheme();
  if (wanted === 'system') delete document.documentElement.dataset['scheme'];
  else document.documentElement.dataset['scheme'] = wanted;
}
