/**
 * Bytes arrive complete and in order through Python's sockets and files, over TCP and over Unix sockets, line by line
 * or in blocks.
 */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { Kernel } from '../../src/kernel/kernel.ts';
import type { Sys } from '../../src/kernel/sys.ts';
import type { SocketAddress } from '../../src/kernel/types.ts';
import { concat } from '../../src/python/bytes.ts';
import { create } from '../../src/python/classes.ts';
import { Socket } from '../../src/stdlib/socket.ts';
import {
  StreamRequestHandler,
  TCPServer,
  ThreadingTCPServer,
  ThreadingUnixStreamServer,
  UnixStreamServer,
} from '../../src/stdlib/socketserver.ts';
import { Thread } from '../../src/stdlib/threading.ts';
import { sleep } from '../../src/stdlib/time.ts';
import { seconds } from '../support/drive.ts';
import { orders } from './scenes.ts';
import { runs } from '../support/properties.ts';

const SERVERS = { TCPServer, ThreadingTCPServer, UnixStreamServer, ThreadingUnixStreamServer } as const;
const NAMES = Object.keys(SERVERS) as (keyof typeof SERVERS)[];

/** A handler that echoes its input, read by `read(size)`, by `readline(size)`, or both in turn. */
function echoing(sizes: readonly number[], bufferSizes: { readonly rbufsize: number; readonly wbufsize: number }) {
  return class extends StreamRequestHandler {
    override rbufsize = bufferSizes.rbufsize;
    override wbufsize = bufferSizes.wbufsize;

    override *handle(): Sys<void> {
      for (let turn = 0; ; turn += 1) {
        const size = sizes[turn % sizes.length] ?? 1;
        const data = turn % 2 === 0 ? yield* this.rfile.readline(size) : yield* this.rfile.read(size);
        if (data.length === 0) return;
        yield* this.wfile.write(data);
        if (turn % 3 === 0) yield* this.wfile.flush();
      }
    }
  };
}

test('what a client sends comes back complete and in order, and every thread, process and socket is gone at the end', () => {
  const sizes = fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1, maxLength: 5 });
  const buffers = fc.record({ rbufsize: fc.constantFrom(-1, 1, 16), wbufsize: fc.constantFrom(-1, 0, 10) });
  const kernels = fc.record({
    order: orders,
    seed: fc.nat(),
    limits: fc.record({ receiveBuffer: fc.constantFrom(1, 20, 5000), sendBuffer: fc.constantFrom(1, 20, 5000) }),
  });
  const lines = fc.uint8Array({ maxLength: 400 }).map((bytes) => bytes.map((byte) => (byte % 9 === 0 ? 10 : byte)));
  const plans = fc.record({
    name: fc.constantFrom(...NAMES),
    options: kernels,
    data: lines,
    reads: sizes,
    files: buffers,
  });
  fc.assert(
    fc.property(plans, ({ name, options, data, reads, files }) => {
      const Server = SERVERS[name];
      const kernel = new Kernel(options);
      const isUnix = name.includes('Unix');
      const address: SocketAddress = isUnix ? '/run/echo.sock' : ['127.0.0.1', 5000];
      const received: Uint8Array[] = [];
      const word = { isGiven: false };
      kernel.spawn({
        name: 'server',
        *main() {
          const server = yield* create(Server, address as never, echoing(reads, files));
          const control = new Thread({
            *target() {
              while (!word.isGiven) yield* sleep(1);
              yield* server.shutdown();
            },
          });
          yield* control.start();
          yield* server.serveForever();
          yield* server.serverClose();
        },
      });
      kernel.spawn({
        name: 'client',
        *main() {
          yield* sleep(1);
          const socket = yield* Socket.open(isUnix ? 'AF_UNIX' : 'AF_INET', 'SOCK_STREAM');
          yield* socket.connect(address);
          const reader = new Thread({
            *target() {
              for (;;) {
                const piece = yield* socket.recv(64);
                if (piece.length === 0) return;
                received.push(piece);
              }
            },
          });
          yield* reader.start();
          for (let from = 0; from < data.length; from += reads[0] ?? 1)
            yield* socket.sendall(data.subarray(from, from + (reads[0] ?? 1)));
          yield* socket.shutdown('SHUT_WR');
          yield* reader.join();
          yield* socket.close();
          word.isGiven = true;
        },
      });
      // The server checks twice a second whether to stop.
      expect(kernel.run({ until: seconds(100) })).toBe('exit');
      expect([...concat(received)]).toEqual([...data]);
      expect(kernel.processes.size).toBe(0);
      kernel.run({ until: seconds(300) });
      expect([...kernel.network.sockets.values()].map((socket) => socket.view())).toEqual([]);
    }),
    runs(80),
  );
});
