/** Handlers for `http.server`. */
import { concat } from '../../../src/python/bytes.ts';
import { registerClass } from '../../../src/python/classes.ts';
import { ValueError } from '../../../src/python/errors.ts';
import { pyInt } from '../../../src/python/integers.ts';

import type { Sys } from '../../../src/kernel/sys.ts';
import { BaseHTTPRequestHandler } from '../../../src/stdlib/http/server.ts';
import { dumps } from '../../../src/stdlib/json.ts';
import { argument, b, intOf, pick, segments, sleepMs } from './common.ts';
import type { Headers } from './common.ts';

type Action = (handler: KeepAliveHandler, args: readonly string[]) => Sys<void>;

export class KeepAliveHandler extends BaseHTTPRequestHandler {
  static override protocolVersion = 'HTTP/1.1';

  *answer(body: Uint8Array, status = 200, extra: Headers = []): Sys<void> {
    this.sendResponse(status);
    this.sendHeader('Content-Type', 'text/plain');
    this.sendHeader('Content-Length', String(body.length));
    for (const [name, value] of extra) this.sendHeader(name, value);
    yield* this.endHeaders();
    if (this.command !== 'HEAD') yield* this.wfile.write(body);
  }

  *do_GET(): Sys<void> {
    const [path = ''] = this.path.split('?');
    const [what = '', ...args] = segments(path);
    const action = pick(ACTIONS, what);
    if (action !== undefined) return yield* action(this, args);
    yield* this.answer(b(`GET ${this.path}\n`));
  }

  *do_HEAD(): Sys<void> {
    yield* this.do_GET();
  }

  *do_POST(): Sys<void> {
    const length = pyInt(this.headers.get('Content-Length', '0'));
    const body = yield* this.rfile.read(length);
    yield* this.answer(concat([b(`${body.length}:`), body]));
  }

  *do_lower(): Sys<void> {
    yield* this.answer(b('lower method\n'));
  }

  static override readonly name: string = registerClass('apps', 'KeepAliveHandler', KeepAliveHandler);
}

const ACTIONS: Readonly<Record<string, Action>> = {
  *error(handler, args) {
    yield* handler.sendError(intOf(args));
  },
  *explain(handler) {
    yield* handler.sendError(400, 'Message <b> & text', 'Explain <i> & text');
  },
  *message(handler) {
    yield* handler.sendError(499, 'Only é message');
  },
  *close(handler) {
    yield* handler.answer(b('closing\n'), 200, [['Connection', 'close']]);
  },
  *keep(handler) {
    yield* handler.answer(b('keeping\n'), 200, [['Connection', 'keep-alive']]);
  },
  *raise() {
    throw new ValueError('boom in do_GET');
  },
  *late(handler) {
    yield* handler.answer(b('late\n'));
    throw new ValueError('boom after answer');
  },
  *headers(handler) {
    yield* handler.answer(b(dumps([...handler.headers.items()].map((pair) => [...pair]))));
  },
  *get(handler, args) {
    const name = argument(args);
    yield* handler.answer(b(dumps([handler.headers.get(name) ?? null, handler.headers.getAll(name) ?? null])));
  },
  *line(handler) {
    const { command, path, requestVersion, requestline, closeConnection } = handler;
    yield* handler.answer(b(dumps([command, path, requestVersion, requestline, closeConnection])));
  },
  *status(handler, args) {
    handler.sendResponse(intOf(args));
    handler.sendHeader('Content-Length', '0');
    yield* handler.endHeaders();
  },
  *only(handler) {
    handler.sendResponseOnly(200, 'Only');
    handler.sendHeader('Content-Length', '5');
    yield* handler.endHeaders();
    yield* handler.wfile.write(b('only\n'));
  },
  *nolength(handler) {
    handler.sendResponse(200);
    yield* handler.endHeaders();
    yield* handler.wfile.write(b('no length\n'));
  },
  *noend(handler) {
    handler.sendResponse(200);
    handler.sendHeader('Content-Length', '0');
  },
  *log(handler) {
    handler.logMessage('%s says %s', 'handler', 'ctl\x01\x1b\x7f\x85\\back');
    handler.logError('error %d', 7);
    yield* handler.answer(b('logged\n'));
  },
  *sleep(handler, args) {
    yield* sleepMs(intOf(args));
    yield* handler.answer(b('slept\n'));
  },
};

export class Http10Handler extends KeepAliveHandler {
  static override protocolVersion = 'HTTP/1.0';
}

export class TimeoutHandler extends KeepAliveHandler {
  override timeout: number | undefined = 0.3;
}

export class BufferedHandler extends KeepAliveHandler {
  override wbufsize = 65536;
}

export class RefuseExpectHandler extends KeepAliveHandler {
  override *handleExpect100(): Sys<boolean> {
    yield* this.sendError(417);
    return false;
  }

  static override readonly name: string = registerClass('apps', 'RefuseExpectHandler', RefuseExpectHandler, {
    names: { handleExpect100: 'handle_expect_100' },
  });
}

export class NamedHandler extends KeepAliveHandler {
  override sysVersion = '';
  override errorMessageFormat = '%(code)d|%(message)s|%(explain)s';
  override errorContentType = 'text/plain';
  override defaultRequestVersion = 'HTTP/1.0';

  override get serverVersion(): string {
    return 'Named/9';
  }
}
