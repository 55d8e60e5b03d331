import { describe, expect, test } from 'vitest';
import { Kernel } from '../../src/kernel/kernel.ts';
import type { Sys } from '../../src/kernel/sys.ts';
import { Terminal } from '../../src/kernel/files/terminal.ts';
import type { Address } from '../../src/kernel/types.ts';
import { concat, decodeLatin1, decodeUtf8, encodeLatin1 } from '../../src/python/bytes.ts';
import { create } from '../../src/python/classes.ts';
import { RuntimeError, ValueError } from '../../src/python/errors.ts';
import { forkCopy } from '../../src/python/fork-copy.ts';
import { sleep } from '../../src/stdlib/time.ts';
import {
  BaseServer,
  DatagramRequestHandler,
  ForkingMixIn,
  ForkingTCPServer,
  StreamRequestHandler,
  TCPServer,
  ThreadingMixIn,
  ThreadingTCPServer,
  ThreadingUDPServer,
  UDPServer,
} from '../../src/stdlib/socketserver.ts';
import { Thread } from '../../src/stdlib/threading.ts';
import { call, micros, receiveAll, seconds } from '../support/drive.ts';

/** Answers one line: `sleep` first waits a second, `boom` fails, anything else is counted and sent back. */
class Echo extends StreamRequestHandler {
  override *handle(): Sys<void> {
    const line = decodeLatin1(yield* this.rfile.readline()).trim();
    if (line === 'boom') throw new ValueError('boom line');
    if (line === 'sleep') yield* sleep(1);
    const server = this.server as { count?: number };
    server.count = (server.count ?? 0) + 1;
    yield* this.wfile.write(encodeLatin1(`${line} ${server.count}\n`));
  }
}

class Upper extends DatagramRequestHandler {
  override *handle(): Sys<void> {
    const text = decodeLatin1(yield* this.rfile.read());
    yield* this.wfile.write(encodeLatin1(text.toUpperCase()));
  }
}

type StreamClass = new () => TCPServer;

interface Played {
  readonly answers: readonly string[];
  readonly log: string;
  /** When the server had ended. */
  readonly seconds: number;
}

/** Serves until all clients, which begin together, have their answers; then another thread shuts the server down. */
function play(Class: StreamClass, lines: readonly string[]): Played {
  const kernel = new Kernel();
  const written: Uint8Array[] = [];
  const answers: string[] = [];
  let ended = 0;
  kernel.spawn({
    name: 'server',
    terminal: new Terminal((data) => void written.push(data)),
    *main() {
      const made = yield* create(Class, ['127.0.0.1', 8000], Echo);
      const control = new Thread({
        *target() {
          while (answers.flat().length < lines.length) yield* sleep(0.1);
          yield* made.shutdown();
        },
      });
      yield* control.start();
      yield* made.serveForever();
      yield* made.serverClose();
      ended = kernel.clock.now;
    },
  });
  for (const [index, line] of lines.entries()) {
    kernel.spawn({
      name: `client-${index}`,
      *main() {
        const fd = yield* call('socket', 'AF_INET', 'SOCK_STREAM');
        yield* call('nanosleep', micros(1000));
        yield* call('connect', fd, ['127.0.0.1', 8000]);
        yield* call('sendto', fd, encodeLatin1(`${line}\n`));
        answers[index] = yield* receiveAll(fd);
      },
    });
  }
  expect(kernel.run({ until: seconds(30) })).toBe('exit');
  return { answers, log: decodeUtf8(concat(written)), seconds: Math.floor(ended / 1e6) };
}

describe.each([
  ['TCPServer', TCPServer],
  ['ThreadingTCPServer', ThreadingTCPServer],
  ['ForkingTCPServer', ForkingTCPServer],
] as const)('%s', (_name, Class) => {
  test('answers every client and ends when it is told to', () => {
    expect(play(Class, ['one', 'two']).answers.map((answer) => answer.slice(0, 4))).toEqual(['one ', 'two ']);
  });

  test('tells about an error of a handler and goes on', () => {
    const { answers, log } = play(Class, ['boom', 'after']);
    expect(answers[0]).toBe('');
    expect(answers[1]).toMatch(/^after/);
    const rule = '-'.repeat(40);
    expect(log).toMatch(
      new RegExp(
        `^${rule}\nException occurred during processing of request from \\('127\\.0\\.0\\.1', \\d+\\)\n` +
          `Traceback \\(most recent call last\\):\nValueError: boom line\n${rule}\n$`,
      ),
    );
  });
});

test('one at a time, in threads, in processes: which requests wait for each other, and which share the server', () => {
  const lines = ['sleep', 'sleep', 'sleep'];
  expect(play(TCPServer, lines)).toMatchObject({ answers: ['sleep 1\n', 'sleep 2\n', 'sleep 3\n'], seconds: 3 });
  expect(play(ThreadingTCPServer, lines)).toMatchObject({
    answers: ['sleep 1\n', 'sleep 2\n', 'sleep 3\n'],
    seconds: 1,
  });
  expect(play(ForkingTCPServer, lines)).toMatchObject({ answers: ['sleep 1\n', 'sleep 1\n', 'sleep 1\n'], seconds: 1 });
});

