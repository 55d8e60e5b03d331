/** The parts of the worker's program as `npm run dev` serves them: each module has a source map at its end. */
// oxlint-disable-next-line typescript/triple-slash-reference
/// <reference path="../../../web/sandbox/source.d.ts" />
import { SourceMap } from 'node:module';
import type { SourceMapPayload } from 'node:module';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const { default: modules } = await import('../../../web/sandbox/parts/core.ts?part');
const MARK = '//# sourceMappingURL=data:application/json;charset=utf-8;base64,';

function readMap(program: string): SourceMapPayload {
  const encoded = program.slice(program.lastIndexOf(MARK) + MARK.length);
  return JSON.parse(Buffer.from(encoded, 'base64').toString()) as SourceMapPayload;
}

const statement = 'new PlayHost(';
const [, program = ''] = modules.find(([, code]) => code.includes(statement)) ?? [];

test('a debugger of the worker finds each statement in its TypeScript file', () => {
  expect(program).toContain(MARK);
  const lines = program.split('\n');
  const line = lines.findIndex((text) => text.includes(statement));
  const entry = new SourceMap(readMap(program)).findEntry(line, lines[line]?.indexOf(statement) ?? 0);
  if (!('originalSource' in entry)) throw new Error(`the source map has no entry for ${statement}`);
  expect(entry.originalSource).toBe('glaswerk:///web/sandbox/parts/core.ts');
  expect(readFileSync('web/sandbox/parts/core.ts', 'utf8').split('\n')[entry.originalLine]).toContain(statement);
});

test('the source maps bring the text of each file along, because the address of the worker leads to none', () => {
  const texts = new Map<string, string | undefined>();
  for (const [, code] of modules.filter(([, text]) => text.includes(MARK))) {
    const { sources, sourcesContent } = readMap(code);
    for (const [at, source] of sources.entries()) texts.set(source, sourcesContent?.[at]);
  }
  const own = [...texts.keys()].filter((source) => !/[\0]|rolldown|late:/.test(source));
  expect(own.filter((source) => !source.startsWith('glaswerk:///'))).toEqual([]);
  expect(texts.get('glaswerk:///src/kernel/kernel.ts')).toBe(readFileSync('src/kernel/kernel.ts', 'utf8'));
});
