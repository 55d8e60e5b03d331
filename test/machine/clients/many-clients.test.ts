/** More clients than one address has ports for. */
import { expect, test } from 'vitest';
import { Kernel } from '../../../src/kernel/kernel.ts';
import { call } from '../../../src/python/libc.ts';
import { Client, hostOf } from '../../../src/machine/clients/client.ts';

test('clients take another address when the ports of one are used up', () => {
  expect([0, 27_999].map(hostOf)).toEqual([undefined, undefined]);
  expect([28_000, 55_999, 56_000].map(hostOf)).toEqual(['127.0.0.2', '127.0.0.2', '127.0.0.3']);
  // The 256th address, and more than a million clients.
  expect(hostOf(28_000 * 255)).toBe('127.0.1.0');
});

test('two clients can have the same port at two addresses, and one server', () => {
  const kernel = new Kernel();
  const seen: unknown[] = [];
  kernel.spawn({
    name: 'all',
    *main() {
      const server = yield* call('socket', 'AF_INET', 'SOCK_STREAM');
      yield* call('bind', server, ['127.0.0.1', 5000]);
      yield* call('listen', server, 8);
      for (const host of ['127.0.0.1', '127.0.0.2']) {
        const client = yield* call('socket', 'AF_INET', 'SOCK_STREAM');
        yield* call('bind', client, [host, 40_000]);
        yield* call('connect', client, ['127.0.0.1', 5000]);
        seen.push((yield* call('accept4', server))[1]);
      }
    },
  });
  kernel.run();
  expect(seen).toEqual([
    ['127.0.0.1', 40_000],
    ['127.0.0.2', 40_000],
  ]);
});

test('a client connects from the address of its number', () => {
  const kernel = new Kernel();
  const seen: unknown[] = [];
  kernel.spawn({
    name: 'server',
    *main() {
      const server = yield* call('socket', 'AF_INET', 'SOCK_STREAM');
      yield* call('bind', server, ['127.0.0.1', 5000]);
      yield* call('listen', server, 8);
      for (;;) seen.push((yield* call('accept4', server))[1]);
    },
  });
  kernel.run();
  for (const number of [27_999, 28_000, 56_000]) {
    const client = new Client(number, () => {});
    const target = { family: 'AF_INET', type: 'SOCK_STREAM', address: ['127.0.0.1', 5000] } as const;
    const process = kernel.spawn({ name: `client-${number}`, main: () => client.main(target), isRemote: true });
    process.fds.install(client.keyboard);
    kernel.run();
    expect(client.localAddress).toEqual(seen.at(-1));
  }
  expect(seen.map((address) => (address as [string])[0])).toEqual(['127.0.0.1', '127.0.0.2', '127.0.0.3']);
});
