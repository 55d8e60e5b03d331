/** Serves each request in a thread or process of its own. Mirrors `socketserver.ThreadingMixIn` and `ForkingMixIn`. */
import type { Sys } from '../../kernel/sys.ts';
import type { Pid, SocketAddress } from '../../kernel/types.ts';
import { registerClass } from '../../python/classes.ts';
import { ChildProcessError, Exception, OSError } from '../../python/errors.ts';
import { releaseException } from '../../python/finalize.ts';
import { asPythonError } from '../../python/foreign.ts';
import { withFinally, handling } from '../../python/handling.ts';
import { forkCopy } from '../../python/fork-copy.ts';
import { _exit, fork, waitpid, WNOHANG } from '../os.ts';
import { Thread } from '../threading.ts';
import type { BaseServer, ServerRequest } from './base-server.ts';

/** A server class, as a mixin takes it. */
// TS2545 demands `any[]` for the constructor of a mixin's base.
// oxlint-disable-next-line typescript/no-explicit-any
export type ServerClass = abstract new (...args: any[]) => BaseServer;

/** The threads that `serverClose` waits for. Daemon threads are not kept. @python socketserver._Threads */
export class _Threads {
  _list: Thread[] = [];

  /** Keeps a thread, and drops those that have ended. @python socketserver._Threads.append */
  append(thread: Thread): void {
    this.reap();
    if (!thread.daemon) this._list.push(thread);
  }

  /** Empties the list and returns its entries. @python socketserver._Threads.pop_all */
  popAll(): Thread[] {
    const all = this._list;
    this._list = [];
    return all;
  }

  /** Waits for all of them. @python socketserver._Threads.join */
  *join(): Sys<void> {
    for (const thread of this.popAll()) yield* thread.join();
  }

  /** Drops the threads that have ended. @python socketserver._Threads.reap */
  reap(): void {
    this._list = this._list.filter((thread) => thread.isAlive());
  }

  static readonly name: string = registerClass('socketserver', '_Threads', _Threads);
}

/** Replaces `_Threads` where no thread is waited for. @python socketserver._NoThreads */
export class _NoThreads {
  /** @python socketserver._NoThreads.append */
  append(_thread: Thread): void {}

  /** @python socketserver._NoThreads.join */
  *join(): Sys<void> {}

  static readonly name: string = registerClass('socketserver', '_NoThreads', _NoThreads);
}

const NO_THREADS = new _NoThreads();

/** Handles an exception of a request: an Exception is reported and dropped; others are rethrown. */
function* tell(
  server: BaseServer,
  thrown: unknown,
  request: readonly [request: ServerRequest, clientAddress: SocketAddress],
): Sys<void> {
  const error = asPythonError(thrown);
  if (!(error instanceof Exception)) throw error;
  yield* handling(error, server.handleError(...request));
  yield* releaseException(error);
}

function makeThreadingMixIn<B extends ServerClass>(Base: B) {
  /** @python socketserver.ThreadingMixIn */
  abstract class ThreadingMixIn extends Base {
    /** Daemon threads do not keep the process alive, and are not waited for. */
    daemonThreads = false;
    /** Whether `serverClose` waits for the non-daemon threads. */
    blockOnClose = true;
    _threads: _Threads | _NoThreads = NO_THREADS;

    /** The main function of a request's thread. @python socketserver.ThreadingMixIn.process_request_thread */
    *processRequestThread(request: ServerRequest, clientAddress: SocketAddress): Sys<void> {
      try {
        yield* this.finishRequest(request, clientAddress);
      } catch (error) {
        return yield* this._tellAndShutDown(error, request, clientAddress);
      }
      yield* this.shutdownRequest(request);
    }

    *_tellAndShutDown(error: unknown, request: ServerRequest, clientAddress: SocketAddress): Sys<void> {
      const telling = tell(this, error, [request, clientAddress]);
      yield* withFinally(telling, () => this.shutdownRequest(request));
    }

    /** Starts the request's thread. @python socketserver.ThreadingMixIn.process_request */
    override *processRequest(request: ServerRequest, clientAddress: SocketAddress): Sys<void> {
      if (this.blockOnClose && this._threads === NO_THREADS) this._threads = new _Threads();
      const thread = new Thread({
        target: () => this.processRequestThread(request, clientAddress),
        targetName: 'process_request_thread',
      });
      thread.daemon = this.daemonThreads;
      this._threads.append(thread);
      yield* thread.start();
    }

    /** Closes the server, then waits for its threads. @python socketserver.ThreadingMixIn.server_close */
    override *serverClose(): Sys<void> {
      yield* super.serverClose();
      yield* this._threads.join();
    }

    static override readonly name: string = registerClass('socketserver', 'ThreadingMixIn', ThreadingMixIn, {
      own: ['_tellAndShutDown'],
    });
  }
  return ThreadingMixIn;
}

