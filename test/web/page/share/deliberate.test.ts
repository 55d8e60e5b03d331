/** A press on "Run" of the consent dialog counts only when its reader has had a look, and presses again. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { enableOnceSeen, ignoreHeldKeys, LOOK_MS } from '../../../../web/page/share/deliberate.ts';

let view = new EventTarget();
const visible = (): EventTarget & { visibilityState: string; hasFocus: () => boolean } =>
  Object.assign(new EventTarget(), { visibilityState: 'visible', hasFocus: () => true });
let page = visible();
let over = new AbortController();

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  view = new EventTarget();
  page = visible();
  over = new AbortController();
  vi.stubGlobal('addEventListener', view.addEventListener.bind(view));
  vi.stubGlobal('document', page);
});

afterEach(() => {
  vi.useRealTimers();
});

/** A button that is looked at from now on. */
function button(): { disabled: boolean } {
  const made = { disabled: false };
  enableOnceSeen(made as HTMLButtonElement, over.signal);
  return made;
}

test('a button can be pressed once the page has been looked at for a second', () => {
  const run = button();
  vi.advanceTimersByTime(LOOK_MS - 1);
  expect(run.disabled).toBe(true);
  vi.advanceTimersByTime(1);
  expect(run.disabled).toBe(false);
});

test.each(['focus', 'blur', 'pageshow', 'visibilitychange'])('the second begins again with %s', (name) => {
  const run = button();
  const change = (): boolean => (name === 'visibilitychange' ? page : view).dispatchEvent(new Event(name));
  vi.advanceTimersByTime(LOOK_MS - 1);
  change();
  vi.advanceTimersByTime(LOOK_MS - 1);
  expect(run.disabled).toBe(true);
  vi.advanceTimersByTime(1);
  expect(run.disabled).toBe(false);
  change();
  expect(run.disabled).toBe(true);
});

test('a page that is hidden, or has not the focus, is not looked at', () => {
  page.visibilityState = 'hidden';
  const hidden = button();
  page.visibilityState = 'visible';
  page.hasFocus = () => false;
  const behind = button();
  vi.advanceTimersByTime(10 * LOOK_MS);
  expect([hidden.disabled, behind.disabled]).toEqual([true, true]);
  page.hasFocus = () => true;
  view.dispatchEvent(new Event('focus'));
  vi.advanceTimersByTime(LOOK_MS);
  expect([hidden.disabled, behind.disabled]).toEqual([false, false]);
});

test('once the question is over, no button of it can be pressed', () => {
  const waiting = button();
  over.abort();
  const late = button();
  vi.advanceTimersByTime(10 * LOOK_MS);
  for (const name of ['focus', 'blur', 'pageshow']) view.dispatchEvent(new Event(name));
  page.dispatchEvent(new Event('visibilitychange'));
  vi.advanceTimersByTime(10 * LOOK_MS);
  expect([waiting.disabled, late.disabled]).toEqual([true, true]);
});

test.each([
  ['Enter', true, true],
  [' ', true, true],
  ['Enter', false, false],
  [' ', false, false],
  ['ArrowDown', true, false],
])('of a key %j, held: %j, the press is ignored: %j', (key, repeat, isIgnored) => {
  const dialog = new EventTarget();
  ignoreHeldKeys(dialog as HTMLElement);
  const event = Object.assign(new Event('keydown', { cancelable: true }), { key, repeat });
  dialog.dispatchEvent(event);
  expect(event.defaultPrevented).toBe(isIgnored);
});
