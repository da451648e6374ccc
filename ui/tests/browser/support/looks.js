/**
 * What is checked of a page's looks: axe-core, room, focus; and the pictures for the documents.
 */
import assert from 'node:assert/strict';
import { mkdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

/** @typedef {import("playwright-core").Page} Page */
/** @typedef {import("playwright-core").Locator} Locator */

const AXE = readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Where the pictures of the documents are. */
const IMAGES = fileURLToPath(new URL('../../../../docs/images/', import.meta.url));

/** What axe-core calls grave. */
const GRAVE = ['serious', 'critical'];

/**
 * Fails when axe-core finds anything serious on the page as it is. The source is evaluated by the browser's debugger,
 * which the page's policy does not concern.
 *
 * @param {Page} page
 * @param {string} state what the page shows, in words
 * @param {string} [within] a selector, when the rest of the page is not ours
 */
export async function findsNothingSerious(page, state, within) {
  await page.evaluate(await AXE);
  const found = await page.evaluate(async (selector) => {
    const { axe } = /** @type {any} */ (globalThis);
    const { violations } = await axe.run(selector ?? document, { resultTypes: ['violations'] });
    return /** @type {any[]} */ (violations).map(({ id, impact, help, nodes }) => ({
      id,
      impact,
      help,
      where: nodes.map((/** @type {any} */ node) => `${node.target.flat().join(' ')} ${node.any[0]?.message ?? ''}`),
    }));
  }, within);
  const grave = found.filter(({ impact }) => GRAVE.includes(impact));
  assert.deepEqual(grave, [], `axe-core on ${state}`);
}

/**
 * Fails when the page can be scrolled sideways, or something that can be used is beside the screen.
 *
 * @param {Page} page
 * @param {string} state
 */
export async function fitsTheWidth(page, state) {
  const { scroll, client } = await page.evaluate(() => ({
    scroll: document.documentElement.scrollWidth,
    client: document.documentElement.clientWidth,
  }));
  assert.ok(scroll <= client, `${state} is ${scroll} px wide on a screen of ${client} px`);
  await reachesEveryControl(page, state);
}

/**
 * Fails when what is seen of an element reaches out of another. What an ancestor cuts off is not seen.
 *
 * @param {Locator} inner
 * @param {Locator} outer
 * @param {string} what
 */
export async function staysWithin(inner, outer, what) {
  const box = await outer.boundingBox();
  assert.ok(box, `${what}: the box is there`);
  const outside = await inner.evaluateAll((elements, { x, width }) => {
    /** @param {Element} element */
    const seen = (element) => {
      let { left, right } = element.getBoundingClientRect();
      for (let around = element.parentElement; around; around = around.parentElement) {
        if (getComputedStyle(around).overflowX === 'visible') continue;
        const cut = around.getBoundingClientRect();
        left = Math.max(left, cut.left);
        right = Math.min(right, cut.right);
      }
      return { left, right };
    };
    const reachesOut = (/** @type {Element} */ element) => {
      const { left, right } = seen(element);
      return right > left && (left < x - 1 || right > x + width + 1);
    };
    return elements.filter(reachesOut).map((element) => element.outerHTML.slice(0, 300));
  }, box);
  assert.deepEqual(outside, [], `${what}: outside of ${box.x} to ${box.x + box.width}`);
}

/**
 * Fails when some of an element's content is cut off or can only be reached by scrolling sideways.
 *
 * @param {Locator} elements
 * @param {string} what
 */
export async function isWhole(elements, what) {
  const cut = await elements.evaluateAll((all) =>
    all
      .filter(({ clientWidth, scrollWidth }) => clientWidth > 1 && scrollWidth > clientWidth + 1)
      .map((element) => `${element.scrollWidth} px in ${element.clientWidth} px: ${element.outerHTML.slice(0, 300)}`),
  );
  assert.deepEqual(cut, [], `${what}: some of it is cut off`);
}

/**
 * Fails when something that can be pressed or filled in is not wholly on the screen, as to its width.
 *
 * @param {Page} page
 * @param {string} state
 */
async function reachesEveryControl(page, state) {
  const controls = page.locator('button:visible, a:visible, input:visible, select:visible, textarea:visible');
  const outside = await controls.evaluateAll((all) =>
    all
      .filter((element) => {
        const { left, right, width } = element.getBoundingClientRect();
        return width > 1 && (left < -1 || right > document.documentElement.clientWidth + 1);
      })
      .map((element) => element.outerHTML.slice(0, 200)),
  );
  assert.deepEqual(outside, [], `${state}: not on the screen`);
}

/**
 * Walks with the Tab key and fails when something that has the focus does not show it: neither it nor what is around it
 * looks other than without.
 *
 * @param {Page} page
 * @param {string} state
 * @param {number} steps
 */
export async function showsTheFocus(page, state, steps) {
  for (let step = 0; step < steps; step += 1) {
    await page.keyboard.press('Tab');
    const unseen = await page.evaluate(() => {
      /** @type {Element | null} */
      let element = document.activeElement;
      while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
      if (!(element instanceof HTMLElement) || element === document.body) return '';
      /** @type {Element[]} */
      const around = [];
      for (let one = /** @type {Element | null} */ (element); one && around.length < 4; one = one.parentElement)
        around.push(one);
      around.push(...element.querySelectorAll('*'), ...[element.nextElementSibling].filter((one) => one !== null));
      const looks = () =>
        JSON.stringify(
          around.flatMap((one) =>
            [undefined, '::before', '::after'].map((part) => {
              const style = getComputedStyle(one, part);
              const outline = style.outlineStyle === 'none' ? '' : `${style.outlineWidth} ${style.outlineColor}`;
              return [outline, style.boxShadow, style.borderColor, style.backgroundColor];
            }),
          ),
        );
      const focused = looks();
      element.blur();
      const blurred = looks();
      element.focus();
      return focused === blurred ? element.outerHTML.slice(0, 200) : '';
    });
    assert.equal(unseen, '', `the focus is not seen on ${state}`);
  }
}

/**
 * A picture for the documents, made only when pictures are asked for, so that tests leave the tree as it is.
 *
 * @param {Page} page
 * @param {string} name without `.png`
 * @param {import("playwright-core").PageScreenshotOptions} [options]
 */
export async function picture(page, name, options = {}) {
  if (process.env.HANDOVER_SCREENSHOTS !== '1') return;
  await mkdir(IMAGES, { recursive: true });
  await page.screenshot({ path: `${IMAGES}${name}.png`, animations: 'disabled', caret: 'hide', ...options });
}
