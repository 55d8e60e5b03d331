/** Links as they are made and opened, without a document: what is asked, what is said, and what the page then does. */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Machine, preset } from '../../../../src/index.ts';
import type { WsgiApp } from '../../../../src/index.ts';
import type { Face } from '../../../../web/kit/face.ts';
import { Links } from '../../../../web/page/share/links.ts';
import type { Notice, NoticeOffers } from '../../../../web/page/share/notice.ts';
import type { AuthorWords } from '../../../../web/session/link-view.ts';
import { decodeLink, encodeLink } from '../../../../web/session/share-link.ts';
import type { Shared } from '../../../../web/session/share-link.ts';
import { ENGLISH } from '../../../../web/texts/texts.ts';
import { askForConsent } from '../../../support/share-doubles.ts';

const shown = vi.hoisted(() => ({
  words: [] as AuthorWords[],
  make: undefined as ((words: AuthorWords) => void) | undefined,
}));

vi.mock(import('../../../../web/page/viewing.ts'), () => import('../../../support/share-doubles.ts') as never);
vi.mock(import('../../../../web/page/share/consent.ts'), () => import('../../../support/share-doubles.ts'));
vi.mock(import('../../../../web/page/share/embed-dialog.ts'), () => ({ showEmbedDialog: vi.fn<() => void>() }));
vi.mock(import('../../../../web/page/share/author-words.ts'), () => ({
  showWords: (_face, place, words) => {
    shown.words.push(words);
    place.hidden = words.title === undefined;
  },
  askForWords: (_face, _before, make) => void (shown.make = make),
}));

const machine = new Machine({ app: preset('hello')?.app as WsgiApp });
machine.run();
machine.connect().send('GET / HTTP/1.0\r\n\r\n');
machine.run();
const SHARED: Shared = {
  ...{ app: 'hello', scenario: machine.scenario, cursor: 12, held: undefined, breakpoints: [], isAsking: false },
};
const SOURCE = 'export default () => [];';

let address = '';
let clipboard: string[] = [];

beforeEach(() => {
  address = '';
  clipboard = [];
  shown.words = [];
  askForConsent.mockReset();
  vi.stubGlobal('history', { replaceState: (_: unknown, __: string, to: string) => void (address = to) });
  vi.stubGlobal('location', {
    pathname: '/play/',
    search: '',
    get href() {
      return `https://glaswerk.example/play/${address}`;
    },
  });
  vi.stubGlobal('ClipboardItem', undefined);
  vi.stubGlobal('navigator', {
    clipboard: { writeText: (text: string) => Promise.resolve(void clipboard.push(text)) },
  });
});

afterEach(() => vi.unstubAllGlobals());

interface Page {
  readonly links: Links;
  readonly port: { boot: () => void; open: (...opened: readonly unknown[]) => void };
  /** What the page was told to do. */
  readonly did: unknown[][];
  readonly said: { readonly text: string; readonly tone: string; readonly offers: NoticeOffers | undefined }[];
  readonly place: { hidden: boolean };
  /** The language has changed. */
  readonly translate: () => void;
}

function page(): Page {
  const did: unknown[][] = [];
  const said: Page['said'] = [];
  let translate = (): void => undefined;
  const face = { texts: ENGLISH, onTexts: (then: () => void) => (translate = then) } as unknown as Face;
  const notice = {
    say: (text: string, tone: string, offers?: NoticeOffers) => void said.push({ text, tone, offers }),
  } as unknown as Notice;
  const place = { hidden: true };
  const port = {
    boot: () => void did.push(['boot']),
    open: (...opened: readonly unknown[]) => void did.push(['open', ...opened]),
  };
  const links = new Links(face, port, { notice, words: place as HTMLElement });
  return { links, port, did, said, place, translate: () => translate() };
}

const copying = (give: (text: string | undefined) => Promise<void> = () => Promise.reject(new Error('later'))) => ({
  give,
});

