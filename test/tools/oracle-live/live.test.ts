/** What live runs are made of, as far as it needs no Python. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { UsageError } from '../../support/command-line.ts';
import { loadCases, loadFuzz } from '../../oracle/recording.ts';
import { callsIn, servedCalls } from './calls.ts';
import { Chance } from './chance.ts';
import { corpusOf } from './corpus.ts';
import { readLiveOptions } from './options.ts';
import { loadDefinitions } from './record.ts';
import { newCase, slower } from './scripts.ts';
import type { Choice } from './scripts.ts';

const RECORDINGS = [fileURLToPath(new URL('../../oracle/recordings/', import.meta.url))];
const choice: Choice = {
  kit: {
    python: '3.11.7',
    werkzeug: '3.1.8',
    apps: ['hello', 'environ_dump'],
    handlers: ['KeepAliveHandler', 'EchoLines'],
  },
  corpus: corpusOf(loadCases(RECORDINGS), loadFuzz(RECORDINGS)),
  kinds: [],
  apps: [],
};
const cases = (seed: number): unknown[] =>
  Array.from({ length: 300 }, (_, number) => newCase(new Chance(seed, number), choice, `case-${number}`));

test('the same seed makes the same cases, another seed others', () => {
  expect(cases(1)).toEqual(cases(1));
  expect(cases(1)).not.toEqual(cases(2));
});

test('what is sent is bytes', () => {
  expect(JSON.stringify(cases(3))).toMatch(/^[\0-\xff]*$/);
});

test('a slower script waits longer and sends the same', () => {
  expect(
    slower(
      [
        { conn: 0, do: 'send', data: 'abc', split: 1, gap: 20 },
        { do: 'pause', ms: 30 },
        { conn: 0, do: 'recv_all', ms: 250 },
      ],
      4,
    ),
  ).toEqual([
    { conn: 0, do: 'send', data: 'abc', split: 1, gap: 80 },
    { do: 'pause', ms: 120 },
    { conn: 0, do: 'recv_all', ms: 1000 },
  ]);
});

test('calls of a case in the middle of a server’s life are labelled as if it had been the first', () => {
  const noblock = 'socketserver.BaseServer._handle_request_noblock';
  const text = `server call ${noblock}\nhandler-7 call apps.EchoLines.handle\nserver return ${noblock}\nserver call threading.x\n`;
  expect(servedCalls(callsIn(text))).toEqual({
    server: [
      ['call', noblock],
      ['return', noblock],
    ],
    'handler-1': [['call', 'apps.EchoLines.handle']],
  });
});

test('options are read, and unknown ones refused', () => {
  const options = readLiveOptions(['--seed', '7', '--kind=base,http', '--calls'], () => 1);
  expect(options).toMatchObject({ seed: 7, cases: 2000, kinds: ['base', 'http'], calls: true, differences: 1 });
  expect(readLiveOptions([], () => 1).seed).toBe(1);
  expect(() => readLiveOptions(['--cases', 'many'], () => 1)).toThrow(UsageError);
  expect(() => readLiveOptions(['--speed', '9'], () => 1)).toThrow('unknown option --speed');
});

test('a case to record has everything but its answer, or is refused', () => {
  const folder = mkdtempSync(join(tmpdir(), 'glaswerk-cases-'));
  const load = (cases: unknown): unknown => {
    const path = join(folder, 'cases.json');
    writeFileSync(path, JSON.stringify({ cases }));
    return loadDefinitions(path);
  };
  const item = { id: 'a', app: 'hello', server: { kind: 'base' }, steps: [{ conn: 0, do: 'connect' }] };
  try {
    expect(load([{ ...item, golden: {} }])).toEqual([item]);
    expect(() => load([item, { id: 'b' }])).toThrow('case 1 of');
    expect(() => load([{ ...item, server: { kind: 'udp' } }])).toThrow(
      'a: a server of kind udp cannot be recorded here',
    );
    expect(() => load(undefined)).toThrow('has no list "cases"');
    expect(() => loadDefinitions(join(folder, 'none.json'))).toThrow('no such file');
  } finally {
    rmSync(folder, { recursive: true });
  }
});
