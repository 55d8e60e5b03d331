/** Commands for a client, as a queue that its program polls as standard input. */
import type { OpenFile } from '../../kernel/files/open-file.ts';
import { POLLIN } from '../../kernel/files/open-file.ts';
import { WaitQueue } from '../../kernel/sched/wait-queue.ts';

/** A command for a client. */
export type Command =
  | { readonly do: 'send'; readonly data: Uint8Array }
  | { readonly do: 'shutdownWrite' }
  | { readonly do: 'close' }
  | { readonly do: 'reset' };

/**
 * Readable while commands wait. Only inputs from outside the machine fill it, so waiting for it does not count as work.
 */
export class Keyboard implements OpenFile {
  readonly kind = 'terminal';
  readonly isIdle = true;
  readonly changed = new WaitQueue();
  references = 0;
  isNonBlocking = true;
  private readonly _commands: Command[] = [];
  private _ended: Exclude<Command['do'], 'send'> | undefined;

  readiness(): number {
    return this._commands.length > 0 ? POLLIN : 0;
  }

  /** The command that ended the sending side; undefined while bytes can still be sent. */
  get ended(): Exclude<Command['do'], 'send'> | undefined {
    return this._ended;
  }

  press(command: Command): void {
    if (command.do !== 'send' && this._ended !== 'close' && this._ended !== 'reset') this._ended = command.do;
    this._commands.push(command);
    this.changed.wake();
  }

  take(): Command | undefined {
    return this._commands.shift();
  }

  release(): void {
    this._commands.splice(0);
  }
}
