// Lets a test inside the extension host use the keyboard and the mouse and take pictures: it leaves a request file, the launcher answers.

import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

/** @typedef {import('playwright-core').Page} Page */

/**
 * @typedef {object} Place Where the mouse goes: one of the two has to be given.
 * @property {string} [selectorText] Text to look for, first in the lines of the editors, then anywhere.
 * @property {string} [selector] A selector as Playwright takes it.
 * @property {number} [nth] Which of several places, from zero.
 */

/**
 * @typedef {object} Action One of these.
 * @property {readonly string[]} [keys] Keys to press one after the other, such as `Control+Shift+P`.
 * @property {string} [type] Text to type.
 * @property {Place} [hover] Where to rest the mouse until a hover shows.
 * @property {Place} [move] Where to rest the mouse, whatever shows.
 * @property {Place} [click]
 * @property {Place} [waitFor] What has to show.
 * @property {number} [wait] Milliseconds.
 */

/**
 * @typedef {object} Request
 * @property {readonly Action[]} [actions]
 * @property {boolean} [picture] False when no picture is wanted.
 * @property {{ x: number, y: number, width: number, height: number }} [clip] The part of the window for the picture.
 */

/**
 * Makes the folder ready for a run: an answer of an earlier run would be taken for one of this run.
 *
 * @param {string} folder
 */
export function forgetAnswers(folder) {
  mkdirSync(folder, { recursive: true });
  const isOld = /\.(?:request|answering|answer)$/u;
  for (const name of readdirSync(folder).filter((file) => isOld.test(file))) rmSync(join(folder, name));
}

/**
 * Answers requests until it is told to stop. `NAME.request` holds a {@link Request} as JSON, or nothing for a mere
 * picture; it is answered by `NAME.png` and then `NAME.answer`, which holds `{"ok":true}` or `{"ok":false,"error":…}`.
 *
 * @param {Page} page
 * @param {string} folder
 * @param {AbortSignal} signal
 * @returns {Promise<void>}
 */
export async function answerRequests(page, folder, signal) {
  while (!signal.aborted) {
    const names = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.request')) : [];
    for (const file of names.sort()) await answer(page, folder, file.slice(0, -'.request'.length));
    await delay(50);
  }
}

/**
 * @param {Page} page
 * @param {string} folder
 * @param {string} name
 * @returns {Promise<void>}
 */
async function answer(page, folder, name) {
  const file = join(folder, `${name}.request`);
  /** @type {{ ok: boolean, error?: string }} */
  let result = { ok: true };
  /** @type {Request} */
  let request = {};
  try {
    request = await readRequest(file);
    for (const action of request.actions ?? []) await act(page, action);
  } catch (error) {
    result = { ok: false, error: error instanceof Error ? error.message : String(error) };
  }
  try {
    if (request.picture !== false) {
      const clip = request.clip === undefined ? {} : { clip: request.clip };
      await page.screenshot({ path: join(folder, `${name}.png`), animations: 'disabled', ...clip });
    }
  } catch (error) {
    result = { ok: false, error: error instanceof Error ? error.message : String(error) };
  }
  rmSync(file, { force: true });
  // Renamed into place, so that the test never reads half an answer.
  writeFileSync(join(folder, `${name}.answering`), JSON.stringify(result));
  renameSync(join(folder, `${name}.answering`), join(folder, `${name}.answer`));
}

/**
 * A request that cannot be read may still be being written, so it is read again for a second.
 *
 * @param {string} file
 * @returns {Promise<Request>}
 */
async function readRequest(file) {
  for (let tries = 0; ; tries++) {
    const text = readFileSync(file, 'utf8').trim();
    try {
      if (text !== '' || tries >= 2) return text === '' ? {} : JSON.parse(text);
    } catch (error) {
      if (tries >= 20) throw error;
    }
    await delay(50);
  }
}

/**
 * @param {Page} page
 * @param {Action} action
 * @returns {Promise<void>}
 */
