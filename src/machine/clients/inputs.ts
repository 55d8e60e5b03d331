/** The inputs of a machine from outside: its clients, Ctrl+C in its terminal, and the record of all inputs. */
import type { Kernel } from '../../kernel/kernel.ts';
import type { Process } from '../../kernel/process.ts';
import type { SocketType } from '../../kernel/types.ts';
import type { Recorder } from '../../trace/recorder.ts';
import { Client } from './client.ts';
import type { Inject } from './client.ts';
import { DatagramClient } from './datagram-client.ts';
import type { Command } from './keyboard.ts';
import type { Lanes } from '../watch/lanes.ts';
import { presentPlace } from '../scenario/present-place.ts';
import { opensClient } from '../scenario/scenario.ts';
import type { Input, PlannedInput } from '../scenario/scenario.ts';
import { checkTarget, placeOf } from './target.ts';
import type { Target } from './target.ts';
import { listensNowhere } from '../setup/program.ts';

/** The machine that receives the inputs. */
export interface InputContext {
  readonly kernel: Kernel;
  readonly recorder: Recorder | undefined;
  readonly lanes: Lanes | undefined;
  /** The process in the foreground of the server's terminal. */
  readonly serverProcess: Process;
  /** How many steps the log has. */
  readonly length: number;
  /** The address that a new client connects to. */
  target(type: SocketType): Target;
  /** Called after each input. */
  onInput(): void;
}

/** A machine that may not have run yet. */
interface Startable {
  readonly planned: readonly PlannedInput[];
  readonly cursor: number;
  run(): unknown;
}

type OpensClient = 'connect' | 'datagrams';

/** What is recorded of a new client. */
const OPENS = { connect: { do: 'connect' }, datagrams: { do: 'datagrams' } } as const;

const TYPES = { connect: 'SOCK_STREAM', datagrams: 'SOCK_DGRAM' } as const;

export class Inputs {
  readonly clients: Client[] = [];
  /** All inputs so far. */
  readonly inputs: Input[] = [];

  private readonly _context: InputContext;
  private readonly _inject: Inject = (client, command) => this._command(client, command);

  constructor(inside: InputContext) {
    this._context = inside;
  }

  carryOut({ client, command }: PlannedInput): void {
    if (command.do === 'connect' || command.do === 'datagrams') this.open(command.do);
    else if (command.do === 'interrupt') this.interrupt();
    else this._command(this.clients[client as number] as Client, command);
  }

  /** Clients connect in the order of their numbers. Throws Error when a planned client has not connected yet. */
  checkOrder(planned: readonly PlannedInput[]): void {
    const next = planned.find(opensClient);
    if (next === undefined) return;
    throw new Error(`client ${next.client} of the scenario has yet to connect; run() first, or branch() without it`);
  }

  /**
   * Runs the machine until its server listens, if it has never run. Throws Error when a planned client must connect
   * first, or when the server needs the other kind of client.
   */
  makeReady(how: OpensClient, machine: Startable): void {
    const { kernel } = this._context;
    this.checkOrder(machine.planned);
    if (kernel.clock.now === 0 && machine.cursor <= 1 && placeOf(kernel) === undefined) machine.run();
    checkTarget(kernel, TYPES[how]);
  }

  open(how: 'connect'): Client;
  open(how: 'datagrams'): DatagramClient;
  open(how: OpensClient): Client;
  open(how: OpensClient): Client {
    const { kernel, lanes } = this._context;
    const target = this._context.target(TYPES[how]);
    this._checkServed(target);
    const Class = how === 'connect' ? Client : DatagramClient;
    const client = new Class(this.clients.length, this._inject);
    this.clients.push(client);
    this._record(client.number, OPENS[how]);
    const process = kernel.spawn({ name: `client-${client.number}`, main: () => client.main(target), isRemote: true });
    process.fds.install(client.keyboard);
    lanes?.addClient(client, process);
    this._context.onInput();
    return client;
  }

  /** Reports a program that rests without having listened: no client will ever reach it. */
  private _checkServed({ address }: Target): void {
    const { kernel, serverProcess } = this._context;
    if (kernel.network.served !== 'never' || !serverProcess.isAlive || kernel.hasReady || kernel.clock.hasWork) return;
    kernel.listener?.(listensNowhere(typeof address === 'string' ? address : address.join(':')));
  }

  /**
   * Presses Ctrl+C. This does nothing to a server that has ended, nor to its children that still run: they are no
   * longer in the foreground.
   */
  interrupt(): void {
    const { kernel, recorder, serverProcess } = this._context;
    this._record(undefined, { do: 'interrupt' });
    recorder?.input('interrupt', undefined);
    if (serverProcess.isAlive) kernel.signalGroup(serverProcess, 'SIGINT');
    this._context.onInput();
  }

  private _command(client: Client, command: Command): void {
    this._record(client.number, command);
    const data = command.do === 'send' ? command.data : undefined;
    this._context.recorder?.input(`client-${client.number} ${command.do}`, data);
    client.keyboard.press(command);
    this._context.onInput();
  }

  private _record(client: number | undefined, command: Input['command']): void {
    const { kernel, length } = this._context;
    const place = presentPlace(kernel, length);
    const { step, time, emptyTurns, emptyPasses } = place;
    const isPlain = emptyTurns === undefined && emptyPasses === undefined;
    // Written out: a spread would make a hidden class for each input.
    this.inputs.push(isPlain ? { step, time, client, command } : { ...place, client, command });
  }
}