test('a forking server with as many children as it may have waits for one to end', () => {
  class Few extends ForkingTCPServer {
    override maxChildren = 2;
  }
  expect(play(Few, ['sleep', 'sleep', 'sleep']).seconds).toBe(2);
});

describe.each([
  ['UDPServer', UDPServer],
  ['ThreadingUDPServer', ThreadingUDPServer],
] as const)('%s', (_name, Class) => {
  test('answers a datagram with a datagram', () => {
    const kernel = new Kernel();
    const answers: string[] = [];
    kernel.spawn({
      name: 'server',
      *main() {
        const server = yield* create(Class, ['127.0.0.1', 8000], Upper);
        yield* server.handleRequest();
        yield* server.serverClose();
      },
    });
    kernel.spawn({
      name: 'client',
      *main() {
        const fd = yield* call('socket', 'AF_INET', 'SOCK_DGRAM');
        yield* call('nanosleep', micros(1000));
        yield* call('sendto', fd, encodeLatin1('hello'), ['127.0.0.1', 8000] as Address);
        answers.push(decodeLatin1((yield* call('recvfrom', fd, 100)).data));
      },
    });
    kernel.run();
    expect(answers).toEqual(['HELLO']);
  });
});

test('handleRequest gives up after the timeout', () => {
  const kernel = new Kernel();
  const events: string[] = [];
  class Timed extends TCPServer {
    override timeout: number | undefined = 0.4;

    override *handleTimeout(): Sys<void> {
      events.push(`timeout at ${kernel.clock.now / 1e6}`);
    }
  }
  kernel.spawn({
    name: 'server',
    *main() {
      const server = yield* create(Timed, ['127.0.0.1', 8000], Echo);
      yield* server.handleRequest();
      events.push('done');
    },
  });
  kernel.run({ until: seconds(2) });
  expect(events).toEqual([expect.stringMatching(/^timeout at 0\.4/), 'done']);
});

test('mixins make the same class for the same base, and put themselves in front of it', () => {
  expect(ThreadingMixIn(TCPServer)).toBe(ThreadingMixIn(TCPServer));
  expect(new (ThreadingMixIn(TCPServer) as typeof TCPServer)()).toBeInstanceOf(TCPServer);
  expect(ForkingMixIn(TCPServer)).not.toBe(ForkingMixIn(UDPServer));
  expect(new ForkingTCPServer().timeout).toBe(300);
  expect(new ThreadingTCPServer().timeout).toBeUndefined();
  expect(new ThreadingUDPServer().maxPacketSize).toBe(8192);
});

test('a server without getRequest is no server', () => {
  expect(() => new BaseServer().getRequest().next()).toThrow(TypeError);
});

test('an exception that a handler raises while it ends has the first one as its context', () => {
  class BothFail extends Echo {
    override *handle(): Sys<void> {
      throw new ValueError('in handle');
    }

    override *finish(): Sys<void> {
      yield* super.finish();
      throw new RuntimeError('in finish');
    }
  }
  const kernel = new Kernel();
  const written: Uint8Array[] = [];
  kernel.spawn({
    name: 'server',
    terminal: new Terminal((data) => void written.push(data)),
    *main() {
      const server = yield* create(TCPServer, ['127.0.0.1', 8000], BothFail);
      yield* server.handleRequest();
    },
  });
  kernel.spawn({
    name: 'client',
    *main() {
      const fd = yield* call('socket', 'AF_INET', 'SOCK_STREAM');
      yield* call('nanosleep', micros(1000));
      yield* call('connect', fd, ['127.0.0.1', 8000]);
    },
  });
  kernel.run();
  expect(decodeUtf8(concat(written))).toContain(
    'ValueError: in handle\n\nDuring handling of the above exception, another exception occurred:\n\n' +
      'Traceback (most recent call last):\nRuntimeError: in finish\n',
  );
});

describe('forkCopy', () => {
  class Held {
    readonly copies: number;
    constructor(copies = 0) {
      this.copies = copies;
    }
    copyForFork(): Held {
      return new Held(this.copies + 1);
    }
  }
  class Server {
    socket = new Held();
    children = new Set([1]);
    count = 0;
    handler = Held;
  }

  test('copies an object, what it holds that can be copied, and collections', () => {
    const server = new Server();
    const copy = forkCopy(server);
    copy.count = 5;
    copy.children.add(2);
    expect(copy).toBeInstanceOf(Server);
    expect(copy.socket.copies).toBe(1);
    expect(copy.handler).toBe(Held);
    expect(server).toMatchObject({ count: 0, children: new Set([1]) });
  });

  test('keeps what was one object one object', () => {
    const server = new Server();
    const copies = new Map<object, unknown>();
    const copy = forkCopy(server, copies);
    const [, socket] = forkCopy([new Uint8Array(1), server.socket] as const, copies);
    expect(socket).toBe(copy.socket);
  });
});
