/** What servers and handlers do at their edges; expected values are those of CPython 3.11.7 on Linux. */
import { describe, expect, test } from 'vitest';
import { Kernel } from '../../src/kernel/kernel.ts';
import type { Sys, ThreadMain } from '../../src/kernel/sys.ts';
import { Terminal } from '../../src/kernel/files/terminal.ts';
import { concat, decodeUtf8 } from '../../src/python/bytes.ts';
import { create } from '../../src/python/classes.ts';
import { ConnectionAbortedError, OSError, RuntimeError, SystemExit, ValueError } from '../../src/python/errors.ts';
import { waitpid } from '../../src/stdlib/os.ts';
import {
  BaseServer,
  ForkingMixIn,
  ForkingTCPServer,
  StreamRequestHandler,
  TCPServer,
  ThreadingTCPServer,
  UnixDatagramServer,
  UnixStreamServer,
} from '../../src/stdlib/socketserver.ts';
import type { _Threads } from '../../src/stdlib/socketserver.ts';
import { currentThread } from '../../src/stdlib/threading.ts';
import { monotonic, sleep } from '../../src/stdlib/time.ts';
import { bytes, call, receiveAll, resetClose, seconds, tcp } from '../support/drive.ts';

const ADDRESS = ['127.0.0.1', 8000] as const;

/** Sends the number of seconds that its handler is to take, and reads the answer. */
function client(length: number, answers: string[] = []): ThreadMain {
  return function* () {
    yield* sleep(0.01);
    const fd = yield* tcp();
    yield* call('connect', fd, ADDRESS);
    yield* call('sendto', fd, bytes(`${length}\n`));
    try {
      answers.push(yield* receiveAll(fd));
    } catch (error) {
      if (!(error instanceof OSError)) throw error;
      answers.push(error.className);
    }
  };
}

/** Runs a server's process beside its clients until all have ended; answers what the server wrote. */
function scene(server: () => Sys<void>, clients: readonly ThreadMain[] = []): string {
  const kernel = new Kernel();
  const written: Uint8Array[] = [];
  kernel.spawn({ name: 'server', terminal: new Terminal((data) => void written.push(data)), main: server });
  for (const [index, main] of clients.entries()) kernel.spawn({ name: `client-${index}`, main });
  expect(kernel.run({ until: seconds(30) })).toBe('exit');
  return decodeUtf8(concat(written));
}

class Sleeper extends StreamRequestHandler {
  override *handle(): Sys<void> {
    yield* sleep(Number(decodeUtf8(yield* this.rfile.readline())));
    yield* this.wfile.write(bytes('done'));
  }
}

/** What `act` raises. */
function* raised(act: Sys<void>): Sys<unknown> {
  try {
    yield* act;
  } catch (error) {
    return error;
  }
  return undefined;
}

describe('server_close of a threading server', () => {
  const closedAfter = (change: Partial<ThreadingTCPServer>, lengths: readonly number[]): number => {
    let seconds = 0;
    scene(
      function* () {
        const server = Object.assign(yield* create(ThreadingTCPServer, ADDRESS, Sleeper), change);
        for (const _ of lengths) yield* server.handleRequest();
        yield* server.serverClose();
        seconds = Math.floor(monotonic());
      },
      lengths.map((length) => client(length)),
    );
    return seconds;
  };

  test('waits for all threads of requests, whichever ends last', () => {
    expect(closedAfter({}, [2, 1])).toBe(2);
    expect(closedAfter({}, [1, 2])).toBe(2);
  });

  test('waits for none of them when they are daemons or when it shall not block', () => {
    expect(closedAfter({ daemonThreads: true }, [2, 1])).toBe(0);
    expect(closedAfter({ blockOnClose: false }, [2, 1])).toBe(0);
  });

  test('has nothing to wait for after a request that has ended: its thread is not kept', () => {
    scene(
      function* () {
        const server = yield* create(ThreadingTCPServer, ADDRESS, Sleeper);
        for (let served = 0; served < 3; served += 1) {
          yield* server.handleRequest();
          yield* sleep(1);
        }
        expect((server._threads as _Threads)._list.map((thread) => thread.isAlive())).toEqual([false]);
        yield* server.serverClose();
      },
      [0, 0, 0].map(() => client(0)),
    );
  });
});

