/** The sites name the folder of this version: the one that `glaswerk copy` makes for them. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { filesUnder } from '../support/source.ts';
import { SITES } from './sites.ts';

const FOLDER = /glaswerk-\d+\.\d+\.\d+/g;

test('the configurations of the sites, and their recipes, name the version that package.json has', () => {
  const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
  const files = [
    ...filesUnder('test/docs-sites', /\b(config\.(mts|mjs)|conf\.py|mkdocs\.yml)$/),
    'web/embed/recipes.md',
  ];
  const named = files.map((file) => ({ file, folders: readFileSync(file, 'utf8').match(FOLDER) ?? [] }));
  const wrong = named.filter(({ folders }) => folders.some((folder) => folder !== `glaswerk-${version}`));
  expect(wrong.map(({ file }) => file)).toEqual([]);
  expect(named.filter(({ folders }) => folders.length > 0)).toHaveLength(SITES.length + 1);
});
