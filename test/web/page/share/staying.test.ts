/** A machine that is kept for a reload of its tab: when it is kept, when it is offered, and what may come back. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Machine, preset } from '../../../../src/index.ts';
import type { WsgiApp } from '../../../../src/index.ts';
import type { Face } from '../../../../web/kit/face.ts';
import { Scope } from '../../../../web/kit/scope.ts';
import type { Notice, NoticeOffers } from '../../../../web/page/share/notice.ts';
import { Staying } from '../../../../web/page/share/staying.ts';
import type { ViewParts } from '../../../../web/page/viewing.ts';
import { KEPT_MOMENT } from '../../../../web/session/kept-name.ts';
import type { KeptMoment } from '../../../../web/session/kept-moment.ts';
import { encodeLink } from '../../../../web/session/share-link.ts';
import { ENGLISH } from '../../../../web/texts/texts.ts';
import { bootedPage, stubFrames } from '../../../support/session-page.ts';
import type { SessionPage } from '../../../support/session-page.ts';
import { askForConsent, viewOf } from '../../../support/share-doubles.ts';

vi.mock(import('../../../../web/page/viewing.ts'), () => import('../../../support/share-doubles.ts') as never);
vi.mock(import('../../../../web/page/share/consent.ts'), () => import('../../../support/share-doubles.ts'));

const GET = 'GET / HTTP/1.0\r\n\r\n';
const machine = new Machine({ app: preset('hello')?.app as WsgiApp, server: 'threaded' });
machine.run();
const SHARED = {
  ...{ app: 'hello', scenario: machine.scenario, cursor: undefined, held: undefined, breakpoints: [], isAsking: false },
};
const SOURCE = 'export default (environ, startResponse) => { startResponse("200 OK", []); return []; };';

let scope = new Scope();
let stored = new Map<string, string>();
let view = new EventTarget();
let page = Object.assign(new EventTarget(), { hidden: false });
const place = { hash: '' };

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  scope = new Scope();
  stored = new Map();
  view = new EventTarget();
  page = Object.assign(new EventTarget(), { hidden: false });
  place.hash = '';
  askForConsent.mockReset();
  viewOf.mockReturnValue({ tab: 'wsgi' });
  stubFrames();
  vi.stubGlobal('window', view);
  vi.stubGlobal('document', page);
  vi.stubGlobal('location', place);
  vi.stubGlobal('sessionStorage', {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, text: string) => void stored.set(key, text),
    removeItem: (key: string) => void stored.delete(key),
  });
});

afterEach(() => {
  scope.end();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

interface Stay extends SessionPage {
  readonly staying: Staying;
  readonly said: { readonly text: string; readonly tone: string; readonly offers: NoticeOffers }[];
  /** Whether the notice is shown: what was said last has not been taken back. */
  readonly notice: { isShown: boolean };
  readonly opened: unknown[][];
}

/** A page with a machine of its own. */
async function stay(): Promise<Stay> {
  const made = await bootedPage(scope);
  const said: Stay['said'] = [];
  const notice = {
    isShown: false,
    say(text: string, tone: string, offers: NoticeOffers = {}) {
      this.isShown = true;
      said.push({ text, tone, offers });
      return () => (this.isShown = false);
    },
    hide() {
      this.isShown = false;
    },
  };
  const opened: unknown[][] = [];
  const face = { scope, texts: ENGLISH } as unknown as Face;
  const parts = { session: made.session, clients: { clients: made.clients } } as unknown as ViewParts;
  const port = { boot: () => undefined, open: (...what: readonly unknown[]) => void opened.push([...what]) };
  const staying = new Staying(face, parts, port, notice as unknown as Notice);
  return { ...made, staying, said, notice, opened };
}

const kept = (): KeptMoment | undefined => {
  const text = stored.get(KEPT_MOMENT);
  return text === undefined ? undefined : (JSON.parse(text) as KeptMoment);
};
const arrived = (holds: () => void): Promise<void> => vi.waitFor(holds, { timeout: 20_000, interval: 5 });

