/** Every mirrored call that a machine makes has its source, found by its Python name. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Machine, PRESETS } from '../../../../src/index.ts';
import { SourceIndex, findable } from '../../../../web/parts/source/find.ts';
import { tokensOf } from '../../../../web/kit/code/highlight.ts';
import { shippedNames } from '../../../support/shipped-names.ts';

const SRC = new URL('../../../../src/', import.meta.url).pathname;

function index(shorten = (text: string): string => text): SourceIndex {
  const texts = new Map<string, string>();
  for (const folder of ['stdlib', 'werkzeug']) {
    for (const file of readdirSync(join(SRC, folder), { recursive: true, encoding: 'utf8' })) {
      if (file.endsWith('.ts')) texts.set(`${folder}/${file}`, shorten(readFileSync(join(SRC, folder, file), 'utf8')));
    }
  }
  return new SourceIndex(texts);
}

const REQUESTS = [
  'GET / HTTP/1.1\r\nHost: a\r\n\r\n',
  'POST /form HTTP/1.1\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 3\r\n\r\na=b',
  'POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n',
  'GET / HTTP/one\r\n\r\n',
];

test('every call of every preset on every server has a source', () => {
  const names = new Set<string>();
  for (const server of ['base', 'threaded', 'forking'] as const) {
    for (const { app, isDatagram } of PRESETS) {
      const machine = new Machine({ app, server });
      machine.run();
      for (const request of REQUESTS) {
        if (isDatagram === true) machine.datagrams().send(request);
        else machine.connect().send(request);
        machine.run();
      }
      for (const { kind, name } of machine.trace.events) if (kind === 'call') names.add(name);
    }
  }
  const sources = index();
  expect(names.size).toBeGreaterThan(100);
  expect([...names].filter((name) => sources.find(name) === undefined)).toEqual([]);
});

test('a method is cut out completely, with the comment above it', () => {
  const found = index().find('socketserver.BaseServer.process_request');
  expect(found?.path).toBe('stdlib/socketserver/base-server.ts');
  expect(found?.lines[0]).toMatch(/^\/\*\*.*@python socketserver\.BaseServer\.process_request \*\/$/);
  expect(found?.lines[1]).toMatch(/^\*processRequest\(/);
  expect(found?.lines.at(-1)).toBe('}');
  expect(index().find('socketserver.BaseServer.no_such_thing')).toBeUndefined();
});

test('the parts of the sources that the page ships show the same as the whole', () => {
  const [whole, shipped] = [index(), index(findable)];
  const names = shippedNames();
  expect(names.length).toBeGreaterThan(300);
  expect(names.filter((name) => whole.find(name) === undefined)).toEqual([]);
  for (const name of names) expect(shipped.find(name)).toEqual(whole.find(name));
  expect(findable("import { x } from './x.ts';\nexport const y = x;\n")).toBe('');
});

test('the tokens of a line make up the line', () => {
  const line = "  const text = `a ${b}` + call('x', 0x10); // why";
  const tokens = tokensOf(line);
  expect(tokens.map(({ text }) => text).join('')).toBe(line);
  expect(tokens.find(({ tone }) => tone === 'call')?.text).toBe('call');
  expect(tokens.at(-1)).toEqual({ tone: 'comment', text: '// why' });
});
