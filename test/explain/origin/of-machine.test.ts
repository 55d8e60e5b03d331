import { expect, test } from 'vitest';
import {
  byteDifferenceOf,
  causeText,
  fateOf,
  MOMENTS_EN,
  momentsOf,
  ORIGIN_EN,
  originOf,
  originText,
} from '../../../src/explain.ts';
import type { OriginLink } from '../../../src/explain.ts';
import { Machine, preset } from '../../../src/index.ts';
import type { MachineOptions, WsgiApp } from '../../../src/index.ts';

const REQUEST = 'GET /hello?name=you HTTP/1.1\r\nHost: localhost\r\n\r\n';

function served(options: Partial<MachineOptions> = {}): Machine {
  const machine = new Machine({ app: preset('hello')?.app as WsgiApp, ...options });
  machine.connect().send(REQUEST);
  machine.run();
  return machine;
}

/** The codes on the first way. */
const way = ({ what, next: [first] }: OriginLink): string[] => [what.code, ...(first === undefined ? [] : way(first))];

/** All links of a tree. */
const links = (link: OriginLink): OriginLink[] => [link, ...link.next.flatMap(links)];

test('a byte of the body leads back over the queue and the write to the app', () => {
  const origin = originOf(served(), { client: 0, direction: 'response', byte: 180 });
  expect(way(origin)).toEqual([
    ...['byte.response', 'received.client', 'queued.client', 'sendto', 'item', 'made.response'],
  ]);
  expect(links(origin).map(({ what }) => originText(what, ORIGIN_EN))).toContain(
    'The app’s piece 1: `write` gets 29 bytes.',
  );
});

test('a key leads back to exactly its bytes, down to what was typed', () => {
  const origin = originOf(served(), { environ: 'PATH_INFO' });
  expect(way(origin)).toEqual([...['key', 'environ', 'attribute', 'read.line', 'received', 'queued', 'sent', 'typed']]);
  const bytes = links(origin).flatMap(({ bytes: range }) => (range === undefined ? [] : [[range.from, range.to]]));
  expect(new Set(bytes.map(String))).toEqual(new Set([String([4, 10])]));
});

test('a byte of the request goes to each key that has it', () => {
  const fate = fateOf(served(), { client: 0, direction: 'request', byte: 6 });
  const keys = links(fate).flatMap(({ key }) => key?.name ?? []);
  expect([...new Set(keys)].toSorted()).toEqual(['PATH_INFO', 'RAW_URI', 'REQUEST_URI']);
});

test('what is not there is refused with its value', () => {
  const machine = served();
  expect(() => originOf(machine, { client: 3, direction: 'response', byte: 0 })).toThrow(/client: 3/);
  expect(() => originOf(machine, { client: 0, direction: 'response', byte: 999 })).toThrow(RangeError);
  expect(() => originOf(machine, { environ: 'HTTP_NOPE' })).toThrow(/HTTP_NOPE/);
  expect(() => originOf(served({ trace: false }), { step: 3 })).toThrow(TypeError);
});

test('it goes on where the machine goes on', () => {
  const machine = served();
  expect(momentsOf(machine).filter(({ name }) => name === 'close')).toHaveLength(1);
  machine.connect().send('GET /second HTTP/1.1\r\n\r\n');
  machine.run();
  const closes = momentsOf(machine).filter(({ name }) => name === 'close');
  expect(closes.map(({ client }) => client)).toEqual([0, 1]);
  expect(closes.map(({ cause }) => causeText(cause, MOMENTS_EN))[1]).toMatch(/descriptor|connection|close/i);
  expect(way(originOf(machine, { environ: 'PATH_INFO', client: 1 })).at(-1)).toBe('typed');
});

test('bytes beside each other are asked for together, and what parse_request and the app have set by name', () => {
  const machine = served();
  const path = fateOf(machine, { client: 0, direction: 'request', byte: 4, to: 10 });
  expect(originText(path.what, ORIGIN_EN)).toBe('Bytes 4 to 9 of the request');
  expect(path.what.values['text']).toBe('/hello');
  expect(links(path).flatMap(({ key }) => (key?.name === 'PATH_INFO' ? [[key.at, key.end]] : []))[0]).toEqual([0, 6]);
  const buffered = originOf(machine, { client: 0, direction: 'response', byte: 9, to: 15, lane: 'headers buffer' });
  expect(way(buffered)).toEqual(['bytes.response', 'line.status', 'start.status', 'made.response']);
  expect(way(originOf(machine, { attribute: 'command' })).slice(0, 3)).toEqual([
    ...['attribute.value', 'attribute', 'read.line'],
  ]);
  expect(way(fateOf(machine, { attribute: 'status_set' }))).toContain('queued.client');
  expect(() => originOf(machine, { client: 0, direction: 'request', byte: 4, to: 4 })).toThrow('to: 4');
  expect(() => originOf(machine, { client: 0, direction: 'request', byte: 4, to: 99 })).toThrow('byte: 98');
});

test('the first byte at which two answers differ leads to the step of each run that wrote it', () => {
  const [base, threaded] = [served(), served({ server: 'threaded' })];
  const found = byteDifferenceOf(base, threaded);
  expect(found).toMatchObject({ client: 0, byte: 'HTTP/1.'.length });
  for (const [at, machine] of [base, threaded].entries()) {
    const step = found?.steps[at] ?? -1;
    expect(machine.trace.step(step).name).toBe('socketserver._SocketWriter.write');
    expect(machine.trace.step(step).detail).toContain(at === 0 ? 'HTTP/1.0' : 'HTTP/1.1');
  }
  expect(byteDifferenceOf(base, served())).toBeUndefined();
});

test('an answer that ends before another one has no step there', () => {
  const [whole, none] = [served(), new Machine({ app: preset('hello')?.app as WsgiApp })];
  none.connect();
  none.run();
  expect(byteDifferenceOf(whole, none)).toMatchObject({ client: 0, byte: 0, steps: [expect.any(Number), undefined] });
});
