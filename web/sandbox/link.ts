/** The way to the host of the machine, as a session uses it; `machine-link.ts` leads it to a worker in a sandbox. */
import type { ClientAction, FromMachine, ToMachine, WithoutSession } from '../../src/host/protocol.ts';
import type { SandboxNotice } from './notices.ts';

/** Requests to the machine that is booted now, beside those that the link has methods for. */
export type MachineRequest = WithoutSession<
  Exclude<ToMachine, { type: 'boot' | 'play' | 'end' | 'seek' | 'seekCompared' | 'ping' }>
>;
export type BootRequest = Omit<Extract<ToMachine, { type: 'boot' }>, 'type' | 'session' | 'isKept'>;

export interface LinkEvents {
  onMessage(message: FromMachine): void;
  /**
   * The host is gone. `failed`: it ended, or was ended for what it sent; `silent`: it was ended because it did not
   * answer.
   */
  onHealth(health: 'failed' | 'silent', notice: SandboxNotice | undefined): void;
  /** A request that changes the machine's history goes out. */
  onAction(): void;
}

export interface Link {
  /** Whether there is a host, perhaps one that still starts. */
  readonly isUp: boolean;
  /** Whether a seek is not answered yet. */
  readonly isSeeking: boolean;
  /** Whether the machine is being made again: what it is asked has to wait. */
  readonly isComing?: boolean;
  /** Boots a machine in place of the one before, whose messages are ignored from now on. */
  boot(request: BootRequest): void;
  client(client: number, action: ClientAction): void;
  request(request: MachineRequest): void;
  /** Asks for the machine after `step` steps. Of several requests only the newest is answered. */
  seek(step: number): void;
  /** The same for the compared machine. */
  seekCompared(step: number): void;
}

/** Makes the link of a session. */
export type Connect = (events: LinkEvents) => Link;
