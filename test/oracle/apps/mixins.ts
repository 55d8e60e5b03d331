/** Server mixins: each makes a subclass of a server class. */
import { registerClass } from '../../../src/python/classes.ts';
import { OSError, RuntimeError } from '../../../src/python/errors.ts';
import { writeStderr } from '../../../src/python/libc.ts';
import { repr } from '../../../src/python/repr.ts';
import type { Sys } from '../../../src/kernel/sys.ts';
import type { SocketAddress } from '../../../src/kernel/types.ts';
import type { Socket } from '../../../src/stdlib/socket.ts';
import type { BaseServer, ServerRequest } from '../../../src/stdlib/socketserver.ts';
import { excInfo } from '../../../src/stdlib/sys.ts';

/** A server class whose objects need nothing more to be constructed. */
export type ServerBase = new () => BaseServer;
/** Puts a mixin in front of a server class. */
export type Mixin = (Base: ServerBase) => ServerBase;

const print = (text: string): void => writeStderr(`${text}\n`);

const RejectAll: Mixin = (Base) => {
  class RejectAll extends Base {
    override *verifyRequest(_request: ServerRequest, _address: SocketAddress): Sys<boolean> {
      return false;
    }
  }
  return RejectAll;
};

const RejectSecond: Mixin = (Base) => {
  class RejectSecond extends Base {
    seen = 0;

    override *verifyRequest(_request: ServerRequest, _address: SocketAddress): Sys<boolean> {
      this.seen += 1;
      return this.seen % 2 === 1;
    }
  }
  return RejectSecond;
};

const VerifyFails: Mixin = (Base) => {
  class VerifyFails extends Base {
    override *verifyRequest(_request: ServerRequest, _address: SocketAddress): Sys<boolean> {
      throw new RuntimeError('boom in verify_request');
    }
  }
  return VerifyFails;
};

const QuietErrors: Mixin = (Base) => {
  class QuietErrors extends Base {
    override *handleError(_request: ServerRequest, _address: SocketAddress): Sys<void> {
      const [, error] = excInfo();
      print(`quiet error: ${repr(error)}`);
    }
  }
  return QuietErrors;
};

const ProcessPrints: Mixin = (Base) => {
  class ProcessPrints extends Base {
    override *processRequest(request: ServerRequest, address: SocketAddress): Sys<void> {
      print('before process_request');
      yield* super.processRequest(request, address);
      print('after process_request');
    }
  }
  return ProcessPrints;
};

const GetRequestFails: Mixin = (Base) => {
  class GetRequestFails extends Base {
    failed = false;

    override *getRequest(): Sys<readonly [ServerRequest, SocketAddress]> {
      const [request, address] = yield* super.getRequest();
      if (!this.failed) {
        this.failed = true;
        yield* (request as Socket).close();
        throw new OSError('boom in get_request');
      }
      return [request, address];
    }
  }
  return GetRequestFails;
};

const TimeoutPrints: Mixin = (Base) => {
  class TimeoutPrints extends Base {
    override *handleTimeout(): Sys<void> {
      print('handle_timeout');
      yield* super.handleTimeout();
    }
  }
  return TimeoutPrints;
};

/** All mixins by name. The same class comes for the same base, registered once. */
export const MIXINS: Readonly<Record<string, Mixin>> = Object.fromEntries(
  Object.entries({
    RejectAll,
    RejectSecond,
    VerifyFails,
    QuietErrors,
    ProcessPrints,
    GetRequestFails,
    TimeoutPrints,
  }).map(([name, mixin]) => [name, registered(name, mixin)]),
);

function registered(name: string, mixin: Mixin): Mixin {
  const made = new WeakMap<ServerBase, ServerBase>();
  return (Base) => {
    let Class = made.get(Base);
    if (Class === undefined) {
      Class = mixin(Base);
      Object.defineProperty(Class, 'name', { value: registerClass('apps', name, Class) });
      made.set(Base, Class);
    }
    return Class;
  };
}
