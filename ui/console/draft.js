/** Which draft stands when two devices write. Pure. */

/** @typedef {import('./chat.js').Draft} Draft */
/** @typedef {{ text: string, private: boolean, typedAt: number, dirty: boolean }} LocalDraft `dirty`: the server does not have it yet */

/** For how long after the last key a composer counts as being typed in. */
export const TYPING_MS = 2000;

/** @returns {LocalDraft} */
export const noDraft = () => ({ text: '', private: false, typedAt: 0, dirty: false });

/**
 * What the composer should hold when the server tells of a draft. The composer that is being typed in keeps its words.
 * @param {LocalDraft} local
 * @param {Draft | null} remote
 * @param {number} now
 * @returns {LocalDraft} the same object when nothing changes
 */
export function takeRemote(local, remote, now) {
  if (local.dirty || now - local.typedAt < TYPING_MS) return local;
  const text = remote?.text ?? '';
  const hidden = remote?.private ?? (text === '' ? local.private : false);
  if (text === local.text && hidden === local.private) return local;
  return { text, private: hidden, typedAt: 0, dirty: false };
}

/**
 * What to begin with after a reload: what this browser kept and the server never got wins when it is the younger.
 * @param {(Draft & { dirty: boolean }) | null} kept
 * @param {Draft | null} remote
 * @returns {LocalDraft}
 */
export function beginWith(kept, remote) {
  if (kept?.dirty && kept.at >= (remote?.at ?? 0)) return { text: kept.text, private: kept.private, typedAt: 0, dirty: true };
  if (remote) return { text: remote.text, private: remote.private, typedAt: 0, dirty: false };
  return noDraft();
}