describe('a forking server', () => {
  test('waits for its children when it is closed, unless it shall not block', () => {
    for (const [blockOnClose, after, left] of [
      [true, 1, 0],
      [false, 0, 1],
    ] as const) {
      scene(
        function* () {
          const server = yield* create(ForkingTCPServer, ADDRESS, Sleeper);
          expect(server.blockOnClose).toBe(true);
          server.blockOnClose = blockOnClose;
          yield* server.handleRequest();
          yield* server.serverClose();
          expect([Math.floor(monotonic()), server.activeChildren?.size]).toEqual([after, left]);
        },
        [client(1)],
      );
    }
  });

  test.each(['serviceActions', 'handleTimeout'] as const)('collects in %s the children that have ended', (method) => {
    scene(
      function* () {
        const server = yield* create(ForkingTCPServer, ADDRESS, Sleeper);
        yield* server[method]();
        yield* server.handleRequest();
        yield* server[method]();
        expect(server.activeChildren?.size).toBe(1);
        yield* sleep(2);
        yield* server[method]();
        expect(server.activeChildren?.size).toBe(0);
      },
      [client(1)],
    );
  });

  test('forgets a child that the program has waited for itself', () => {
    for (const maxChildren of [40, 1]) {
      scene(
        function* () {
          const server = yield* create(ForkingTCPServer, ADDRESS, Sleeper);
          server.maxChildren = maxChildren;
          yield* server.handleRequest();
          yield* waitpid(-1, 0);
          yield* server.collectChildren();
          expect(server.activeChildren?.size).toBe(0);
        },
        [client(0)],
      );
    }
  });

  test('is one class for each class of servers', () => {
    expect(ForkingMixIn(UnixStreamServer)).toBe(ForkingMixIn(UnixStreamServer));
    expect(new (ForkingMixIn(UnixStreamServer) as typeof UnixStreamServer)()).toBeInstanceOf(UnixStreamServer);
  });
});

describe('handle_request', () => {
  /** Serves one client so; answers what went out of `handle_request`, and what the client got. */
  function serveOne(change: Partial<TCPServer>, Handler = Sleeper): readonly [unknown, string[], string] {
    const answers: string[] = [];
    let error: unknown;
    const log = scene(
      function* () {
        const server = Object.assign(yield* create(TCPServer, ADDRESS, Handler), change);
        error = yield* raised(server.handleRequest());
        yield* sleep(1);
      },
      [client(0, answers)],
    );
    return [error, answers, log];
  }

  test('overlooks a connection that was gone when it was accepted, and no other error', () => {
    const failing = (error: OSError | ValueError): Partial<TCPServer> => ({
      *getRequest() {
        throw error;
      },
    });
    expect(serveOne(failing(new ConnectionAbortedError('gone')))[0]).toBeUndefined();
    const other = new ValueError('no request');
    expect(serveOne(failing(other))[0]).toBe(other);
  });

  test('closes a connection that is not verified, without a word', () => {
    const refusing: Partial<TCPServer> = {
      *verifyRequest() {
        return false;
      },
    };
    expect(serveOne(refusing)).toEqual([undefined, [''], '']);
  });

  test('lets through what verify_request raises, and what handle_error raises', () => {
    class Failing extends Sleeper {
      override *handle(): Sys<void> {
        throw new RuntimeError('handle');
      }
    }
    const error = new ValueError('no');
    const raising = function* (): Sys<never> {
      throw error;
    };
    expect(serveOne({ verifyRequest: raising })[0]).toBe(error);
    expect(serveOne({ handleError: raising }, Failing)[0]).toBe(error);
    expect(error.__context__).toMatchObject({ text: 'handle' });
  });

  test('ends the connection and lets through SystemExit, which is not an Exception, without a report', () => {
    class Exits extends Sleeper {
      override *handle(): Sys<void> {
        yield* this.rfile.readline();
        throw new SystemExit(3);
      }
    }
    const [error, answers, log] = serveOne({}, Exits);
    expect(error).toBeInstanceOf(SystemExit);
    expect([answers, log]).toEqual([[''], '']);
  });
});

