/** The note and the dialogs around links: what they say, what their buttons do, and where the focus goes. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { Machine, preset } from '../../../../src/index.ts';
import type { WsgiApp } from '../../../../src/index.ts';
import { LINK_LIMITS } from '../../../../src/host/limits.ts';
import type { Face } from '../../../../web/kit/face.ts';
import type { Shared } from '../../../../web/session/share-link.ts';
import { ENGLISH } from '../../../../web/texts/texts.ts';
import { PlainElement, plainDocument } from '../../../support/drawn.ts';

vi.mock(import('lit/html.js'), async () => (await import('../../../support/drawn.ts')).lit as never);

/** Files share their modules: here they draw without a document, and are gone afterwards. */
const parts = {} as {
  notice: typeof import('../../../../web/page/share/notice.ts');
  consent: typeof import('../../../../web/page/share/consent.ts');
  embed: typeof import('../../../../web/page/share/embed-dialog.ts');
  words: typeof import('../../../../web/page/share/author-words.ts');
};
beforeAll(async () => {
  vi.resetModules();
  parts.notice = await import('../../../../web/page/share/notice.ts');
  parts.consent = await import('../../../../web/page/share/consent.ts');
  parts.embed = await import('../../../../web/page/share/embed-dialog.ts');
  parts.words = await import('../../../../web/page/share/author-words.ts');
}, 60_000);
afterAll(() => void vi.resetModules());

const say: typeof ENGLISH.say = (...sentence) => ENGLISH.say(...sentence).replaceAll(/\s+/g, ' ');

let copied: string[] = [];
let isClipboardOpen = true;
let view: Record<string, unknown> = {};

