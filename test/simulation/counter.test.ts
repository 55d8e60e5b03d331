/** One app that counts its calls, on three servers: which requests share memory, and which wait for each other. */
import { expect, test } from 'vitest';
import { Machine, memory } from '../../src/index.ts';
import { Kernel } from '../../src/kernel/kernel.ts';
import { encodeLatin1 } from '../../src/python/bytes.ts';
import type { Sys } from '../../src/kernel/sys.ts';
import { Lock, Thread } from '../../src/stdlib/threading.ts';
import { sleep } from '../../src/stdlib/time.ts';
import { blocking } from '../../src/werkzeug/app.ts';

const counter = blocking(function* (_environ, startResponse): Sys<Uint8Array[]> {
  const own = memory() as { count?: number };
  own.count = (own.count ?? 0) + 1;
  const text = String(own.count);
  yield* sleep(1);
  startResponse('200 OK', []);
  return [encodeLatin1(text)];
});

test.each([
  ['base', ['1', '2', '3'], 3],
  ['threaded', ['1', '2', '3'], 1],
  ['forking', ['1', '1', '1'], 1],
] as const)('%s answers %j to three clients at the same time, after %d seconds', (server, answers, seconds) => {
  const machine = new Machine({ app: counter, server });
  const clients = [0, 1, 2].map(() => machine.connect());
  for (const client of clients) client.send('GET / HTTP/1.0\r\n\r\n');
  machine.run();
  expect(
    clients.map(({ received }) =>
      received.slice(received.indexOf('\r\n\r\n') + 4).replace(/^1\r\n(.)\r\n0\r\n\r\n$/, '$1'),
    ),
  ).toEqual(answers);
  expect(Math.floor(machine.time)).toBe(seconds);
});

test('threads that wait for each other are a deadlock, and both are listed with their waits', () => {
  const machine = new Machine({
    *program() {
      const [first, second] = [new Lock(), new Lock()];
      const thread = new Thread({
        *target() {
          yield* second.acquire();
          yield* sleep(1);
          yield* first.acquire();
        },
      });
      yield* first.acquire();
      yield* thread.start();
      yield* sleep(1);
      yield* second.acquire();
    },
  });
  expect(machine.run().why).toBe('deadlock');
  const { threads } = machine.snapshot();
  expect(threads.map(({ state, waitsIn }) => [state, waitsIn?.replace(/\(.*/, '')])).toEqual([
    ['waiting', 'futex_wait'],
    ['waiting', 'futex_wait'],
  ]);
  expect(new Kernel().run()).toBe('exit');
});
