/** The names that a breakpoint can be set on: those that the tracer gives to mirrored methods, and no others. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Machine } from '../../src/index.ts';
import { RequestRedirect } from '../../src/werkzeug/routing/exceptions.ts';
import { onRegistered, pythonName } from '../../src/python/classes.ts';
import { SourceIndex } from '../../web/source/find.ts';

const SRC = new URL('../../src/', import.meta.url).pathname;

function namesInSources(): readonly string[] {
  const texts = new Map<string, string>();
  for (const folder of ['stdlib', 'werkzeug']) {
    for (const file of readdirSync(join(SRC, folder), { recursive: true, encoding: 'utf8' })) {
      if (file.endsWith('.ts')) texts.set(`${folder}/${file}`, readFileSync(join(SRC, folder, file), 'utf8'));
    }
  }
  return new SourceIndex(texts).names;
}

function tracedNames(): ReadonlySet<string> {
  const names = new Set<string>();
  onRegistered((entry) => {
    if (entry.kind === 'function') names.add(`${entry.module}.${entry.qualname}`);
    if (entry.kind === 'function') return;
    const { module, qualname, prototype, options } = entry;
    const own: readonly string[] = options.own ?? [];
    for (const [member, descriptor] of Object.entries(Object.getOwnPropertyDescriptors(prototype))) {
      const isCalled = typeof descriptor.value === 'function' || descriptor.get !== undefined;
      if (member === 'constructor' || own.includes(member) || !isCalled) continue;
      names.add(`${module}.${qualname}.${options.names?.[member] ?? pythonName(member)}`);
    }
  });
  return names;
}

test('the sources tell exactly the names that the tracer knows', () => {
  // What these bring along registers itself.
  expect([Machine, RequestRedirect]).not.toContain(undefined);
  const traced = tracedNames();
  const found = new Set(namesInSources());
  expect(found.size).toBeGreaterThan(300);
  expect([...traced].filter((name) => !found.has(name))).toEqual([]);
  expect([...found].filter((name) => !traced.has(name))).toEqual([]);
});