/** Collects one child; with `blocking` it waits for its end. */
function* collect(children: Set<Pid>, child: Pid, blocking: boolean): Sys<void> {
  try {
    // 0 when the child still runs: no such child is in the set.
    const [pid] = yield* waitpid(child, blocking ? 0 : WNOHANG);
    children.delete(pid as Pid);
  } catch (error) {
    if (error instanceof ChildProcessError) children.delete(child);
    else if (!(error instanceof OSError)) throw error;
  }
}

function makeForkingMixIn<B extends ServerClass>(Base: B) {
  /** @python socketserver.ForkingMixIn */
  abstract class ForkingMixIn extends Base {
    override timeout: number | undefined = 300;
    /** The children that have not been collected yet. */
    activeChildren: Set<Pid> | undefined = undefined;
    /** With this many children, the server first waits for one to end. */
    maxChildren = 40;
    /** Whether `serverClose` waits for the children. */
    blockOnClose = true;

    /**
     * Collects the children that have ended. With `maxChildren` of them it first waits, for any child of the process.
     * @python socketserver.ForkingMixIn.collect_children
     */
    *collectChildren(options: { readonly blocking?: boolean } = {}): Sys<void> {
      const children = this.activeChildren;
      if (children === undefined) return;
      while (children.size >= this.maxChildren) {
        try {
          const [pid] = yield* waitpid(-1, 0);
          children.delete(pid as Pid);
        } catch (error) {
          if (error instanceof ChildProcessError) children.clear();
          else if (error instanceof OSError) break;
          else throw error;
        }
      }
      for (const child of [...children]) yield* collect(children, child, options.blocking === true);
    }

    /** @python socketserver.ForkingMixIn.handle_timeout */
    override *handleTimeout(): Sys<void> {
      yield* this.collectChildren();
    }

    /** @python socketserver.ForkingMixIn.service_actions */
    override *serviceActions(): Sys<void> {
      yield* this.collectChildren();
    }

    /**
     * Forks a child for the request; the parent closes its copy and goes on.
     * @python socketserver.ForkingMixIn.process_request
     * @differs The child starts at a function of its own, with copies of the server and the request, since a
     * generator's stack cannot be copied.
     */
    override *processRequest(request: ServerRequest, clientAddress: SocketAddress): Sys<void> {
      // Copied now, in the state of the fork: by the time the child runs, the parent has closed its socket.
      const copies = new Map<object, unknown>();
      const child = forkCopy(this, copies);
      const childRequest = forkCopy(request, copies);
      const pid = yield* fork(() => child._serveInChild(childRequest, clientAddress));
      this.activeChildren ??= new Set();
      this.activeChildren.add(pid);
      yield* this.closeRequest(request);
    }

    /** The whole run of the child: it ends here, whatever happens. Only a panic of the kernel passes through. */
    *_serveInChild(request: ServerRequest, clientAddress: SocketAddress): Sys<void> {
      let status = 1;
      try {
        try {
          yield* this.finishRequest(request, clientAddress);
          status = 0;
        } catch (error) {
          yield* tell(this, error, [request, clientAddress]);
        } finally {
          yield* this.shutdownRequest(request);
        }
      } catch (error) {
        asPythonError(error);
      }
      yield* _exit(status);
    }

    /** Closes the server, then collects the children. @python socketserver.ForkingMixIn.server_close */
    override *serverClose(): Sys<void> {
      yield* super.serverClose();
      yield* this.collectChildren({ blocking: this.blockOnClose });
    }

    static override readonly name: string = registerClass('socketserver', 'ForkingMixIn', ForkingMixIn, {
      own: ['_serveInChild'],
    });
  }
  return ForkingMixIn;
}

type ThreadingClass<B extends ServerClass> = ReturnType<typeof makeThreadingMixIn<B>>;
type ForkingClass<B extends ServerClass> = ReturnType<typeof makeForkingMixIn<B>>;

const threading = new WeakMap<ServerClass, unknown>();
const forking = new WeakMap<ServerClass, unknown>();

/**
 * The server class `Base` with a thread for each request. Returns the same class for the same base.
 * @python socketserver.ThreadingMixIn
 */
/*@__NO_SIDE_EFFECTS__*/
export function ThreadingMixIn<B extends ServerClass>(Base: B): ThreadingClass<B> {
  if (!threading.has(Base)) threading.set(Base, makeThreadingMixIn(Base));
  return threading.get(Base) as ThreadingClass<B>;
}

/**
 * The server class `Base` with a process for each request. Returns the same class for the same base.
 * @python socketserver.ForkingMixIn
 */
/*@__NO_SIDE_EFFECTS__*/
export function ForkingMixIn<B extends ServerClass>(Base: B): ForkingClass<B> {
  if (!forking.has(Base)) forking.set(Base, makeForkingMixIn(Base));
  return forking.get(Base) as ForkingClass<B>;
}
