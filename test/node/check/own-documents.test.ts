/** The project's own documents are checked: each printed answer is what the server sends. */
import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { check } from '../../../src/node/check/check.ts';

test('every example in the project’s documents is true', async () => {
  let [out, err] = ['', ''];
  const documents = readdirSync('.').filter((name) => name.endsWith('.md'));
  const code = await check(['--json', ...documents, 'src', 'web', 'test'], {
    out(text) {
      out += text;
    },
    err(text) {
      err += text;
    },
    env: {},
  });
  const { counts, examples, unread } = JSON.parse(out) as {
    readonly counts: Readonly<Record<string, number>>;
    readonly examples: readonly { readonly verdict: string; readonly path: string }[];
    readonly unread: readonly unknown[];
  };
  expect(examples.filter(({ verdict }) => verdict === 'drift' || verdict === 'failed')).toEqual([]);
  expect([code, err, unread, counts['skipped']]).toEqual([0, '', [], 0]);
  const checked = new Set(examples.filter(({ verdict }) => verdict === 'true').map(({ path }) => path));
  expect([...checked]).toEqual(expect.arrayContaining(['README.md', 'web/embed/README.md']));
});
