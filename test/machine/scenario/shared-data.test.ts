/**
 * Data with shared or cyclic values: checking and copying it takes time for its size in memory, not for its size when
 * written out.
 */
import { describe, expect, test } from 'vitest';
import { blocking, Machine, memory, SchemaError } from '../../../src/index.ts';
import { copyPlain } from '../../../src/kernel/syscalls/process.ts';
import { forkCopy } from '../../../src/python/fork-copy.ts';
import { exhausted } from '../../../src/host/budget.ts';

/** Levels of `{ left, right }` that are the same object: 2 ** levels of them when written out. */
function shared(levels: number, leaf: unknown = 1): Record<string, unknown> {
  let value: Record<string, unknown> = { leaf };
  for (let level = 1; level < levels; level += 1) value = { left: value, right: value };
  return value;
}

function ring(): Record<string, unknown> {
  const value: Record<string, unknown> = { name: 'ring' };
  return Object.assign(value, { self: value, list: [value], map: new Map([[value, value]]), set: new Set([value]) });
}

const app = blocking(function* (_environ, startResponse) {
  memory()['deep'] = shared(60);
  memory()['ring'] = ring();
  startResponse('200 OK', []);
  return [];
});

/** How often the leaf of shared data is read. */
function reads(use: (value: Record<string, unknown>) => void): number {
  let count = 0;
  const leaf = new Proxy({}, { ownKeys: () => ((count += 1), []) });
  use(shared(26, leaf));
  return count;
}

describe('memory', () => {
  test('that is shared on 26 levels is checked and copied in one pass', () => {
    expect(reads((value) => void new Machine({ app, memory: value }))).toBeLessThan(40);
  });

  test.each(['base', 'threaded', 'forking'] as const)('may be shared and cyclic while a %s server runs', (server) => {
    const machine = new Machine({ app, server, memory: { deep: shared(26) } });
    for (let count = 0; count < 2; count += 1) machine.connect().send('GET / HTTP/1.0\r\n\r\n');
    expect(machine.run().why).toBe('idle');
    expect(machine.clients.map(({ received }) => received.slice(9, 12))).toEqual(['200', '200']);
    expect(machine.snapshot().processes).not.toEqual([]);
    expect(exhausted(machine)).toBeUndefined();
  });

  test('that is cyclic is rejected as an option, with a message', () => {
    expect(() => new Machine({ app, memory: ring() })).toThrow(
      'options.memory: an object is not an object with plain data, at most 32 levels deep',
    );
  });

  test('that throws when it is inspected is rejected, too', () => {
    const trap = { ownKeys: () => expect.unreachable() };
    expect(() => new Machine({ app, memory: new Proxy({}, trap) })).toThrow('options.memory: an object is not');
  });

  test('that would be too large when written out cannot be in a scenario', () => {
    const { scenario } = new Machine({ app, memory: shared(12) });
    expect(JSON.stringify(scenario).length).toBeGreaterThan(2 ** 12);
    const machine = new Machine({ app, memory: shared(31) });
    expect(() => machine.scenario).toThrow(SchemaError);
    expect(() => machine.scenario).toThrow(
      /memory: .* is not data of at most 1000000 values; shared ones count each time$/,
    );
  });

  test('keeps shared and cyclic values in a forked child', () => {
    for (const copy of [copyPlain(ring()), forkCopy(ring())] as ReturnType<typeof ring>[]) {
      expect(copy['self']).toBe(copy);
      expect(copy['list']).toEqual([copy]);
      expect((copy['set'] as Set<unknown>).has(copy)).toBe(true);
    }
    const both = copyPlain(shared(30)) as Record<string, unknown>;
    expect(both['left']).toBe(both['right']);
    const holes: number[] = [];
    holes[2_000_000] = 1;
    expect(Object.keys(copyPlain(holes) as number[])).toEqual(['2000000']);
  });

  test('counts values in maps and sets, once', () => {
    const heavy = blocking(function* (_environ, startResponse) {
      memory()['cache'] = new Map([['a', new Set([new Uint8Array(20_000_000)])]]);
      startResponse('200 OK', []);
      return [];
    });
    const light = new Machine({ app, memory: { a: shared(26, 'x'.repeat(1_000_000)) } });
    expect(exhausted(light)).toBeUndefined();
    const machine = new Machine({ app: heavy });
    machine.connect().send('GET / HTTP/1.0\r\n\r\n');
    machine.run();
    expect(exhausted(machine)).toMatchObject({ code: 'budgetExceeded', values: { budget: 'memory' } });
  });
});

describe('a breakpoint on bytes', () => {
  test('is at most as long as the bytes that are searched again', () => {
    const { breakpoints } = new Machine({ app });
    expect(breakpoints.add({ bytes: 'x'.repeat(4096) })).toBe(1);
    expect(() => breakpoints.add({ bytes: 'x'.repeat(4097) })).toThrow('is not a text of at most 4096 bytes');
    expect(() => breakpoints.add({ bytes: Array.from({ length: 4097 }, () => 1) })).toThrow(
      'breakpoint.bytes: has 4097 entries; at most 4096 are allowed',
    );
    expect(() => breakpoints.add({ pattern: 'x'.repeat(4097) })).toThrow(
      'a regular expression of at most 4096 characters',
    );
  });

  test('of the greatest length is found where it comes in two pieces', () => {
    const machine = new Machine({ app });
    machine.breakpoints.add({ bytes: 'x'.repeat(4096), lane: 'kernel receive' });
    const client = machine.connect();
    client.send(`GET /${'x'.repeat(2000)}`);
    expect(machine.run().why).toBe('idle');
    client.send('x'.repeat(2096));
    expect(machine.run().why).toBe('breakpoint');
  });
});
