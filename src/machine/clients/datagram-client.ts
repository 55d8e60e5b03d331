/** A client of a datagram server, like `nc -u`: each thing that it sends is one datagram, and each that comes is kept by itself. */
import type { Sys } from '../../kernel/sys.ts';
import type { Fd } from '../../kernel/types.ts';
import { OSError } from '../../python/errors.ts';
import { call } from '../../python/libc.ts';
import { Client, RECEIVE_SIZE } from './client.ts';
import type { Target } from './target.ts';

/**
 * Sends datagrams to a server and hears it alone. Made by `machine.datagrams()`. What the server has no room for is lost without a word, as in
 * UDP. That nobody is there is known, as `error` ECONNREFUSED, once something has been sent; the client stays usable.
 */
export class DatagramClient extends Client {
  private readonly _datagrams: Uint8Array[] = [];

  /** The datagrams that have come, in their order; `received` is all of them in one text. */
  get datagrams(): readonly Uint8Array[] {
    return this._datagrams;
  }

  override get isDatagram(): boolean {
    return true;
  }

  /** There is no connection to half-close or to reset. */
  override refusal(action: string): string | undefined {
    if (action === 'send' || action === 'close') return undefined;
    return `client ${this.number} cannot ${action}: datagrams have no connection; close() it`;
  }

  protected override *_connect({ family, address }: Target): Sys<Fd> {
    const fd = yield* call('socket', family, 'SOCK_DGRAM');
    // Without a name of its own nothing could be sent back to it.
    if (family === 'AF_UNIX') yield* call('bind', fd, `/client-${this.number}`);
    yield* call('connect', fd, address);
    yield* call('ioctl', fd, 'FIONBIO', 1);
    const local = yield* call('getsockname', fd);
    if (typeof local !== 'string') this.localAddress = local;
    return fd;
  }

  /** An empty datagram is no end. */
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
      // It is gone: a datagram is sent once.
      return data.length;
    }
  }

  /** What an earlier datagram came to, or this one: the next may arrive. */
  private _note(error: unknown): void {
    if (!(error instanceof OSError)) throw error;
    this.error = error.errnoName;
  }
}
