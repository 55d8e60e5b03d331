/** Plays cases and fuzz entries, each in a machine of its own, and says how they compare with the recordings. */
import { Machine } from '../../src/machine/machine.ts';
import { call } from '../../src/python/libc.ts';
import type { Sys } from '../../src/kernel/sys.ts';
import { CallFilter, callsOf } from './calls.ts';
import { compare, compareFuzz, isRecorded } from './compare.ts';
import type { Column } from './compare.ts';
import { Normaliser } from './normalise.ts';
import { pause, Player } from './play.ts';
import type { Connection, Target } from './play.ts';
import { FUZZ_KINDS } from './recording.ts';
import type { Case, ConnectionResult, FuzzEntry, FuzzKind, FuzzResult, Result, Step } from './recording.ts';
import type { Outcome } from './report.ts';
import { APP_CLASSES, ServerProgram, UnknownName } from './serve.ts';
import { syscallsOf } from './syscalls.ts';

/** Milliseconds from the start of the server to the first step, and from the last step to the word to stop. */
const HEAD_START = 120;
const TAIL = 150;
/** Seconds that a server has to stop before it is killed. */
const PATIENCE = 6;
const FUZZ_IDLE_HALF = 3000;
const FUZZ_IDLE_OPEN = 350;
const SERVER = 'server';
/** How often threads may get the processor in total before a run counts as endless. */
const MOST_RESUMPTIONS = 2_000_000;
/** Seeds to try, until no port happens to occur in what the client sends. */
const SEEDS = 8;

const filter = new CallFilter(APP_CLASSES);

/** A run that did not come to its end. */
export class RunError extends Error {}

/** Plays a case and compares the chosen columns. */
export function playCase(item: Case, columns: readonly Column[]): Outcome {
  const { id, category, app, server, golden } = item;
  const about = { id, category, app, kind: server.kind };
  try {
    const actual = runCase(item, columns.includes('calls') || columns.includes('syscalls'));
    return { ...about, verdicts: compare(golden, actual, columns), problem: undefined };
  } catch (error) {
    const recorded = columns.filter((column) => isRecorded(golden, column));
    return { ...about, verdicts: new Map(recorded.map((column) => [column, undefined])), problem: problemText(error) };
  }
}

/** Plays fuzz entries: all of one app and one kind against one server, one after the other. */
export function playFuzz(
  entries: readonly FuzzEntry[],
  { columns, kinds }: { readonly columns: readonly Column[]; readonly kinds: readonly string[] },
): Outcome[] {
  const chosen = FUZZ_KINDS.filter((kind) => kinds.length === 0 || kinds.includes(kind));
  // Nothing but bytes and end was recorded of them.
  if (chosen.length === 0 || !columns.some((column) => column === 'bytes' || column === 'end')) return [];
  const sides = new Map<FuzzEntry, Side[]>(entries.map((entry) => [entry, []]));
  for (const app of new Set(entries.map((entry) => entry.app))) {
    const group = entries.filter((entry) => entry.app === app);
    for (const kind of chosen) {
      for (const [entry, result] of fuzzGroup(app, kind, group)) sides.get(entry)?.push({ kind, result });
    }
  }
  return entries.map((entry) => fuzzOutcome(entry, sides.get(entry) ?? [], columns));
}

interface Side {
  readonly kind: FuzzKind;
  readonly result: FuzzResult | Error;
}

/** The two sides of an entry as one outcome: a column agrees when it agrees on both. */
function fuzzOutcome(entry: FuzzEntry, sides: readonly Side[], columns: readonly Column[]): Outcome {
  const about = { id: entry.id, category: 'fuzz', app: entry.app, kind: sides.map(({ kind }) => kind).join('+') };
  const verdicts = new Map<Column, string | undefined>();
  let problem: string | undefined;
  for (const { kind, result } of sides) {
    if (result instanceof Error) {
      problem ??= `${kind}: ${problemText(result)}`;
      continue;
    }
    for (const [column, verdict] of compareFuzz(entry[kind], result, columns)) {
      const before = verdicts.get(column);
      verdicts.set(column, before ?? (verdict === undefined ? undefined : `${kind}: ${verdict}`));
    }
  }
  if (problem !== undefined) {
    for (const column of columns) if (column === 'bytes' || column === 'end') verdicts.set(column, undefined);
  }
  return { ...about, verdicts, problem };
}

/** Plays a case; answers what the recording has, normalised. */
export function runCase(item: Case, isTraced: boolean): Result {
  const text = JSON.stringify([item.steps, item.golden.conns]);
  return withFreshPorts(text, (seed) => {
    const run = new Run(new ServerProgram(item.app, item.server), { seed, isTraced });
    const player = new Player();
    run.play(function* (target) {
      yield* player.play(item.steps, target);
      yield* player.close();
    });
    const connections = [...player.connections].toSorted(([a], [b]) => a - b).map(([, connection]) => connection);
    const clientPorts = connections.flatMap(({ port }) => (port === undefined ? [] : [port]));
    return { ports: [run.port, ...clientPorts], value: () => resultOf(run, player.marks, connections, clientPorts) };
  });
}

/** A case after it was played, with its trace and the number of its connections. */
export interface Played {
  readonly machine: Machine;
  readonly connections: number;
}

/** Plays a case for those that read its trace, with the first seed. */
export function playTraced(item: Case): Played {
  const run = new Run(new ServerProgram(item.app, item.server), { seed: 0, isTraced: true });
  const player = new Player();
  run.play(function* (target) {
    yield* player.play(item.steps, target);
    yield* player.close();
  });
  return { machine: run.machine, connections: player.connections.size };
}

