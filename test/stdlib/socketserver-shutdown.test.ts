/** Stopping and restarting `serve_forever`. */
import { describe, expect, test } from 'vitest';
import { Kernel } from '../../src/kernel/kernel.ts';
import type { Sys } from '../../src/kernel/sys.ts';
import type { Fd } from '../../src/kernel/types.ts';
import { encodeLatin1 } from '../../src/python/bytes.ts';
import { create } from '../../src/python/classes.ts';
import { BaseException, OSError, ValueError } from '../../src/python/errors.ts';
import { monotonic, sleep } from '../../src/stdlib/time.ts';
import { StreamRequestHandler, TCPServer } from '../../src/stdlib/socketserver.ts';
import { Thread } from '../../src/stdlib/threading.ts';
import { call, micros, receiveAll, seconds } from '../support/drive.ts';

class Echo extends StreamRequestHandler {
  override *handle(): Sys<void> {
    yield* this.wfile.write(yield* this.rfile.readline());
  }
}

/** A server, and what was done to it and when. */
class TrackedCoroutine extends TCPServer {
  readonly notes: [what: string, when: number][] = [];
  actions = 0;

  note(what: string): void {
    this.notes.push([what, monotonic()]);
  }

  override *finishRequest(...args: Parameters<TCPServer['finishRequest']>): Sys<void> {
    this.note('request');
    yield* super.finishRequest(...args);
  }

  override *serviceActions(): Sys<void> {
    this.actions += 1;
  }

  /** Stops it from a thread of its own, after `delay` seconds. */
  *stopAfter(delay: number): Sys<Thread> {
    const thread = new Thread({ target: () => this._stop(delay) });
    yield* thread.start();
    return thread;
  }

  *_stop(delay: number): Sys<void> {
    yield* sleep(delay);
    yield* this.shutdown();
    this.note('shutdown');
  }
}

/** What a client gets; the error's name when the connection is reset. */
function* received(fd: Fd): Sys<string> {
  try {
    return yield* receiveAll(fd);
  } catch (error) {
    if (error instanceof OSError) return error.className;
    throw error;
  }
}

/**
 * Runs `main` with a server of class `Class`, and a client that connects at each of `times`, in seconds; answers what
 * the clients got.
 */
function scene(
  main: (server: TrackedCoroutine) => Sys<void>,
  times: readonly number[] = [],
  Class = TrackedCoroutine,
): readonly string[] {
  const kernel = new Kernel();
  const answers: string[] = [];
  kernel.spawn({
    name: 'server',
    *main() {
      yield* main(yield* create(Class, ['127.0.0.1', 8000], Echo));
    },
  });
  for (const [index, time] of times.entries()) {
    kernel.spawn({
      name: `client-${index}`,
      *main() {
        const fd = yield* call('socket', 'AF_INET', 'SOCK_STREAM');
        yield* call('nanosleep', micros(time * 1e6));
        yield* call('connect', fd, ['127.0.0.1', 8000]);
        yield* call('sendto', fd, encodeLatin1(`${index}\n`));
        answers[index] = yield* received(fd);
      },
    });
  }
  expect(kernel.run({ until: seconds(30) })).toBe('exit');
  return answers;
}

/** Takes two seconds for a request. */
class Slow extends TrackedCoroutine {
  override *finishRequest(...args: Parameters<TCPServer['finishRequest']>): Sys<void> {
    yield* super.finishRequest(...args);
    yield* sleep(2);
  }
}