beforeEach(() => {
  copied = [];
  isClipboardOpen = true;
  const window: Record<string, unknown> = { document: {} };
  window['parent'] = window;
  view = window;
  vi.stubGlobal('window', window);
  vi.stubGlobal('document', {
    ...plainDocument(),
    visibilityState: 'visible',
    hasFocus: () => true,
    addEventListener: () => undefined,
  });
  vi.stubGlobal('addEventListener', () => undefined);
  vi.stubGlobal('HTMLElement', PlainElement);
  vi.stubGlobal('location', { href: 'https://glaswerk.example/play/#s1.x' });
  vi.stubGlobal('navigator', {
    clipboard: {
      writeText: async (text: string) => {
        if (!isClipboardOpen) throw new DOMException('closed', 'NotAllowedError');
        copied.push(text);
      },
    },
  });
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** A face with a root, whose active element can be set. */
function faceOf() {
  const root = new PlainElement('root');
  const state = { activeElement: undefined as PlainElement | undefined };
  const face = {
    root,
    texts: ENGLISH,
    adopt: () => undefined,
    get activeElement() {
      return state.activeElement ?? null;
    },
  };
  return { face: face as unknown as Face, root, state };
}

describe('a note', () => {
  function noteOf() {
    const { face, state } = faceOf();
    const note = new parts.notice.Notice(face);
    const element = note.element as unknown as PlainElement;
    const said = element.children[0] as PlainElement;
    return { note, element, said, state };
  }

  test('is hidden until something is said, and a status for screen readers', () => {
    const { note, element, said } = noteOf();
    expect([element.className, element.hidden, note.isShown]).toEqual(['share-notice', true, false]);
    expect(said.attributes.get('role')).toBe('status');
    note.say('Saved.', 'good');
    expect([note.isShown, said.textContent, element.dataset['tone']]).toEqual([true, 'Saved.', 'good']);
    expect(said.labels).toEqual([say('share.close')]);
    said.press(say('share.close'));
    expect([note.isShown, said.markup]).toEqual([false, '']);
  });

  test('offers what it is given, and no more', () => {
    const { note, said } = noteOf();
    const did: string[] = [];
    const offer = (name: string) => () => void did.push(name);
    note.say('x', 'good', {
      ...{ describe: offer('describe'), embed: offer('embed'), resume: offer('resume') },
      ...{ again: offer('again'), refuse: offer('refuse') },
    });
    const labels = ['share.describe', 'share.embed', 'share.stay.continue', 'page.pane.again', 'share.close'] as const;
    expect(said.labels).toEqual(labels.map((key) => say(key)));
    for (const key of labels.slice(0, 3)) said.press(say(key));
    expect([did, note.isShown]).toEqual([['describe', 'embed', 'resume'], true]);
    said.press(say('share.close'));
    expect([did.at(-1), note.isShown]).toEqual(['refuse', false]);
    note.say('x', 'bad', { again: offer('again') });
    said.press(say('page.pane.again'));
    expect([did.at(-1), note.isShown]).toEqual(['again', false]);
  });

  test('shows a link to be copied, selected, where the clipboard was closed', async () => {
    const { note, element, said } = noteOf();
    const field = new PlainElement('input');
    element.querySelector = (selector) => (selector === 'input' ? field : null);
    note.say('The link:', 'good', { link: 'https://a.example/#s1.x' });
    expect([field.selected, said.markup.includes('https://a.example/#s1.x')]).toEqual([1, true]);
    expect(said.markup).toContain(`aria-label=${say('share.link')}`);
    isClipboardOpen = false;
    said.press(say('share.copy'));
    await vi.waitFor(() => expect(field.selected).toBe(2));
    isClipboardOpen = true;
    said.press(say('share.copy'));
    await vi.waitFor(() => expect(said.textContent).toBe(say('share.copied')));
    expect([copied, element.dataset['tone']]).toEqual([['https://a.example/#s1.x'], 'good']);
  });

  test('is taken back by its release, unless something else has been said since', () => {
    const { note, said } = noteOf();
    const first = note.say('one', 'good');
    const second = note.say('two', 'bad');
    first();
    expect([note.isShown, said.textContent]).toEqual([true, 'two']);
    second();
    expect(note.isShown).toBe(false);
  });

  test('that is good is outdated by another machine; a bad one stays', () => {
    const { note } = noteOf();
    note.say('x', 'bad');
    note.outdate();
    expect(note.isShown).toBe(true);
    note.say('x', 'good');
    note.outdate();
    expect(note.isShown).toBe(false);
  });

  test('gives the focus back to where it was, if it has it', () => {
    const { note, element, state } = noteOf();
    const before = (state.activeElement = new PlainElement('button'));
    note.say('x', 'good');
    note.hide();
    expect(before.focused).toBe(0);
    note.say('x', 'good');
    state.activeElement = element;
    note.say('y', 'good');
    note.hide();
    expect(before.focused).toBe(1);
  });
});

describe('the words of an author', () => {
  test('are shown as text until they are closed; without any the place stays hidden', () => {
    const { face } = faceOf();
    const place = new PlainElement();
    const show = (words: object): void => parts.words.showWords(face, place as unknown as HTMLElement, words);
    for (const [words, text] of [
      [{ title: 'Look', note: 'at this' }, 'Look at this'],
      [{ title: 'Look' }, 'Look'],
      [{ note: 'at this' }, 'at this'],
    ] as const) {
      show(words);
      expect([place.hidden, place.className]).toEqual([false, 'author-words']);
      expect(place.textContent).toBe(`${text} ${say('share.words.from')}`);
      expect([place.markup.includes('<h2>'), place.markup.includes('<p>')]).toEqual([
        'title' in words,
        'note' in words,
      ]);
    }
    place.press(say('share.close'));
    expect([place.hidden, place.markup]).toEqual([true, '']);
    show({ title: '' });
    expect(place.hidden).toBe(true);
  });

  test('are asked for in a dialog, with those of before, and made into a link', () => {
    const { face, root } = faceOf();
    const made: unknown[] = [];
    parts.words.askForWords(face, { title: 'Old', note: undefined }, (words) => void made.push(words));
    const [dialog] = root.children as [PlainElement];
    expect([dialog.className, dialog.isModal, dialog.attributes.get('aria-labelledby')]).toEqual([
      'words-dialog',
      true,
      'words-title',
    ]);
    expect(dialog.markup).toMatch(/<input name="title"[^>]*\.value=Old /);
    expect(dialog.markup).toMatch(/<textarea name="note"[^>]*\.value=>/);
    expect(dialog.textContent).toContain(
      say('share.words.hint', { title: LINK_LIMITS.titleLength, note: LINK_LIMITS.noteLength }),
    );
    expect(dialog.textContent).toContain(say('share.words.make'));
    const said = new Map([
      ['title', ' New '],
      ['note', 'one\r\ntwo'],
    ]);
    vi.stubGlobal(
      'FormData',
      class {
        get = (name: string) => said.get(name) ?? null;
      },
    );
    dialog.press('form');
    expect(made).toEqual([{ title: 'New', note: 'one\ntwo' }]);
    expect([dialog.open, root.children]).toEqual([false, []]);
  });

  test('are not made when the dialog is left', () => {
    const { face, root } = faceOf();
    const made: unknown[] = [];
    parts.words.askForWords(face, { note: 'Before' }, (words) => void made.push(words));
    const [dialog] = root.children as [PlainElement];
    expect(dialog.markup).toMatch(/<textarea name="note"[^>]*\.value=Before>/);
    expect(dialog.markup).toContain(say('share.words.leave'));
    dialog.close();
    expect([made, root.children]).toEqual([[], []]);
  });
});

describe('before the code of a link runs', () => {
  const SOURCE = 'export default () => [];\n// \u202e hidden\n';

  function ask(source = SOURCE) {
    const { face, root } = faceOf();
    const other = root.appendChild(new PlainElement('main'));
    const over = new AbortController();
    const answered: boolean[] = [];
    const done = parts.consent.askForConsent(face, source, over.signal).then((answer) => void answered.push(answer));
    const dialog = root.children.find(({ tag }) => tag === 'dialog') as PlainElement;
    return { dialog, other, over, answered, done, root };
  }

  test('its reader sees the code and who wrote it, and lets it run', async () => {
    const { dialog, answered, done, root } = ask();
    expect([dialog.className, dialog.attributes.get('aria-labelledby'), dialog.isModal]).toEqual([
      'consent',
      'consent-title',
      true,
    ]);
    const { textContent } = dialog;
    for (const part of [say('share.consent'), say('share.consent.run'), 'export default', say('share.consent.leave')]) {
      expect(textContent).toContain(part);
    }
    expect(textContent).toContain(ENGLISH.say('share.consent.size', { count: 3 }));
    expect(dialog.markup).toContain(`aria-label=${say('share.consent.source')}`);
    expect(dialog.markup).toContain('<span class="code-number">1</span>');
    expect(dialog.markup).toMatch(/<span class="escape"[^>]*>/);
    expect(dialog.markup).toContain('tok-');
    expect(dialog.querySelector('.code')?.focused).toBe(1);
    const run = dialog.querySelector('.run') as PlainElement;
    expect(run.disabled).toBe(true);
    vi.advanceTimersByTime(1_000);
    expect(run.disabled).toBe(false);
    dialog.press(say('share.consent.run'));
    await done;
    expect([answered, root.children.map(({ tag }) => tag)]).toEqual([[true], ['main']]);
  });

  test('its reader may leave it', async () => {
    const { dialog, answered, done } = ask();
    dialog.press(say('share.consent.leave'));
    await done;
    expect(answered).toEqual([false]);
  });

  test.each([
    ['plain code', 'export default 1;', undefined],
    ['hidden characters', 'a\u202eb', 'share.consent.hidden'],
    ['letters of other alphabets', 'const \u0430 = 1;', 'share.consent.odd'],
  ] as const)('a warning says what to look for: %s', (_, source, key) => {
    const { dialog } = ask(source);
    expect(dialog.markup.includes('consent-warning')).toBe(key !== undefined);
    if (key !== undefined) expect(dialog.textContent).toContain(ENGLISH.say(key, { count: 1 }));
  });

  test('both kinds are named in one warning', () => {
    const { textContent } = ask('\u0430\u202e').dialog;
    for (const key of ['share.consent.hidden', 'share.consent.odd'] as const) {
      expect(textContent).toContain(ENGLISH.say(key, { count: 1 }));
    }
  });

  test('many empty lines are one row that counts them', () => {
    const { dialog } = ask(`a${'\n'.repeat(50)}b`);
    expect(dialog.markup).toMatch(/<code class="left-out">\d+ empty lines<\/code>/);
  });

  test('another link ends the question, with no; also one that is there already', async () => {
    const { over, answered, done, dialog } = ask();
    over.abort();
    await done;
    expect([answered, dialog.open]).toEqual([[false], false]);
    const { face } = faceOf();
    expect(await parts.consent.askForConsent(face, SOURCE, AbortSignal.abort())).toBe(false);
  });

  test('in a page of the same site, all else waits, and the focus stays where it is', async () => {
    view['parent'] = { document: {} };
    (view['parent'] as Record<string, unknown>)['parent'] = view['parent'];
    const { dialog, other, done } = ask();
    expect([dialog.open, dialog.isModal, other.inert]).toEqual([true, false, true]);
    expect(dialog.querySelector('.code')?.focused).toBe(0);
    dialog.press(say('share.consent.leave'));
    await done;
    expect(other.inert).toBe(false);
  });

  test('in a page of another site nothing can be let run: there is a way into a tab', async () => {
    view['parent'] = {};
    (view['parent'] as Record<string, unknown>)['parent'] = view['parent'];
    const { dialog, answered, done } = ask();
    expect(dialog.textContent).toContain(say('share.consent.framed'));
    expect(dialog.labels).toEqual([say('share.consent.leave'), say('share.consent.tab')]);
    expect(dialog.markup).toContain(
      'href=https://glaswerk.example/play/#s1.x target="_blank" rel="noopener noreferrer"',
    );
    expect(dialog.textContent).not.toContain('export default');
    dialog.press(say('share.consent.leave'));
    await done;
    expect(answered).toEqual([false]);
  });
});

describe('what to paste into a docs page', () => {
  const sharedOf = (sent: string, app?: object): Shared => {
    const machine = new Machine({ app: preset('hello')?.app as WsgiApp });
    machine.run();
    machine.connect().send(sent);
    machine.run();
    const scenario = app === undefined ? machine.scenario : { ...machine.scenario, app };
    return {
      app: 'hello',
      scenario,
      cursor: 1,
      held: undefined,
      breakpoints: [],
      isAsking: false,
    } as unknown as Shared;
  };

  function shown(shared: Shared): PlainElement {
    const { face, root } = faceOf();
    parts.embed.showEmbedDialog(face, shared, '#s1.x');
    return root.children[0] as PlainElement;
  }

  test('comes in three forms, each with what it needs', () => {
    const dialog = shown(sharedOf('GET / HTTP/1.0\r\n\r\n'));
    expect([dialog.className, dialog.isModal, dialog.attributes.get('aria-labelledby')]).toEqual([
      'embed-dialog',
      true,
      'embed-title',
    ]);
    const origin = 'https://glaswerk.example';
    for (const text of [
      say('share.embed.title'),
      ...(['tag', 'fence', 'iframe'] as const).flatMap((form) => [
        say(`share.embed.${form}`),
        say(`share.embed.${form}.needs`, { origin }),
      ]),
    ]) {
      expect(dialog.textContent).toContain(text);
    }
    expect(dialog.markup).toContain('https://glaswerk.example/play/embed.html?request=');
    expect(dialog.markup).toContain(say('share.embed.frame'));
    expect(dialog.labels).toEqual([say('share.embed.close'), ...Array.from({ length: 3 }, () => say('share.copy'))]);
    const rows = [...dialog.markup.matchAll(/rows=(\d+)/g)].map(([, count]) => Number(count));
    // The fence has ten lines, of which seven are shown at first; the others are one line long.
    expect(rows).toEqual([3, 7, 3]);
  });

  test('has no fence for what a code block cannot hold, and says what an iframe does with own code', () => {
    const bytes = shown(sharedOf('\0'));
    expect(bytes.textContent).toContain(say('share.embed.fence.none'));
    expect(bytes.labels.filter((label) => label === say('share.copy'))).toHaveLength(2);
    expect(bytes.textContent).not.toContain(say('share.embed.code'));
    const own = shown(sharedOf('GET / HTTP/1.0\r\n\r\n', { source: 'export default 1' }));
    expect(own.textContent).toContain(say('share.embed.code'));
    expect(own.textContent).toContain(say('share.embed.tag.needs'));
  });

  test('is copied by its button, or selected where the clipboard is closed', async () => {
    const dialog = shown(sharedOf('GET / HTTP/1.0\r\n\r\n'));
    const field = new PlainElement('textarea');
    const button = { textContent: '', closest: () => ({ querySelector: () => field }) };
    await dialog.press(say('share.copy'), { currentTarget: button });
    expect(copied).toEqual([expect.stringMatching(/^<glas-werk request=/)]);
    expect(button.textContent).toBe(say('share.embed.copied'));
    isClipboardOpen = false;
    await dialog.press(say('share.copy'), { currentTarget: button });
    expect([field.selected, copied.length]).toEqual([1, 1]);
  });

  test('goes when it is closed, by its button or by a press beside it', () => {
    const dialog = shown(sharedOf('x'));
    const { parent } = dialog;
    const inside = new Event('click');
    dialog.dispatchEvent(Object.defineProperty(inside, 'target', { value: new PlainElement('textarea') }));
    expect(dialog.open).toBe(true);
    dialog.dispatchEvent(new Event('click'));
    expect([dialog.open, parent?.children]).toEqual([false, []]);
    const other = shown(sharedOf('x'));
    other.press(say('share.embed.close'));
    expect(other.open).toBe(false);
  });
});
