/** What loads links, and when: an address that brings one, a press on Share, a machine that is kept for a reload. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { Events } from '../../../../web/kit/events.ts';
import type { Face } from '../../../../web/kit/face.ts';
import { Scope } from '../../../../web/kit/scope.ts';
import type { Sharing as Class } from '../../../../web/page/share/sharing.ts';
import type { ViewParts } from '../../../../web/page/viewing.ts';
import { KEPT_MOMENT } from '../../../../web/session/kept-name.ts';
import type { Shared } from '../../../../web/session/share-link.ts';
import { ENGLISH } from '../../../../web/texts/texts.ts';

/** What the parts were told to do; and whether the chunk of links can be loaded. */
const parts = vi.hoisted(() => ({ did: [] as unknown[][], isMissing: false }));

vi.mock(import('../../../../web/page/share/links.ts'), () => {
  const note =
    (...what: readonly unknown[]) =>
    (...more: readonly unknown[]) =>
      void parts.did.push([...what, ...more]);
  class Links {
    open = note('open');
    share = note('share');
  }
  class Staying {
    keep = note('keep');
    offer = note('offer');
  }
  return { Links, Staying, viewOf: () => ({ tab: 'wsgi' }), restoreView: note('restore') } as never;
});
vi.mock(import('../../../../web/page/share/copying.ts'), () => {
  let count = 0;
  const beginCopying = (): object => {
    const number = (count += 1);
    return { number, give: (text: unknown) => Promise.resolve(void parts.did.push(['give', number, text])) };
  };
  return { beginCopying } as never;
});
vi.mock(import('../../../../web/page/share/notice.ts'), () => {
  class Notice {
    readonly say = (text: string, tone: string): void => void parts.did.push(['say', text, tone]);
  }
  return { Notice } as never;
});
vi.mock(import('../../../../web/kit/lazy.ts'), () => {
  const lazily = (load: () => Promise<unknown>) => () =>
    parts.isMissing ? Promise.reject(new TypeError('no network')) : load();
  return { lazily } as never;
});

/** Files share their modules: here they are others, and gone afterwards. */
let Sharing: typeof Class;
beforeAll(async () => {
  vi.resetModules();
  ({ Sharing } = await import('../../../../web/page/share/sharing.ts'));
}, 60_000);
afterAll(() => void vi.resetModules());

let scope = new Scope();
let view = new EventTarget();
let stored = new Map<string, string>();
const place = { hash: '', pathname: '/play/', search: '' };
const LINK = '#s1.abc';
const SHARED = { app: 'hello' } as unknown as Shared;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  scope = new Scope();
  view = new EventTarget();
  stored = new Map();
  place.hash = '';
  Object.assign(parts, { did: [], isMissing: false });
  vi.stubGlobal('window', view);
  vi.stubGlobal('location', place);
  vi.stubGlobal('history', { state: null, replaceState: (_: unknown, __: string, to: string) => did('address', to) });
  vi.stubGlobal('document', { createElement: () => ({ hidden: false }) });
  vi.stubGlobal('sessionStorage', { getItem: (key: string) => stored.get(key) ?? null });
});

