/** Handlers for `socketserver`. */
import { concat, decodeLatin1, startsWith, strip } from '../../../src/python/bytes.ts';
import { registerClass } from '../../../src/python/classes.ts';
import { RuntimeError, SystemExit, ValueError } from '../../../src/python/errors.ts';
import { pyInt } from '../../../src/python/integers.ts';

import type { Sys } from '../../../src/kernel/sys.ts';
import type { Socket } from '../../../src/stdlib/socket.ts';
import { BaseRequestHandler, DatagramRequestHandler, StreamRequestHandler } from '../../../src/stdlib/socketserver.ts';
import { b, sleepMs } from './common.ts';

const SLEEP = b('sleep ');

export class EchoLines extends StreamRequestHandler {
  override *handle(): Sys<void> {
    for (;;) {
      const line = yield* this.rfile.readline();
      if (line.length === 0) break;
      const bytes = strip(line);
      const word = decodeLatin1(bytes);
      if (word === 'boom') throw new ValueError('boom line');
      if (word === 'exit') throw new SystemExit(4);
      if (word === 'flush') {
        yield* this.wfile.flush();
        continue;
      }
      if (startsWith(bytes, SLEEP)) yield* sleepMs(Number(pyInt(bytes.subarray(SLEEP.length))));
      yield* this.wfile.write(concat([b('echo:'), line]));
      if (word === 'quit') break;
    }
  }

  static override readonly name: string = registerClass('apps', 'EchoLines', EchoLines);
}

export class EchoLinesBuffered extends EchoLines {
  override wbufsize = 4096;
}

export class EchoLinesDefaultBuffer extends EchoLines {
  override wbufsize = -1;
}

export class EchoLinesSmallRead extends EchoLines {
  override rbufsize = 16;
}

export class EchoLinesNoReadBuffer extends EchoLines {
  override rbufsize = 0;
}

export class EchoLinesNoDelay extends EchoLines {
  override wbufsize = 64;
  override disableNagleAlgorithm = true;
}

export class EchoLinesTimeout extends EchoLines {
  override timeout: number | undefined = 0.3;
}

export class EchoRaw extends BaseRequestHandler {
  override *handle(): Sys<void> {
    const connection = this.request as Socket;
    const data = yield* connection.recv(1024);
    yield* connection.sendall(concat([b('raw:'), data]));
  }

  static override readonly name: string = registerClass('apps', 'EchoRaw', EchoRaw);
}

export class EchoDirect extends StreamRequestHandler {
  override *handle(): Sys<void> {
    const first = yield* this.rfile.read(10);
    const line = yield* this.rfile.readline();
    const rest = yield* this.rfile.read();
    const [open, between, close] = [b('<'), b('><'), b('>')] as const;
    yield* this.wfile.write(concat([open, first, between, line, between, rest, close]));
  }

  static override readonly name: string = registerClass('apps', 'EchoDirect', EchoDirect);
}

export class EchoCounted extends StreamRequestHandler {
  override *handle(): Sys<void> {
    const server = this.server as { count?: number };
    server.count = (server.count ?? 0) + 1;
    yield* this.wfile.write(b(`count ${server.count}\n`));
  }

  static override readonly name: string = registerClass('apps', 'EchoCounted', EchoCounted);
}

export class SetupFails extends StreamRequestHandler {
  override *setup(): Sys<void> {
    throw new RuntimeError('boom in setup');
  }

  override *handle(): Sys<void> {
    yield* this.wfile.write(b('never\n'));
  }

  static override readonly name: string = registerClass('apps', 'SetupFails', SetupFails);
}

export class FinishFails extends StreamRequestHandler {
  override *handle(): Sys<void> {
    yield* this.wfile.write(b('handled\n'));
  }

  override *finish(): Sys<void> {
    yield* super.finish();
    throw new RuntimeError('boom in finish');
  }

  static override readonly name: string = registerClass('apps', 'FinishFails', FinishFails);
}

export class BothFail extends StreamRequestHandler {
  override *handle(): Sys<void> {
    throw new ValueError('boom in handle');
  }

  override *finish(): Sys<void> {
    yield* super.finish();
    throw new RuntimeError('boom in finish');
  }

  static override readonly name: string = registerClass('apps', 'BothFail', BothFail);
}

/** Overrides nothing. */
export class Nothing extends BaseRequestHandler {}

export class DatagramEcho extends DatagramRequestHandler {
  override *handle(): Sys<void> {
    const data = yield* this.rfile.read();
    const text = decodeLatin1(data);
    if (text === 'boom') throw new ValueError('boom datagram');
    if (text === 'silent') return;
    yield* this.wfile.write(b('udp:'));
    yield* this.wfile.write(b(text.replace(/[a-z]+/g, (letters) => letters.toUpperCase())));
  }

  static override readonly name: string = registerClass('apps', 'DatagramEcho', DatagramEcho);
}