describe('a stream server', () => {
  test('that cannot bind gives its socket back, and says why', () => {
    scene(function* () {
      const first = yield* create(TCPServer, ADDRESS, Sleeper);
      const error = yield* raised(create(TCPServer, ADDRESS, Sleeper) as unknown as Sys<void>);
      expect(error).toMatchObject({ errnoName: 'EADDRINUSE' });
      yield* first.serverClose();
      const again = yield* create(TCPServer, ADDRESS, Sleeper);
      expect(again.fileno()).toBe(3);
    });
  });

  test('shares a port with others that allow it', () => {
    class Sharing extends TCPServer {
      override allowReusePort = true;
    }
    scene(function* () {
      const servers = [yield* create(Sharing, ADDRESS, Sleeper), yield* create(Sharing, ADDRESS, Sleeper)];
      expect(servers.map(({ serverAddress }) => serverAddress)).toEqual([ADDRESS, ADDRESS]);
      expect(yield* raised(create(TCPServer, ADDRESS, Sleeper) as unknown as Sys<void>)).toBeInstanceOf(OSError);
    });
  });

  test.each([UnixStreamServer, UnixDatagramServer])('on a path: %o', (Class) => {
    scene(function* () {
      const server = yield* create(Class, '/run/app.sock', Sleeper);
      expect(server.serverAddress).toBe('/run/app.sock');
      yield* server.serverClose();
    });
  });

  test('needs a get_request of its own', () => {
    expect(() => new BaseServer().getRequest().next()).toThrow('a server class must have getRequest()');
  });
});

describe('a stream handler', () => {
  /** Serves one client of a threading server; answers what the client got, and the log. */
  function serve(Handler: typeof Sleeper, main?: ThreadMain): readonly [string | undefined, string] {
    const answers: string[] = [];
    const log = scene(
      function* () {
        const server = yield* create(ThreadingTCPServer, ADDRESS, Handler);
        yield* server.handleRequest();
        yield* server.serverClose();
      },
      [main ?? client(0, answers)],
    );
    return [answers[0], log];
  }

  test("has an unbuffered writer, the socket's own descriptor, and a thread with a name that says what it does", () => {
    class Looks extends Sleeper {
      override *handle(): Sys<void> {
        const { wfile } = this as unknown as { wfile: { writable(): boolean; fileno(): number } };
        expect([wfile.writable(), wfile.fileno()]).toEqual([true, this.connection.fileno()]);
        expect(currentThread().name).toBe('Thread-1 (process_request_thread)');
        expect(yield* this.connection.getsockopt('IPPROTO_TCP', 'TCP_NODELAY')).toBe(0);
        yield* this.rfile.readline();
        expect(yield* this.wfile.write(bytes('abc'))).toBe(3);
      }
    }
    expect(serve(Looks)).toEqual(['abc', '']);
  });

  test("switches Nagle's algorithm off when it shall", () => {
    class Prompt extends Sleeper {
      override disableNagleAlgorithm = true;

      override *handle(): Sys<void> {
        expect(yield* this.connection.getsockopt('IPPROTO_TCP', 'TCP_NODELAY')).toBe(1);
        yield* this.rfile.readline();
      }
    }
    expect(serve(Prompt)).toEqual(['', '']);
  });

  test('with a buffer sends at the end what it has written, also if it has closed its file already', () => {
    class Buffered extends Sleeper {
      override wbufsize = -1;
    }
    class Closes extends Buffered {
      override *handle(): Sys<void> {
        yield* super.handle();
        yield* this.wfile.close();
      }
    }
    expect(serve(Buffered)).toEqual(['done', '']);
    expect(serve(Closes)).toEqual(['done', '']);
  });

  test('with a buffer, whose client has reset the connection, fails with what closing says, not flushing', () => {
    class Late extends Sleeper {
      override wbufsize = -1;
    }
    const [, log] = serve(Late, function* () {
      yield* sleep(0.01);
      const fd = yield* tcp();
      yield* call('connect', fd, ADDRESS);
      yield* call('sendto', fd, bytes('1\n'));
      yield* sleep(0.5);
      yield* resetClose(fd);
    });
    expect(log).toMatch(
      /request from \('127\.0\.0\.1', \d+\)\nTraceback [^\n]*\nBrokenPipeError: \[Errno 32\] Broken pipe\n-+\n$/,
    );
  });

  test("that fails closes its files with the exception, so that the server's descriptors do not run out", () => {
    class Fails extends Sleeper {
      override wbufsize = -1;
      override *finish(): Sys<void> {
        throw new RuntimeError('never closed');
      }
    }
    scene(
      function* () {
        const server = yield* create(TCPServer, ADDRESS, Fails);
        server.handleError = function* (): Sys<void> {};
        for (let served = 0; served < 3; served += 1) yield* server.handleRequest();
        const next = yield* tcp();
        expect(next).toBe(4);
      },
      [0, 0, 0].map(() => client(0)),
    );
  });
});
