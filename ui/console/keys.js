/**
 * The keys. Letters go with Alt, so that they work while somebody writes and mean nothing by themselves; those that browsers use with
 * Alt (D, E, F, and B, H, S, T, V for menus, digits for tabs) are left to them.
 */

import { setting } from './kept.js';

/** @typedef {'acceptOrOnline' | 'next' | 'previous' | 'nextUnread' | 'composer' | 'note' | 'canned' | 'transfer' | 'end' | 'pin' | 'closeColumn' | 'list' | 'details' | 'online' | 'occupied' | 'devices' | 'keys'} Act */

/** @type {readonly { act: Act, keys: string[], label: string }[]} */
export const KEYS = [
  { act: 'acceptOrOnline', keys: ['F2'], label: 'Accept the chat that rings; after a missed one, go back Online' },
  { act: 'next', keys: ['Alt', '↓'], label: 'Next chat' },
  { act: 'previous', keys: ['Alt', '↑'], label: 'Previous chat' },
  { act: 'nextUnread', keys: ['Alt', 'U'], label: 'Next chat with something unread' },
  { act: 'list', keys: ['Alt', 'L'], label: 'To the list of chats' },
  { act: 'composer', keys: ['Alt', 'C'], label: 'Write in the open chat' },
  { act: 'note', keys: ['Alt', 'N'], label: 'Private note on or off' },
  { act: 'canned', keys: ['Alt', 'K'], label: 'Canned texts; or type / at the beginning of a word' },
  { act: 'transfer', keys: ['Alt', 'M'], label: 'Hand the chat over' },
  { act: 'end', keys: ['Alt', 'Q'], label: 'End the chat; once it has ended, close it' },
  { act: 'details', keys: ['Alt', 'I'], label: 'Details of the visitor' },
  { act: 'pin', keys: ['Alt', 'P'], label: 'Pin the chat to its column' },
  { act: 'closeColumn', keys: ['Alt', 'X'], label: 'Close the column' },
  { act: 'online', keys: ['Alt', 'O'], label: 'Online or Away' },
  { act: 'occupied', keys: ['Alt', 'J'], label: 'Occupied' },
  { act: 'devices', keys: ['Alt', 'Y'], label: 'My devices' },
  { act: 'keys', keys: ['?'], label: 'This sheet (while writing: Alt and /)' },
];

/** The key of an act, for a hint beside a button. @param {Act} act */
export const keysOf = (act) => KEYS.find((entry) => entry.act === act)?.keys ?? [];

/** For `aria-keyshortcuts`. @param {Act} act */
export const shortcutOf = (act) => keysOf(act).join('+').replace('↓', 'ArrowDown').replace('↑', 'ArrowUp');

/** @typedef {{ key: string, code: string, altKey: boolean, ctrlKey: boolean, metaKey: boolean, shiftKey: boolean }} Stroke */

/**
 * The act of a key stroke. Pure.
 * @param {Stroke} stroke
 * @param {{ writing: boolean, choosing: boolean }} where whether the focus is in a field, or in one that uses Alt and arrows itself
 * @returns {Act | null}
 */
export function actOf(stroke, { writing, choosing }) {
  if (stroke.ctrlKey || stroke.metaKey) return null;
  if (stroke.key === 'F2' && !stroke.altKey && !stroke.shiftKey) return 'acceptOrOnline';
  if (!stroke.altKey) return stroke.key === '?' && !writing ? 'keys' : null;
  if (stroke.shiftKey) return null;
  if (stroke.key === '/' || stroke.code === 'Slash') return 'keys';
  if (stroke.key === 'ArrowDown') return choosing ? null : 'next';
  if (stroke.key === 'ArrowUp') return choosing ? null : 'previous';
  // With Alt some layouts make another character; then the place of the key counts.
  const letter = /^[a-z]$/i.test(stroke.key) ? stroke.key.toUpperCase() : stroke.code.replace(/^Key/, '');
  return KEYS.find((entry) => entry.keys[0] === 'Alt' && entry.keys[1] === letter)?.act ?? null;
}

/**
 * @param {(act: Act) => boolean} run whether the act was done, and the key is not the browser's
 * @returns {() => void} stops listening
 */
export function listenToKeys(run) {
  /** @param {KeyboardEvent} event */
  const hear = (event) => {
    if (event.isComposing || event.defaultPrevented) return;
    const target = event.target instanceof HTMLElement ? event.target : document.body;
    const writing = target.matches('input:not([type=radio]):not([type=checkbox]), textarea, select, [contenteditable]');
    const act = actOf(event, { writing, choosing: target.matches('select') });
    // A key that is a character by itself can be switched off.
    if (act === 'keys' && !event.altKey && !setting('questionKey', true)) return;
    if (act && run(act)) event.preventDefault();
  };
  addEventListener('keydown', hear);
  return () => removeEventListener('keydown', hear);
}
