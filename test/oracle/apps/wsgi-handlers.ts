/** WSGI request handlers. */
import { registerClass } from '../../../src/python/classes.ts';
import type { BaseException } from '../../../src/python/errors.ts';
import type { Sys } from '../../../src/kernel/sys.ts';
import { WSGIRequestHandler } from '../../../src/werkzeug/serving.ts';
import type { Environ } from '../../../src/werkzeug/wsgi-types.ts';
import { b } from './common.ts';

export class Wsgi11Handler extends WSGIRequestHandler {
  static override protocolVersion = 'HTTP/1.1';
}

export class Wsgi10Handler extends WSGIRequestHandler {
  static override protocolVersion = 'HTTP/1.0';
}

export class WsgiPlainHandler extends WSGIRequestHandler {}

export class WsgiTimeoutHandler extends WSGIRequestHandler {
  override timeout: number | undefined = 0.3;
}

export class WsgiDroppedHandler extends WSGIRequestHandler {
  override connectionDropped(error: BaseException, environ?: Environ): void {
    const where = environ === undefined ? 'no environ' : environ['PATH_INFO'];
    this.log('error', 'dropped %s (%s)', error.className, where);
  }

  static override readonly name: string = registerClass('apps', 'WsgiDroppedHandler', WsgiDroppedHandler);
}

export class WsgiBufferedHandler extends WSGIRequestHandler {
  override wbufsize = 65536;
}

export class WsgiQuietHandler extends WSGIRequestHandler {
  override sysVersion = 'none';

  override get serverVersion(): string {
    return 'Quiet/1';
  }

  override logRequest(code: unknown = '-', size: unknown = '-'): void {
    this.log('info', 'request %s %s', code, size);
  }

  static override readonly name: string = registerClass('apps', 'WsgiQuietHandler', WsgiQuietHandler, {
    own: ['serverVersion'],
  });
}

export class WsgiOverrideHandler extends WSGIRequestHandler {
  *do_GET(): Sys<void> {
    this.sendResponse(200);
    this.sendHeader('Content-Length', '9');
    this.sendHeader('Connection', 'close');
    yield* this.endHeaders();
    yield* this.wfile.write(b('override\n'));
    yield* this.wfile.flush();
  }

  static override readonly name: string = registerClass('apps', 'WsgiOverrideHandler', WsgiOverrideHandler);
}
