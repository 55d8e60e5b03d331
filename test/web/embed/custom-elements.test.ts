/** The manifest and the types of the package say what the elements have, no more and no less. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { ATTRIBUTES, TAGS } from '../../../web/embed/loader/attributes.ts';
import { GlasWerk } from '../../../web/embed/loader/glas-werk.ts';

const read = (file: string): string => readFileSync(`web/embed/${file}`, 'utf8');

interface Named {
  readonly name: string;
}
interface Declaration {
  readonly tagName: string;
  readonly attributes: readonly Named[];
  readonly members: readonly Named[];
  readonly events: readonly Named[];
  readonly cssParts: readonly Named[];
  readonly cssProperties: readonly Named[];
}
const { modules } = JSON.parse(read('loader/custom-elements.json')) as {
  readonly modules: readonly { readonly declarations: readonly Declaration[] }[];
};
const declarations = modules.flatMap(({ declarations }) => declarations);
const names = (list: readonly Named[]): string[] => list.map(({ name }) => name);
const all = (text: string, pattern: RegExp): Set<string> => new Set(text.match(pattern));

test('the manifest has every element', () => {
  expect(declarations.map(({ tagName }) => tagName)).toEqual(TAGS.split(','));
});

describe.each(declarations)('$tagName', ({ tagName, attributes, members, events, cssParts, cssProperties }) => {
  test('has the attributes that are observed', () => {
    const observed = ATTRIBUTES.filter((name) => tagName === 'glas-werk' || !['view', 'lesson'].includes(name));
    expect(new Set(names(attributes))).toEqual(new Set(observed));
  });

  test('has the methods that scripts can call', () => {
    const own = Object.getOwnPropertyNames(GlasWerk.prototype).filter(
      (name) => !/^(?:constructor|takesBlock|attached|.*Callback)$/.test(name),
    );
    expect(names(members)).toEqual(own);
  });

  test('has the events that are fired', () => {
    expect(new Set(names(events))).toEqual(all(read('events.ts'), /glaswerk:\w+/g));
  });

  test('has the parts and the properties that style sheets can use', () => {
    const code = ['loader/glas-werk.ts', 'live/outcome.ts'].map(read).join('');
    const made = [...code.matchAll(/make\('\w+', '(\w+)'/g)].map(([, name]) => name);
    expect(new Set(names(cssParts))).toEqual(new Set(made));
    const styles = ['loader/bar.css', 'loader/glaswerk.css', 'live/outcome.css'].map(read).join('');
    expect(new Set(names(cssProperties))).toEqual(all(styles, /--glaswerk-[\w-]+/g));
  });
});

test('the types have the same attributes, methods and events', () => {
  const types = read('loader/package-types.d.ts');
  const body = (name: string): string => new RegExp(`interface ${name} [^{]*\\{(.*?)\n\\}`, 's').exec(types)?.[1] ?? '';
  const keys = (name: string): Set<string> => all(body(name).replaceAll(/\/\*.*?\*\//gs, ''), /^ {2}'?[\w:-]+/gm);
  const bare = (found: Set<string>): Set<string> => new Set([...found].map((key) => key.replaceAll(/[ ']/g, '')));
  const [first] = declarations;
  // These two are for `glaswerk check`.
  const forCheck = ['expect-drift', 'skip'];
  expect(bare(keys('GlasWerkAttributes'))).toEqual(new Set([...names(first?.attributes ?? []), ...forCheck]));
  expect(bare(keys('GlasWerkElement'))).toEqual(new Set(names(first?.members ?? [])));
  expect(bare(keys('GlasWerkEventMap'))).toEqual(new Set(names(first?.events ?? [])));
});

test('importing the entry of the package on a server does nothing', async () => {
  expect('HTMLElement' in globalThis).toBe(false);
  const entry = await import('../../../web/embed/loader/element.ts');
  expect(Object.keys(entry)).toEqual(['setFolder']);
  expect('customElements' in globalThis).toBe(false);
});