async function act(page, action) {
  for (const key of action.keys ?? []) await page.keyboard.press(key);
  if (action.type !== undefined) await page.keyboard.type(action.type);
  if (action.waitFor !== undefined) await findPlace(page, action.waitFor);
  if (action.wait !== undefined) await delay(action.wait);
  if (action.move !== undefined) await moveTo(page, action.move);
  if (action.click !== undefined) {
    const { x, y } = await findPlace(page, action.click);
    await page.mouse.click(x, y);
  }
  if (action.hover !== undefined) {
    await moveTo(page, action.hover);
    await page.locator('.monaco-hover:not(.hidden)').first().waitFor({ state: 'visible', timeout: 5000 });
    // The hover grows while parts of it arrive.
    await delay(400);
  }
}

/**
 * Small steps, as a hand would: a hover needs to see the mouse come.
 *
 * @param {Page} page
 * @param {Place} place
 * @returns {Promise<void>}
 */
async function moveTo(page, place) {
  const { x, y } = await findPlace(page, place);
  await page.mouse.move(x + 3, y + 2);
  await page.mouse.move(x, y, { steps: 4 });
}

/**
 * @param {Page} page
 * @param {Place} place
 * @returns {Promise<{ x: number, y: number }>} The middle of the place.
 * @throws {Error} When it does not show within five seconds.
 */
async function findPlace(page, place) {
  const nth = place.nth ?? 0;
  const deadline = Date.now() + 5000;
  while (Date.now() < deadline) {
    const found =
      place.selector === undefined
        ? await findText(page, place.selectorText ?? '', nth)
        : await page
            .locator(place.selector)
            .nth(nth)
            .boundingBox({ timeout: 200 })
            .catch(() => null);
    if (found !== null) return { x: found.x + found.width / 2, y: found.y + found.height / 2 };
    await delay(100);
  }
  throw new Error(`nothing to see of ${JSON.stringify(place)}`);
}

/**
 * An editor's line is many elements, one a colour, with hard spaces; so the text is looked for in the whole line.
 *
 * @param {Page} page
 * @param {string} text
 * @param {number} nth
 * @returns {Promise<{ x: number, y: number, width: number, height: number } | null>}
 */
async function findText(page, text, nth) {
  const inEditor = await page.evaluate(findTextInEditors, { text, nth });
  if (inEditor !== null) return inEditor;
  // A report is a page in a frame in a frame; places in it count from the window's corner all the same.
  for (const frame of page.frames()) {
    const elsewhere = frame.getByText(text).filter({ visible: true }).nth(nth);
    const place = await elsewhere.boundingBox({ timeout: 200 }).catch(() => null);
    if (place !== null) return place;
  }
  return null;
}

/**
 * Runs in the page, hence knows nothing of this file.
 *
 * @param {{ text: string, nth: number }} wanted
 * @returns {{ x: number, y: number, width: number, height: number } | null}
 */
function findTextInEditors({ text, nth }) {
  const root = /** @type {any} */ (globalThis).document;
  let left = nth;
  const lines = [...root.querySelectorAll('.monaco-editor .view-line')].sort(
    (a, b) => a.getBoundingClientRect().top - b.getBoundingClientRect().top,
  );
  for (const line of lines) {
    const walker = root.createTreeWalker(line, 4);
    const nodes = [];
    while (walker.nextNode()) nodes.push(walker.currentNode);
    const whole = nodes
      .map((node) => node.data)
      .join('')
      .replaceAll('\u00a0', ' ');
    for (let at = whole.indexOf(text); at >= 0; at = whole.indexOf(text, at + 1)) {
      if (left-- > 0) continue;
      const range = root.createRange();
      let start = 0;
      for (const node of nodes) {
        const end = start + node.data.length;
        if (at >= start && at < end) range.setStart(node, at - start);
        if (at + text.length > start && at + text.length <= end) range.setEnd(node, at + text.length - start);
        start = end;
      }
      const { x, y, width, height } = range.getBoundingClientRect();
      return { x, y, width, height };
    }
  }
  return null;
}