describe('opening a link', () => {
  test('boots its machine, with its moment and the words of its author', async () => {
    const { links, did, place, translate } = page();
    await links.open(await encodeLink({ ...SHARED, title: 'Look', note: 'at this' }));
    expect(did).toEqual([
      ['open', expect.objectContaining({ app: 'hello', source: undefined }), expect.objectContaining({ cursor: 12 })],
    ]);
    expect(shown.words).toEqual([{ title: 'Look', note: 'at this' }]);
    expect(askForConsent).not.toHaveBeenCalled();
    translate();
    expect(shown.words).toHaveLength(2);
    place.hidden = true;
    translate();
    expect(shown.words).toHaveLength(2);
  });

  const withSource = (): Promise<string> =>
    encodeLink({ ...SHARED, scenario: { ...SHARED.scenario, app: { source: SOURCE, language: 'typescript' } } });

  test('with an app of its own asks first; with no a fresh machine is booted, and the address forgets it', async () => {
    askForConsent.mockResolvedValue(true);
    const yes = page();
    await yes.links.open(await withSource());
    expect(askForConsent.mock.calls[0]?.[1]).toBe(SOURCE);
    expect(yes.did).toEqual([['open', expect.objectContaining({ source: SOURCE }), expect.anything()]]);
    askForConsent.mockResolvedValue(false);
    const no = page();
    address = '#s1.x';
    await no.links.open(await withSource());
    expect([no.did, no.said, address]).toEqual([[['boot']], [], '/play/']);
  });

  test('while another one is asked about ends that question, and only the newest counts', async () => {
    const { links, did } = page();
    let answer: ((mayRun: boolean) => void) | undefined;
    askForConsent.mockImplementation(() => new Promise((resolve) => void (answer = resolve)));
    const first = links.open(await withSource());
    await vi.waitFor(() => expect(askForConsent).toHaveBeenCalledOnce(), { timeout: 20_000 });
    const over = askForConsent.mock.calls[0]?.[2];
    expect(over?.aborted).toBe(false);
    await links.open(await encodeLink(SHARED));
    expect(over?.aborted).toBe(true);
    answer?.(true);
    await first;
    expect(did).toHaveLength(1);
    expect(did[0]?.[1]).toMatchObject({ source: undefined });
  });

  test('that is none says why, and boots a fresh machine', async () => {
    const { links, did, said } = page();
    await links.open('#s1.$$$');
    expect(did).toEqual([['boot']]);
    expect(said).toEqual([{ text: expect.stringMatching(/\S/), tone: 'bad', offers: undefined }]);
    expect(said[0]?.text).not.toContain('LinkError');
    expect(shown.words).toEqual([{}]);
  });

  test('whose machine the page cannot make says why, and boots a fresh one', async () => {
    const { links, did, said, port } = page();
    port.open = () => {
      throw new RangeError('too deep');
    };
    await links.open(await encodeLink(SHARED));
    expect(did).toEqual([['boot']]);
    expect(said.map(({ text, tone }) => [text, tone])).toEqual([
      [ENGLISH.say('share.refused', { reason: 'RangeError: too deep' }), 'bad'],
    ]);
  });

  test('that is none, and not the newest one any more, says nothing', async () => {
    const { links, did, said } = page();
    const good = await encodeLink(SHARED);
    await Promise.all([links.open('#s1.$$$'), links.open(good)]);
    expect([did.length, said]).toEqual([1, []]);
  });
});

describe('sharing', () => {
  test('puts a link with the reader’s app into the address and onto the clipboard, and says so', async () => {
    const { links, said } = page();
    const given: (string | undefined)[] = [];
    await links.share(
      SHARED,
      SOURCE,
      copying((text) => Promise.resolve(void given.push(text))),
    );
    expect(given).toEqual([`https://glaswerk.example/play/${address}`]);
    expect(clipboard).toEqual([]);
    expect((await decodeLink(address)).scenario.app).toEqual({ source: SOURCE, language: 'typescript' });
    expect(said).toEqual([
      { text: ENGLISH.say('share.copied.size', { size: '' }), tone: 'good', offers: expect.objectContaining({}) },
    ]);
    expect(said[0]?.offers?.link).toBeUndefined();
  });

  test('a paused machine is told as one; a browser that cannot wait for a text copies it afterwards', async () => {
    const { links, said } = page();
    await links.share({ ...SHARED, held: { step: 30, isChoice: false } }, undefined, copying());
    expect(clipboard).toEqual([`https://glaswerk.example/play/${address}`]);
    expect(said.map(({ text }) => text)).toEqual([ENGLISH.say('share.copied.paused', { size: '' })]);
  });

  test('where the clipboard is closed the link is shown', async () => {
    vi.stubGlobal('navigator', { clipboard: { writeText: () => Promise.reject(new Error('closed')) } });
    const { links, said } = page();
    await links.share(SHARED, undefined, copying());
    expect(said).toMatchObject([{ tone: 'good', offers: { link: `https://glaswerk.example/play/${address}` } }]);
    expect(said[0]?.text).toBe(ENGLISH.say('share.closed', { size: '' }));
  });

  test('a long link is called one', async () => {
    const { links, said } = page();
    const source = Array.from({ length: 3_000 }, (_, line) => `// ${(line * 7_919 * 104_729).toString(36)}`).join('\n');
    await links.share(SHARED, source, copying());
    expect(said[0]?.text).toContain(ENGLISH.say('share.size.long'));
  });

  test('what does not fit into a link is told; nothing is copied, and the address stays', async () => {
    const { links, said } = page();
    address = '#before';
    const given: (string | undefined)[] = [];
    let hash = 1;
    const noise = Array.from({ length: 150_000 }, () =>
      String.fromCharCode(33 + ((hash = Math.imul(hash, 48_271) >>> 0) % 90)),
    );
    await links.share(
      SHARED,
      noise.join(''),
      copying((text) => Promise.resolve(void given.push(text))),
    );
    expect([given, clipboard, address]).toEqual([[undefined], [], '#before']);
    expect(said).toMatchObject([{ tone: 'bad', offers: undefined }]);
  });

  test('its author may add words: the link is made again, with them', async () => {
    const { links, said } = page();
    await links.share(SHARED, undefined, copying());
    said[0]?.offers?.describe?.();
    shown.make?.({ title: 'Look', note: undefined });
    await vi.waitFor(() => expect(said).toHaveLength(2), { timeout: 20_000 });
    expect(await decodeLink(address)).toMatchObject({ title: 'Look', cursor: 12 });
  });
});
