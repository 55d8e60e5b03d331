/** What goes wrong on the way from a link to its machine ends in a fresh one; and pages in pages of others. */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Scope } from '../../../../web/kit/scope.ts';
import { isLink, outgrowAddress } from '../../../../web/page/share/address.ts';
import { beginCopying } from '../../../../web/page/share/copying.ts';
import { enableOnceSeen, ignoreHeldKeys, LOOK_MS } from '../../../../web/page/share/deliberate.ts';
import { isFramed, isFramedByOthers } from '../../../../web/page/share/framed.ts';
import { Opening } from '../../../../web/page/share/opening.ts';

let scope = new Scope();
let view = new EventTarget();
const place = { hash: '', pathname: '/play/', search: '?lang=zh', reload: vi.fn<() => void>() };
const past = {
  state: undefined as unknown,
  address: '',
  replaceState(state: unknown, _: string, address?: string) {
    this.state = state;
    this.address = address ?? this.address;
  },
};

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  scope = new Scope();
  view = new EventTarget();
  place.reload.mockClear();
  Object.assign(past, { state: null, address: '' });
  vi.stubGlobal('window', view);
  vi.stubGlobal('location', place);
  vi.stubGlobal('history', past);
});

afterEach(() => {
  scope.end();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const LINK = `#${'x'.repeat(200)}`;

describe('the address', () => {
  test('holds a machine where it begins as a link does, or is as long as one', () => {
    expect(['#s1.abc', '#s2', LINK].map(isLink)).toEqual([true, true, true]);
    expect(['', '#', '#s', '#top', '#so1', 'x#s1', LINK.slice(0, -1)].map(isLink)).toEqual(Array(7).fill(false));
  });

  test('loses a link that does not hold any more, and nothing else', () => {
    place.hash = '#top';
    outgrowAddress();
    expect(past.address).toBe('');
    place.hash = '#s1.abc';
    outgrowAddress();
    expect(past.address).toBe('/play/?lang=zh');
  });
});

describe('opening a link', () => {
  function opening(): { readonly way: Opening; readonly given: string[] } {
    const given: string[] = [];
    return { way: new Opening(scope, (message) => void given.push(message)), given };
  }

  /** The page throws. Answers whether that was dealt with. */
  function thrown(error: unknown, type: 'error' | 'unhandledrejection' = 'error'): boolean {
    const event = Object.assign(new Event(type, { cancelable: true }), { error, reason: error });
    view.dispatchEvent(event);
    return event.defaultPrevented;
  }

  test('a worker that fails while it replays is given up, once; an ordinary one is not', () => {
    const { way, given } = opening();
    expect(way.failed('too early')).toBe(false);
    way.begin(false);
    expect(way.failed('no such app')).toBe(true);
    expect(way.failed('no such app')).toBe(false);
    expect(given).toEqual(['no such app']);
    way.begin(false);
    way.replayed();
    expect(way.failed('later')).toBe(false);
    expect(given).toHaveLength(1);
  });

  test('what is told of a machine that has come already ends no watch over the next one', () => {
    const { way } = opening();
    way.begin(false);
    for (let time = 0; time < 2; time += 1) way.replayed();
    way.begin(false);
    vi.advanceTimersByTime(10_000);
    expect(thrown(new RangeError('x'))).toBe(true);
  });

  test('an app that the reader has let run is left to be edited', () => {
    const { way, given } = opening();
    way.begin(true);
    expect([way.failed('SyntaxError'), given]).toEqual([false, []]);
    way.begin(false);
    expect(way.failed('x')).toBe(true);
  });

  test.each(['error', 'unhandledrejection'] as const)(
    'what the page throws then (%s) loads it without the link',
    (type) => {
      const { way } = opening();
      const error = new RangeError('x'.repeat(600));
      expect([thrown(error, type), place.reload.mock.calls.length]).toEqual([false, 0]);
      way.begin(false);
      expect(thrown(error, type)).toBe(true);
      expect([place.reload.mock.calls.length, past.address]).toEqual([1, '/play/?lang=zh']);
      expect(way.takeFault()).toBe(`RangeError: ${'x'.repeat(488)}`);
      expect([way.takeFault(), past.state]).toEqual([undefined, null]);
      // It does not watch any more.
      expect([thrown(error, type), place.reload.mock.calls.length]).toEqual([false, 1]);
    },
  );

  test('a note of the browser, or of an extension, is no error of the page', () => {
    const { way } = opening();
    way.begin(false);
    expect([thrown(undefined), thrown('ResizeObserver loop'), place.reload.mock.calls.length]).toEqual([
      false,
      false,
      0,
    ]);
  });

  test('the page is watched for a second after the machine has caught up', () => {
    const { way } = opening();
    way.replayed();
    way.begin(false);
    way.replayed();
    way.replayed();
    vi.advanceTimersByTime(999);
    expect(thrown(new Error('half drawn'))).toBe(true);
    way.begin(false);
    way.replayed();
    vi.advanceTimersByTime(1_000);
    expect(thrown(new Error('of something else'))).toBe(false);
  });

  test('another link begins its own time', () => {
    const { way } = opening();
    way.begin(false);
    way.replayed();
    vi.advanceTimersByTime(600);
    way.begin(false);
    vi.advanceTimersByTime(600);
    expect(thrown(new Error('while it replays'))).toBe(true);
    way.begin(false);
    way.end();
    expect([thrown(new Error('of another machine')), way.failed('x')]).toEqual([false, false]);
  });

  test.each([null, undefined, 7, 'glaswerkLinkFault', {}, { other: 1 }])(
    'a state of the history %j says nothing',
    (state) => {
      past.state = state;
      expect(opening().way.takeFault()).toBeUndefined();
      expect(past.state).toBe(state);
    },
  );
});

describe('a page in a page', () => {
  const inside = (parent: object | undefined, document: unknown = {}): Window => {
    const made: Record<string, unknown> = { document };
    made['parent'] = parent ?? made;
    return made as unknown as Window;
  };
  const foreign = (parent?: object): Window =>
    Object.defineProperty(inside(parent), 'document', {
      get: () => {
        throw new DOMException('Blocked', 'SecurityError');
      },
    });

  test('alone it is in none; in one of its own site it is in none of others', () => {
    const alone = inside(undefined);
    expect([isFramed(alone), isFramedByOthers(alone)]).toEqual([false, false]);
    const inner = inside(alone);
    expect([isFramed(inner), isFramedByOthers(inner)]).toEqual([true, false]);
  });

  test('another site is found at any height, also where its document is hidden without an error', () => {
    expect(isFramedByOthers(inside(foreign()))).toBe(true);
    expect(isFramedByOthers(inside(inside(foreign())))).toBe(true);
    expect(isFramedByOthers(inside(inside(inside(undefined, undefined) as never)))).toBe(false);
    const hidden = inside(undefined);
    Object.assign(hidden, { document: undefined });
    expect(isFramedByOthers(inside(hidden))).toBe(true);
  });
});

describe('a press that is meant', () => {
  function dialog(): {
    button: { disabled: boolean };
    page: EventTarget & { visibilityState: string; focused: boolean };
    over: AbortController;
    change: (type: string) => void;
  } {
    const page = Object.assign(new EventTarget(), {
      visibilityState: 'visible',
      focused: true,
      hasFocus: () => page.focused,
    });
    const globe = new EventTarget();
    vi.stubGlobal('document', page);
    vi.stubGlobal('addEventListener', globe.addEventListener.bind(globe));
    const [button, over] = [{ disabled: false }, new AbortController()];
    enableOnceSeen(button as HTMLButtonElement, over.signal);
    return { button, page, over, change: (type) => void globe.dispatchEvent(new Event(type)) };
  }

  test('counts once the page has been looked at for a second', () => {
    const { button } = dialog();
    vi.advanceTimersByTime(LOOK_MS - 1);
    expect(button.disabled).toBe(true);
    vi.advanceTimersByTime(1);
    expect(button.disabled).toBe(false);
  });

  test.each(['focus', 'blur', 'pageshow'])('waits again after %s', (type) => {
    const { button, change } = dialog();
    vi.advanceTimersByTime(LOOK_MS - 1);
    change(type);
    vi.advanceTimersByTime(LOOK_MS - 1);
    expect(button.disabled).toBe(true);
    vi.advanceTimersByTime(1);
    expect(button.disabled).toBe(false);
    change(type);
    expect(button.disabled).toBe(true);
  });

  test('does not count while the page is hidden or without the focus, or its question is over', () => {
    const { button, page, over, change } = dialog();
    page.visibilityState = 'hidden';
    page.dispatchEvent(new Event('visibilitychange'));
    vi.advanceTimersByTime(5 * LOOK_MS);
    expect(button.disabled).toBe(true);
    Object.assign(page, { visibilityState: 'visible', focused: false });
    page.dispatchEvent(new Event('visibilitychange'));
    vi.advanceTimersByTime(5 * LOOK_MS);
    expect(button.disabled).toBe(true);
    page.focused = true;
    change('focus');
    over.abort();
    vi.advanceTimersByTime(5 * LOOK_MS);
    change('focus');
    vi.advanceTimersByTime(5 * LOOK_MS);
    expect(button.disabled).toBe(true);
  });

  test('is none of a key that is held down', () => {
    const element = new EventTarget();
    ignoreHeldKeys(element as HTMLElement);
    const isIgnored = (key: string, repeat: boolean): boolean => {
      const event = Object.assign(new Event('keydown', { cancelable: true }), { key, repeat });
      element.dispatchEvent(event);
      return event.defaultPrevented;
    };
    expect([isIgnored('Enter', true), isIgnored(' ', true)]).toEqual([true, true]);
    expect([isIgnored('Enter', false), isIgnored(' ', false), isIgnored('ArrowDown', true)]).toEqual([
      ...[false, false, false],
    ]);
  });
});

describe('a copy that begins before its text', () => {
  class Item {
    readonly text: Promise<string>;
    constructor(parts: { 'text/plain': Promise<string> }) {
      this.text = parts['text/plain'];
    }
  }

  function clipboard(write: (text: string) => Promise<void>): void {
    vi.stubGlobal('ClipboardItem', Item);
    vi.stubGlobal('navigator', { clipboard: { write: async ([item]: [Item]) => write(await item.text) } });
  }

  test('has the text that it is given', async () => {
    const written: string[] = [];
    clipboard((text) => Promise.resolve(void written.push(text)));
    await beginCopying().give('the link');
    expect(written).toEqual(['the link']);
  });

  test('without a text, or where the clipboard is closed, says so to who gives it', async () => {
    clipboard(() => Promise.reject(new Error('closed')));
    await expect(beginCopying().give('the link')).rejects.toThrow('closed');
    await expect(beginCopying().give(undefined)).rejects.toMatchObject({ name: 'AbortError' });
    vi.stubGlobal('ClipboardItem', undefined);
    await expect(beginCopying().give('the link')).rejects.toThrow();
  });
});
