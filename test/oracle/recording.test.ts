import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { bytesOf, expand, loadCases, loadFuzz, RecordingError, textOf } from './recording.ts';

function fileWith(name: string, text: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'recording-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, name), text);
  return join(folder, name);
}

test('packed data is expanded: strings once, pairs as often as their number says', () => {
  expect(expand('plain')).toBe('plain');
  expect(expand(['GET /', ['ab', 3], ' HTTP'])).toBe('GET /ababab HTTP');
});

test('each character of data is one byte', () => {
  expect([...bytesOf('a\u00ff\0')]).toEqual([97, 255, 0]);
  expect(textOf(new Uint8Array([97, 255, 0]))).toBe('a\u00ff\0');
});

test('the traces of a file are put into its cases', () => {
  const golden = { conns: [], marks: [], log: [], exit: 0, calls: { server: 't1' }, syscalls: null };
  const item = { id: 'a', category: 'c', app: null, server: { kind: 'tcp' }, steps: [], golden };
  const path = fileWith('a.json', JSON.stringify({ traces: { t1: [['call', 'f']] }, cases: [item] }));
  expect(loadCases([path])[0]?.golden.calls).toEqual({ server: [['call', 'f']] });
  expect(loadCases([join(path, '..')])).toHaveLength(1);
});

test('a file that is missing or of another format is named', () => {
  expect(() => loadCases(['no/such/file.json'])).toThrow(
    new RecordingError('no such file or folder: no/such/file.json'),
  );
  const bare = fileWith('bare.json', '[]');
  expect(() => loadCases([bare])).toThrow(`${bare} is not a file of recorded cases`);
  const broken = fileWith('broken.json', '{');
  expect(() => loadCases([broken])).toThrow(`${broken} is not JSON`);
  const lines = fileWith('a.jsonl', '{"id": 1}\n');
  expect(() => loadFuzz([lines])).toThrow(`${lines}:1 is not a fuzz entry`);
});

test('a trace that a case names must be there', () => {
  const golden = { calls: { server: 't9' } };
  const path = fileWith('a.json', JSON.stringify({ traces: {}, cases: [{ id: 'a', golden }] }));
  expect(() => loadCases([path])).toThrow('a: there is no trace t9');
});