describe('shutdown', () => {
  test('returns when the loop has ended, even if the same thread serves again at once', () => {
    scene(function* (server) {
      const stopping = yield* server.stopAfter(1.1);
      yield* server.serveForever();
      server.note('first');
      const again = yield* server.stopAfter(1);
      yield* server.serveForever();
      server.note('second');
      for (const thread of [stopping, again]) yield* thread.join();
      expect(server.notes).toEqual([
        ['first', 1.5],
        ['shutdown', 1.5],
        ['second', 2.5],
        ['shutdown', 2.5],
      ]);
    });
  });

  test('leaves a later request in the backlog, for the next call', () => {
    const answers = scene(
      function* (server) {
        const stopping = yield* server.stopAfter(0.1);
        yield* server.serveForever();
        expect([server.notes, monotonic(), server.actions]).toEqual([[], 0.2, 0]);
        yield* server.handleRequest();
        yield* stopping.join();
        expect(server.notes).toEqual([
          ['request', 0.2],
          ['shutdown', 0.2],
        ]);
        yield* server.serverClose();
      },
      [0.2],
    );
    expect(answers).toEqual(['0\n']);
  });

  test('is noticed at the end of the poll interval, after the request that is being served', () => {
    const answers = scene(
      function* (server) {
        yield* server.stopAfter(1);
        yield* server.serveForever(0.2);
        expect([server.notes, monotonic(), server.actions]).toEqual([[['request', 0.1]], 2.1, 1]);
        yield* server.serverClose();
      },
      [0.1, 0.5],
      Slow,
    );
    expect(answers).toEqual(['0\n', 'ConnectionResetError']);
  });

  test('before the loop has begun ends it as soon as it begins', () => {
    scene(function* (server) {
      yield* server.stopAfter(0);
      yield* sleep(1);
      expect(server.notes).toEqual([]);
      yield* server.serveForever();
      yield* sleep(0);
      expect([server.notes, server.actions]).toEqual([[['shutdown', 1]], 0]);
    });
  });

  test('returns when the loop ends by an exception, and does not stop the next loop', () => {
    class Failing extends Slow {
      override *serviceActions(): Sys<void> {
        yield* super.serviceActions();
        if (this.actions === 1) throw new ValueError('service');
      }
    }
    scene(
      function* (server) {
        yield* server.stopAfter(1);
        try {
          yield* server.serveForever();
        } catch (error) {
          if (!(error instanceof BaseException)) throw error;
          server.note(error.text);
        }
        const stopping = yield* server.stopAfter(1);
        yield* server.serveForever();
        server.note('end');
        yield* stopping.join();
        expect(server.notes).toEqual([
          ['request', 0.1],
          ['service', 2.1],
          ['shutdown', 2.1],
          ['end', 3.1],
          ['shutdown', 3.1],
        ]);
      },
      [0.1],
      Failing,
    );
  });
});

describe('handleRequest', () => {
  test('after one that gave up serves the next request, and only that, with the whole timeout again', () => {
    class Impatient extends TrackedCoroutine {
      override timeout: number | undefined = 0.5;

      override *handleTimeout(): Sys<void> {
        this.note('timeout');
      }
    }
    const answers = scene(
      function* (server) {
        for (let call = 0; call < 5; call += 1) yield* server.handleRequest();
        expect([server.notes, monotonic(), server.actions]).toEqual([
          [
            ['timeout', 0.5],
            ['request', 0.7],
            ['request', 0.7],
            ['timeout', 1.2],
            ['timeout', 1.7],
          ],
          1.7,
          0,
        ]);
        yield* server.serverClose();
      },
      [0.7, 0.7],
      Impatient,
    );
    expect(answers).toEqual(['0\n', '1\n']);
  });

  test('waits no longer than the shorter of its timeout and that of the socket', () => {
    for (const [own, socket, until] of [
      [0.5, undefined, 0.5],
      [undefined, 0.25, 0.25],
      [0.5, 0.25, 0.25],
      [0.25, 0.5, 0.25],
      [0, undefined, 0],
    ] as const) {
      scene(function* (server) {
        server.timeout = own;
        yield* server.socket.settimeout(socket);
        yield* server.handleRequest();
        expect([own, socket, monotonic()]).toEqual([own, socket, until]);
      });
    }
  });
});
