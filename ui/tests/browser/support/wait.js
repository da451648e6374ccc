/**
 * Waiting for conditions. No test waits for a time: it asks until something holds, and fails with words when it does not.
 */

/** How long a condition may take on a busy machine. */
export const PATIENCE_MS = 15_000;

/** The pause between two questions. */
const PAUSE_MS = 25;

/**
 * Asks until the answer is truthy, and gives it back. An exception counts as "no", and is the reason in the end.
 *
 * @template T
 * @param {string} what the condition in words, for the failure
 * @param {() => T | Promise<T>} ask
 * @param {number} [patienceMs]
 * @returns {Promise<NonNullable<T>>}
 */
export async function until(what, ask, patienceMs = PATIENCE_MS) {
  const end = Date.now() + patienceMs;
  /** @type {unknown} */
  let last;
  for (;;) {
    try {
      const answer = await ask();
      if (answer) return answer;
      last = answer;
    } catch (error) {
      last = error;
    }
    if (Date.now() > end) throw new Error(`waited ${patienceMs} ms in vain for: ${what}`, { cause: last });
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
}

/**
 * Asks until the answer is what is wanted.
 *
 * @template T
 * @param {string} what
 * @param {() => T | Promise<T>} ask
 * @param {T} wanted compared as JSON
 * @returns {Promise<void>}
 */
export async function untilEqual(what, ask, wanted) {
  /** @type {T | undefined} */
  let last;
  try {
    await until(what, async () => {
      last = await ask();
      return JSON.stringify(last) === JSON.stringify(wanted);
    });
  } catch (error) {
    const said = `${what}: expected ${JSON.stringify(wanted)}, is ${JSON.stringify(last)}`;
    throw new Error(said, { cause: error instanceof Error ? error.cause : error });
  }
}
