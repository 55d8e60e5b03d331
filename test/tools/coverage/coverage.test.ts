/**
 * Every public member of the mirrored modules is mirrored or absent for a reason, and every `@python` tag names
 * something real.
 */
import { describe, expect, test } from 'vitest';
import { readSection } from '../../support/sections.ts';
import { allMirrored } from './mirrored.ts';
import { absent, absentName, coverage, existsInPython, MODULES, pythonMembers, summary } from './table.ts';

const mirrored = allMirrored();
const rows = coverage(mirrored);

test('every public member of the mirrored modules is mirrored, or absent for a reason', () => {
  expect(rows.filter(({ state }) => state === 'missing')).toEqual([]);
  expect(rows.length).toBeGreaterThan(1380);
});

test('every @python tag names something that Python has', () => {
  const unknown = mirrored.filter(({ isTagged, name }) => isTagged && !existsInPython(name));
  expect(unknown.map(({ name, path, line }) => `${path}:${line}: ${name}`)).toEqual([]);
});

test('what is listed as absent is in Python, and not mirrored', () => {
  const names = Object.values(absent).flat();
  expect(names.filter((name) => !existsInPython(absentName(name)))).toEqual([]);
  const known = new Set(mirrored.map(({ name }) => name));
  expect(names.filter((name) => known.has(name))).toEqual([]);
});

test('the list of what Python has is that of the versions that are mirrored', () => {
  const { python, werkzeug, modules } = pythonMembers;
  expect([python, werkzeug]).toEqual(['3.11.7', '3.1.8']);
  expect(Object.keys(modules)).toEqual(expect.arrayContaining(MODULES));
});

test('DIFFERENCES.md shows the present summary: npm run coverage:python -- --write', () => {
  expect(readSection('DIFFERENCES.md', 'coverage')).toBe(summary(rows));
});

describe('a member that is nowhere', () => {
  test('is missing', () => {
    const without = mirrored.filter(({ name }) => name !== 'socketserver.BaseServer.serve_forever');
    expect(coverage(without).filter(({ state }) => state === 'missing')).toEqual([
      { module: 'socketserver', owner: 'BaseServer', member: 'serve_forever', state: 'missing', why: '' },
    ]);
  });

  test('is not in Python either', () => {
    expect(existsInPython('socketserver.BaseServer.serve_forever')).toBe(true);
    expect(existsInPython('werkzeug.serving.WSGIRequestHandler.run_wsgi.<locals>.write')).toBe(true);
    expect(existsInPython('socketserver.BaseServer.serve_for_a_while')).toBe(false);
    expect(existsInPython('socketserver.NoServer')).toBe(false);
  });
});