/** A machine that is kept after a request. */
async function used(): Promise<Stay> {
  const made = await stay();
  made.clients.active.sendText(GET);
  await made.link.settle();
  await arrived(() => {
    made.link.rest();
    expect(kept()).not.toBeUndefined();
  });
  return made;
}

/** A machine is kept; the page was loaded again. */
async function again(keep: Partial<KeptMoment> = {}): Promise<Stay> {
  scope.end();
  scope = new Scope();
  const link = await encodeLink(SHARED);
  stored.set(
    KEPT_MOMENT,
    JSON.stringify({ link, cursor: 20, length: 351, clients: 2, view: { tab: 'wsgi' }, ...keep }),
  );
  const made = await stay();
  made.staying.offer();
  return made;
}

test('a machine is kept after an input, and where the reader is when the page goes', async () => {
  const { session, clients } = await used();
  expect(kept()).toEqual({
    link: expect.stringMatching(/^#s/),
    length: session.log.length,
    clients: 1,
    view: { tab: 'wsgi' },
  });
  session.seek(20);
  clients.add();
  expect(kept()).toMatchObject({ clients: 1 });
  page.dispatchEvent(new Event('visibilitychange'));
  expect(kept()).toMatchObject({ clients: 1 });
  page.hidden = true;
  page.dispatchEvent(new Event('visibilitychange'));
  expect(kept()).toMatchObject({ cursor: 20, clients: 2 });
  session.seek(21);
  view.dispatchEvent(new Event('pagehide'));
  expect(kept()?.cursor).toBe(21);
});

test('what was not touched, and what the address brings, is not kept', async () => {
  const { staying, session, link } = await stay();
  view.dispatchEvent(new Event('pagehide'));
  expect(stored.size).toBe(0);
  place.hash = '#s1.abc';
  const keep = vi.spyOn(session, 'keep');
  staying.keep();
  vi.advanceTimersByTime(300);
  await link.settle();
  expect([keep.mock.calls.length, stored.size]).toEqual([0, 0]);
});

test('another machine ends it: nothing has been done to that', async () => {
  const { session, link } = await used();
  session.boot({ server: 'base' });
  await link.settle();
  expect(stored.size).toBe(0);
  view.dispatchEvent(new Event('pagehide'));
  expect(stored.size).toBe(0);
});

test('a fresh machine, to which nothing was done, leaves what was kept before to be offered', async () => {
  const { session, link } = await again();
  session.boot({ server: 'base' });
  await link.settle();
  expect(kept()?.length).toBe(351);
});

/** The machine has told what makes it again. */
const exported = ({ session }: Stay, source?: string, cursor = 1): void =>
  session.events.emit('exported', { shared: { ...SHARED, cursor }, source });

test('of two that are packed at the same time the newer one is kept', async () => {
  const made = await stay();
  const noise = Array.from({ length: 4_000 }, (_, line) => `// ${(line * 7_919 * 104_729).toString(36)}`).join('\n');
  exported(made, noise);
  exported(made);
  await arrived(() => expect(kept()?.link).toMatch(/^#s/));
  const first = kept()?.link ?? '';
  // The longer one takes longer; were it still under way, it would come now.
  await made.link.settle();
  await new Promise((resolve) => void setImmediate(resolve));
  expect([kept()?.link, first.length < 2_000]).toEqual([first, true]);
});

test('what is packed of the machine before is not kept of the one that has taken its place', async () => {
  const made = await stay();
  const noise = Array.from({ length: 4_000 }, (_, line) => `// ${(line * 7_919 * 104_729).toString(36)}`).join('\n');
  exported(made, noise);
  made.session.boot({ server: 'base' });
  exported(made);
  await arrived(() => expect(kept()?.link).toMatch(/^#s/));
  const first = kept()?.link ?? '';
  await encodeLink({ ...SHARED, scenario: { ...SHARED.scenario, app: { source: noise, language: 'typescript' } } });
  await vi.dynamicImportSettled();
  expect([kept()?.link, first.length < 2_000]).toEqual([first, true]);
});

test('what is packed when the address brings another one, or when the page has gone, is not kept', async () => {
  const made = await stay();
  exported(made);
  place.hash = '#s1.abc';
  await encodeLink({ ...SHARED, cursor: 2 });
  await vi.dynamicImportSettled();
  expect(stored.size).toBe(0);
  place.hash = '';
  exported(made);
  scope.end();
  await encodeLink({ ...SHARED, cursor: 2 });
  await vi.dynamicImportSettled();
  expect(stored.size).toBe(0);
});

test('a machine that no link can hold is not kept, nor is what it was before', async () => {
  const made = await used();
  let seed = 1;
  const noise = Array.from({ length: 150_000 }, () =>
    String.fromCharCode(33 + ((seed = Math.imul(seed, 48_271) >>> 0) % 90)),
  ).join('');
  exported(made, noise);
  await arrived(() => expect(stored.size).toBe(0));
});

test('after a reload it is offered, and comes back with its moment', async () => {
  const { said, notice, opened } = await again();
  const at = { step: 20, length: 351, count: 2 };
  expect(said).toMatchObject([{ text: ENGLISH.say('share.stay', at), tone: 'good' }]);
  said[0]?.offers.resume?.();
  expect(notice.isShown).toBe(false);
  await arrived(() => expect(opened).toHaveLength(1));
  expect(opened).toMatchObject([
    [
      { app: 'hello', source: undefined, server: 'threaded' },
      { cursor: 20, view: { tab: 'wsgi' }, isExample: true, isOwn: false },
    ],
  ]);
  expect(askForConsent).not.toHaveBeenCalled();
});

test('one that stood at its live end is offered with all its steps', async () => {
  const { said } = await again({ cursor: undefined });
  expect(said[0]?.text).toBe(ENGLISH.say('share.stay', { step: 351, length: 351, count: 2 }));
});

test('who does not want it, or does something else, is not offered it again', async () => {
  const { said, staying } = await again();
  said[0]?.offers.refuse?.();
  expect(stored.size).toBe(0);
  staying.offer();
  expect(said).toHaveLength(1);
  const busy = await again();
  expect(busy.notice.isShown).toBe(true);
  busy.clients.active.sendText(GET);
  await busy.link.settle();
  expect(busy.notice.isShown).toBe(false);
});

test('what the page has to say first is not talked over; what is none is forgotten', async () => {
  const { staying, said, notice } = await again({ length: -1 });
  expect([said, stored.size]).toEqual([[], 0]);
  stored.set(KEPT_MOMENT, '{"link": 7}');
  notice.isShown = true;
  staying.offer();
  expect([said, stored.size]).toEqual([[], 1]);
  notice.isShown = false;
  staying.offer();
  expect([said, stored.size]).toEqual([[], 0]);
});

test('a machine that cannot be made again says why, and is forgotten', async () => {
  const { said, opened } = await again({ link: '#s1.$$$' });
  said[0]?.offers.resume?.();
  await arrived(() => expect(said).toHaveLength(2));
  expect(said[1]).toMatchObject({ tone: 'bad' });
  expect(said[1]?.text).not.toContain('LinkError');
  expect([opened, stored.size]).toEqual([[], 0]);
});

test('code that is not the reader’s own is asked about before it runs', async () => {
  const app = { source: SOURCE, language: 'typescript' } as const;
  const link = await encodeLink({ ...SHARED, scenario: { ...SHARED.scenario, app } });
  const { said, opened, session } = await again({ link });
  askForConsent.mockResolvedValue(false);
  said[0]?.offers.resume?.();
  await arrived(() => expect(askForConsent).toHaveBeenCalledOnce());
  await vi.dynamicImportSettled();
  expect([opened, askForConsent.mock.calls[0]?.[1]]).toEqual([[], SOURCE]);
  askForConsent.mockResolvedValue(true);
  said[0]?.offers.resume?.();
  await arrived(() => expect(opened).toHaveLength(1));
  expect(opened[0]).toMatchObject([{ source: SOURCE }, { isOwn: false }]);
  // A draft of the reader's that says the same is their own.
  vi.spyOn(session.drafts, 'read').mockReturnValue(SOURCE);
  said[0]?.offers.resume?.();
  await arrived(() => expect(opened).toHaveLength(2));
  expect([askForConsent.mock.calls.length, opened[1]]).toMatchObject([2, [{ source: SOURCE }, { isOwn: true }]]);
});