afterEach(() => {
  scope.end();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const did = (...what: readonly unknown[]): void => void parts.did.push([...what]);

function sharing(): { readonly sharing: Class; readonly late: string[] } {
  const late: string[] = [];
  const face = {
    ...{ scope, texts: ENGLISH },
    late: (name: string, load: () => Promise<never>, use: (part: never) => void) => {
      late.push(name);
      void load().then(use);
    },
  };
  return {
    sharing: new Sharing(face as unknown as Face, { boot: () => did('boot'), open: () => did('machine') }),
    late,
  };
}

const done = (): Promise<void> => vi.dynamicImportSettled();

describe('an address', () => {
  test('that brings a machine has it opened, and any other is none', async () => {
    const { sharing: page } = sharing();
    place.hash = '#top';
    expect(await page.openAddress()).toBe(false);
    place.hash = LINK;
    expect(await page.openAddress()).toBe(true);
    expect(parts.did).toEqual([['open', LINK]]);
  });

  test('that changes into a link is opened too', async () => {
    sharing();
    place.hash = '#top';
    view.dispatchEvent(new Event('hashchange'));
    place.hash = LINK;
    view.dispatchEvent(new Event('hashchange'));
    await vi.waitFor(() => expect(parts.did).toEqual([['open', LINK]]));
  });

  test('whose link cannot be opened now says so, and the next try loads it again', async () => {
    const { sharing: page } = sharing();
    place.hash = LINK;
    parts.isMissing = true;
    expect(await page.openAddress()).toBe(false);
    expect(parts.did).toEqual([['say', ENGLISH.say('share.missing.opened'), 'bad']]);
    Object.assign(parts, { did: [], isMissing: false });
    expect(await page.openAddress()).toBe(true);
    expect(parts.did).toEqual([['open', LINK]]);
  });

  test('is told of what went wrong before the page was loaded again', async () => {
    const { sharing: page } = sharing();
    vi.stubGlobal('history', { state: { glaswerkLinkFault: 'RangeError: deep' }, replaceState: () => undefined });
    expect(await page.openAddress()).toBe(false);
    expect(parts.did).toEqual([['say', ENGLISH.say('share.refused', { reason: 'RangeError: deep' }), 'bad']]);
  });
});

describe('a link whose machine does not come', () => {
  test('is refused: its words go, and the address forgets it', () => {
    const { sharing: page } = sharing();
    page.words.hidden = false;
    page.opening.begin(false);
    page.refused('no such client');
    expect(page.words.hidden).toBe(true);
    expect(parts.did).toEqual([
      ['say', ENGLISH.say('share.refused', { reason: 'no such client' }), 'bad'],
      ['address', '/play/'],
    ]);
    // It is not waited for any more.
    expect(page.opening.failed('later')).toBe(false);
  });

  test('because its worker fails is told, and a fresh machine takes its place', () => {
    const { sharing: page } = sharing();
    page.opening.begin(false);
    expect(page.opening.failed('too deep')).toBe(true);
    expect(parts.did.map(([what]) => what)).toEqual(['say', 'address', 'boot']);
  });

  test('because another one is made is not spoken of, nor are the words of its author', () => {
    const { sharing: page } = sharing();
    page.words.hidden = false;
    page.opening.begin(false);
    page.left();
    expect([page.words.hidden, page.opening.failed('x'), parts.did]).toEqual([true, false, []]);
  });
});

describe('a press on Share', () => {
  test('copies the link of the machine, with what is looked at', async () => {
    const { sharing: page } = sharing();
    page.prepare();
    await page.share(SHARED, 'source', {} as ViewParts);
    expect(parts.did).toEqual([
      ['share', { app: 'hello', view: { tab: 'wsgi' } }, 'source', expect.objectContaining({ number: 1 })],
    ]);
    page.prepare();
    await page.share(SHARED, undefined, undefined);
    expect(parts.did[1]).toEqual(['share', { app: 'hello', view: undefined }, undefined, expect.anything()]);
  });

  test('that comes again ends the copy that has no text yet; a link without a press copies nothing', async () => {
    const { sharing: page } = sharing();
    page.prepare();
    page.prepare();
    expect(parts.did).toEqual([['give', expect.any(Number), undefined]]);
    await page.share(SHARED, undefined, undefined);
    await page.share(SHARED, undefined, undefined);
    expect(parts.did.map(([what]) => what)).toEqual(['give', 'share']);
  });

  test('without what makes links says so', async () => {
    const { sharing: page } = sharing();
    parts.isMissing = true;
    page.prepare();
    await vi.waitFor(() => expect(parts.did).toEqual([['say', ENGLISH.say('share.missing.made'), 'bad']]));
    await page.share(SHARED, undefined, {} as ViewParts);
    expect(new Set(parts.did.map(([, text]) => text))).toEqual(new Set([ENGLISH.say('share.missing.made')]));
  });
});

test('what was looked at is looked at again, unless the page has gone by then', async () => {
  const { sharing: page } = sharing();
  const seen = { of: 'the page' } as unknown as ViewParts;
  await page.restoreView({ tab: 'wsgi' }, seen);
  expect(parts.did).toEqual([['restore', { tab: 'wsgi' }, seen]]);
  const late = page.restoreView({ tab: 'log' }, seen);
  scope.end();
  await late;
  expect(parts.did).toHaveLength(1);
});

describe('a machine is kept for a reload', () => {
  function staying(mayOffer: boolean): { readonly events: Events<Record<string, undefined>>; readonly late: string[] } {
    const { sharing: page, late } = sharing();
    const events = new Events<Record<string, undefined>>();
    const session = { on: (...args: Parameters<typeof events.on>) => events.on(...args) };
    page.stay({ session } as unknown as ViewParts, mayOffer);
    return { events, late };
  }

  test('a second after the first input, once', async () => {
    const { events, late } = staying(false);
    events.emit('changed', undefined);
    events.emit('changed', undefined);
    vi.advanceTimersByTime(999);
    expect(late).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(late).toEqual(['share.stay.missing']);
    await done();
    expect(parts.did).toEqual([['keep']]);
    events.emit('changed', undefined);
    vi.advanceTimersByTime(5_000);
    expect(late).toHaveLength(1);
  });

  test('but not where another machine has come meanwhile, until there is an input to that', () => {
    const { events, late } = staying(false);
    events.emit('changed', undefined);
    vi.advanceTimersByTime(600);
    events.emit('reset', undefined);
    vi.advanceTimersByTime(5_000);
    expect(late).toEqual([]);
    events.emit('changed', undefined);
    vi.advanceTimersByTime(1_000);
    expect(late).toHaveLength(1);
  });

  test('and offered after it where it may be, and there is one', async () => {
    expect(staying(true).late).toEqual([]);
    stored.set(KEPT_MOMENT, '{}');
    expect(staying(false).late).toEqual([]);
    const { events, late } = staying(true);
    expect(late).toHaveLength(1);
    await done();
    expect(parts.did).toEqual([['offer']]);
    // What was loaded keeps it from then on.
    events.emit('changed', undefined);
    vi.advanceTimersByTime(5_000);
    expect(late).toHaveLength(1);
  });

  test('and a browser that refuses its storage has nothing to offer', () => {
    vi.stubGlobal('sessionStorage', {
      getItem: () => {
        throw new DOMException('denied', 'SecurityError');
      },
    });
    expect(staying(true).late).toEqual([]);
  });
});
