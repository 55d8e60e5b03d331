/** A client of a datagram server, like `nc -u`: each send is one datagram, and received datagrams are kept apart. */
import type { Sys } from '../../kernel/sys.ts';
import type { Fd } from '../../kernel/types.ts';
import { OSError } from '../../python/errors.ts';
import { call } from '../../python/libc.ts';
import { Client, RECEIVE_SIZE } from './client.ts';
import type { Target } from './target.ts';

/**
 * Sends datagrams to one server and receives only from it. Made by `machine.datagrams()`. As in UDP, a datagram is lost
 * silently when the server has no room for it. When no server is bound to the address, `error` becomes ECONNREFUSED
 * after a send; the client stays usable.
 */
export class DatagramClient extends Client {
  private readonly _datagrams: Uint8Array[] = [];

  /** The received datagrams, in order; `received` joins them in one text. */
  get datagrams(): readonly Uint8Array[] {
    return this._datagrams;
  }

  override get isDatagram(): boolean {
    return true;
  }

  /** A datagram client has no connection to half-close or to reset. */
  override refusal(action: string): string | undefined {
    if (action === 'send' || action === 'close') return undefined;
    return `client ${this.number} cannot ${action}: datagrams have no connection; close() it`;
  }

  protected override *_connect({ family, address }: Target): Sys<Fd> {
    const fd = yield* call('socket', family, 'SOCK_DGRAM');
    // Without a name of its own, the socket could receive no reply.
    if (family === 'AF_UNIX') yield* call('bind', fd, `/client-${this.number}`);
    yield* call('connect', fd, address);
    yield* call('ioctl', fd, 'FIONBIO', 1);
    const local = yield* call('getsockname', fd);
    if (typeof local !== 'string') this.localAddress = local;
    return fd;
  }

  /** An empty datagram does not mean the end of the stream. */
  protected override *_receive(fd: Fd): Sys<void> {
    try {
      const { data } = yield* call('recvfrom', fd, RECEIVE_SIZE);
      this._datagrams.push(data);
      this._keep(data);
    } catch (error) {
      this._note(error);
    }
  }

  protected override *_sendFirst(fd: Fd, data: Uint8Array): Sys<number | undefined> {
    try {
      return yield* super._sendFirst(fd, data);
    } catch (error) {
      this._note(error);
      // Sent datagrams are not kept: each is sent once.
      return data.length;
    }
  }

  /** Keeps the error of this datagram or an earlier one; later datagrams may still arrive. */
  private _note(error: unknown): void {
    if (!(error instanceof OSError)) throw error;
    this.error = error.errnoName;
  }
}
