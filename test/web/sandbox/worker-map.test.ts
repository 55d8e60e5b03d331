/** The worker's program as `npm run dev` serves it: one script, with a source map at its end. */
// oxlint-disable-next-line typescript/triple-slash-reference
/// <reference path="../../../web/sandbox/source.d.ts" />
import { SourceMap } from 'node:module';
import type { SourceMapPayload } from 'node:module';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const { default: program } = await import('../../../web/sandbox/worker.ts?source');
const MARK = '//# sourceMappingURL=data:application/json;charset=utf-8;base64,';

function readMap(): SourceMapPayload {
  const encoded = program.slice(program.lastIndexOf(MARK) + MARK.length);
  return JSON.parse(Buffer.from(encoded, 'base64').toString()) as SourceMapPayload;
}

test('a debugger of the worker finds each statement in its TypeScript file', () => {
  expect(program).toContain(MARK);
  const lines = program.split('\n');
  const statement = 'new MachineHost(';
  const line = lines.findIndex((text) => text.includes(statement));
  const entry = new SourceMap(readMap()).findEntry(line, lines[line]?.indexOf(statement) ?? 0);
  if (!('originalSource' in entry)) throw new Error(`the source map has no entry for ${statement}`);
  expect(entry.originalSource).toBe('glaswerk:///web/sandbox/worker.ts');
  expect(readFileSync('web/sandbox/worker.ts', 'utf8').split('\n')[entry.originalLine]).toContain(statement);
});

test('the source map brings the text of each file along, because the address of the worker leads to none', () => {
  const { sources, sourcesContent } = readMap();
  expect(sources.filter((source) => !source.startsWith('glaswerk:///'))).toEqual([]);
  const at = sources.indexOf('glaswerk:///src/kernel/kernel.ts');
  expect(sourcesContent?.[at]).toBe(readFileSync('src/kernel/kernel.ts', 'utf8'));
});
