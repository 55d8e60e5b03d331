/** The names that a breakpoint can be set on: those that the tracer gives to mirrored methods, and no others. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Machine, PRESETS, mirroredNames } from '../../../../src/index.ts';
import { MachineHost } from '../../../../src/host/host.ts';
import { surroundings } from '../../../support/host-page.ts';
import type { PackedMessage } from '../../../../src/host/packing.ts';
import { shippedNames } from '../../../support/shipped-names.ts';
import { checkMessage } from '../../../../web/sandbox/messages.ts';
import { SourceIndex } from '../../../../web/parts/source/find.ts';

const SRC = new URL('../../../../src/', import.meta.url).pathname;

function sources(): SourceIndex {
  const texts = new Map<string, string>();
  for (const folder of ['stdlib', 'werkzeug']) {
    for (const file of readdirSync(join(SRC, folder), { recursive: true, encoding: 'utf8' })) {
      if (file.endsWith('.ts')) texts.set(`${folder}/${file}`, readFileSync(join(SRC, folder, file), 'utf8'));
    }
  }
  return new SourceIndex(texts);
}

test('each of the names is that of a mirrored method with a source', () => {
  const names = shippedNames();
  expect(names.length).toBeGreaterThan(300);
  const index = sources();
  expect(names.filter((name) => index.find(name) === undefined)).toEqual([]);
  expect(names).toContain('socketserver.BaseServer.__init__');
  expect(names).toContain('http.server.BaseHTTPRequestHandler.parse_request');
  // Methods of our own, which no trace shows.
  expect(names.filter((name) => /\.(?:constructor|with_manager|toString)$/.test(name))).toEqual([]);
});

test('whatever a trace shows as called is among them', () => {
  const called = new Set<string>();
  for (const { app, isDatagram } of PRESETS) {
    const machine = new Machine({ app, server: 'threaded' });
    machine.run();
    const client = isDatagram === true ? machine.datagrams() : machine.connect();
    client.send('POST /form HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\na=b');
    machine.run();
    for (const { kind, name } of machine.trace.events) if (kind === 'call') called.add(name);
  }
  const names = new Set(mirroredNames());
  expect(called.size).toBeGreaterThan(50);
  expect([...called].filter((name) => !names.has(name))).toEqual([]);
});

test('the machine tells the page all of them, in a message that passes its check', () => {
  const heard: PackedMessage[] = [];
  const host = new MachineHost((message) => void heard.push(message), surroundings());
  const options = { server: 'base', app: 'hello', seed: 0 } as const;
  host.receive({ type: 'boot', session: 1, options, breakpoints: [], isAsking: false });
  host.receive({ type: 'names', session: 1 });
  const answer = heard.find(({ type }) => type === 'names');
  expect(answer).toEqual({ type: 'names', session: 1, names: mirroredNames() });
  expect(checkMessage(answer)).toBe(answer);
  expect(checkMessage({ type: 'names', session: 1, names: Array(5_001).fill('a') })).toMatch(/list of up to/);
  host.receive({ type: 'pause', session: 1 });
});