function resultOf(
  run: Run,
  marks: Result['marks'],
  connections: readonly Connection[],
  clientPorts: readonly number[],
): Result {
  const { machine } = run;
  const normaliser = run.normaliser(clientPorts);
  const events = machine.options.trace ? machine.trace.events : [];
  return {
    conns: connections.map((connection): ConnectionResult =>
      run.program.isDatagram
        ? { datagrams: connection.datagrams, end: connection.state }
        : { received: normaliser.received(connection.received), end: connection.state },
    ),
    marks,
    log: normaliser.log(machine.log),
    exit: machine.serverProcess.exitStatus ?? 'killed',
    calls: callsOf(events, SERVER, filter),
    syscalls: syscallsOf(events, SERVER),
  };
}

function fuzzGroup(
  app: string,
  kind: FuzzKind,
  entries: readonly FuzzEntry[],
): ReadonlyMap<FuzzEntry, FuzzResult | Error> {
  const text = JSON.stringify(entries.map(({ data, [kind]: side }) => [data, side]));
  try {
    return withFreshPorts(text, (seed) => {
      const run = new Run(new ServerProgram(app, { kind }), { seed, isTraced: false });
      const connections = new Map<FuzzEntry, Connection>();
      run.play(function* (target) {
        for (const entry of entries) {
          const player = new Player();
          yield* player.play(fuzzSteps(entry), target);
          yield* player.close();
          const connection = player.connections.get(0);
          if (connection !== undefined) connections.set(entry, connection);
        }
      });
      const normaliser = run.normaliser([]);
      const value = (): Map<FuzzEntry, FuzzResult> =>
        new Map(
          [...connections].map(([entry, { received, state }]) => [
            entry,
            { received: normaliser.received(received), end: state },
          ]),
        );
      return { ports: [run.port], value };
    });
  } catch (error) {
    const problem = error instanceof Error ? error : new Error(String(error));
    return new Map(entries.map((entry) => [entry, problem]));
  }
}

function fuzzSteps({ data, mode }: FuzzEntry): Step[] {
  const start: Step[] = [
    { conn: 0, do: 'connect' },
    { conn: 0, do: 'send', data },
  ];
  if (mode === 'open') return [...start, { conn: 0, do: 'recv_all', ms: FUZZ_IDLE_OPEN }];
  return [...start, { conn: 0, do: 'shutdown_write' }, { conn: 0, do: 'recv_all', ms: FUZZ_IDLE_HALF }];
}

/** A machine with the server of a case, and one scripted client beside it. */
class Run {
  readonly machine: Machine;
  readonly program: ServerProgram;
  port = 0;
  private _isDone = false;

  constructor(program: ServerProgram, { seed, isTraced }: { readonly seed: number; readonly isTraced: boolean }) {
    this.program = program;
    this.machine = new Machine({ program: () => program.main(), trace: isTraced, seed });
  }

  /** Runs the script to its end, then the server to its own. */
  play(script: (target: Target) => Sys<void>): void {
    this.machine.spawn('script', () => this._script(script));
    this._run();
    if (!this._isDone) throw new RunError(`the script did not come to its end; log:\n${this.machine.log}`);
    if (this.port === 0) throw new RunError(`the server did not start; log:\n${this.machine.log}`);
    if (this.machine.serverProcess.exitStatus === undefined) this._run({ until: this.machine.time + PATIENCE });
  }

  normaliser(clientPorts: readonly number[]): Normaliser {
    const started = this.machine.options.epoch;
    return new Normaliser({ port: this.port, clientPorts, started, ended: started + this.machine.time });
  }

  private _run(options: { readonly until?: number } = {}): void {
    const { why, panic } = this.machine.run({ ...options, resumptions: MOST_RESUMPTIONS });
    if (panic !== undefined) throw panic;
    if (why === 'steps') throw new RunError(`the machine does not come to rest; log:\n${this.machine.log}`);
  }

  private *_script(script: (target: Target) => Sys<void>): Sys<void> {
    yield* pause(HEAD_START);
    const port = this.program.port ?? this.machine.address?.[1];
    if (port !== undefined) {
      this.port = port;
      yield* script({ address: ['127.0.0.1', port], isDatagram: this.program.isDatagram });
      yield* pause(TAIL);
      if (this.program.isStoppedBySignal) yield* this._interrupt();
      else yield* this.program.stop();
    }
    this._isDone = true;
  }

  private *_interrupt(): Sys<void> {
    const { serverProcess } = this.machine;
    if (serverProcess.exitStatus === undefined) yield* call('kill', serverProcess.pid, 'SIGINT');
  }
}

/**
 * Plays again with another seed while one of the ports happens to occur in the text, where it could not be told from
 * it.
 */
function withFreshPorts<T>(
  text: string,
  play: (seed: number) => { readonly ports: readonly number[]; readonly value: () => T },
): T {
  for (let seed = 0; ; seed += 1) {
    const { ports, value } = play(seed);
    if (seed === SEEDS || !ports.some((port) => text.includes(String(port)))) return value();
  }
}

/** Bugs come with their stack; what is wrong with the case itself is clear from its message. */
function problemText(error: unknown): string {
  if (!(error instanceof Error)) return `could not be played: ${String(error)}`;
  const isClear = error instanceof RunError || error instanceof UnknownName;
  return `could not be played: ${isClear ? error.message : (error.stack ?? error.message)}`;
}
