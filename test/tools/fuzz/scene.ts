/**
 * One case: a server, one to three clients that send mutated bytes in pieces and go away as they like, and one that
 * behaves well. Whatever the others do, it gets its answer, and in the end nothing is left: no thread, process,
 * descriptor or socket.
 */
import type { MachineOptions } from '../../../src/machine/setup/options.ts';
import { Machine } from '../../../src/machine/machine.ts';
import type { Random } from '../../../src/kernel/sched/random.ts';
import type { Sys } from '../../../src/kernel/sys.ts';
import { AppError } from '../../../src/python/foreign.ts';
import { call } from '../../../src/python/libc.ts';
import type { BaseServer } from '../../../src/stdlib/socketserver.ts';
import { Thread } from '../../../src/stdlib/threading.ts';
import { pause, Player } from '../../oracle/play.ts';
import type { Step } from '../../oracle/recording.ts';
import { chance, mutate, pick } from './mutate.ts';
import { isDatagram, isOdd, makeTarget } from './targets.ts';
import type { Target } from './targets.ts';
import type { Watch } from './watched.ts';

/** How often threads may get the processor in one case, all in all. */
const MOST_RESUMPTIONS = 1_000_000;
const MOST_CALLS = 100_000_000;
/**
 * Milliseconds: how long a client waits for more when nothing comes, how long for a datagram, and how long forever is.
 */
const PATIENCE = 5_000;
const DATAGRAM_PATIENCE = 1_000;
const FOR_EVER = 1e9;
/** Seconds that a server may take to notice that it is to stop: it looks twice a second. */
const SECONDS_TO_STOP = 2;
/** Seconds until nothing of a connection lingers any more. */
const LINGERING = 200;

/** What each client does, and when it begins. */
export interface Script {
  readonly after: number;
  readonly steps: readonly Step[];
}

/** Everything that one case is. */
export interface Scene {
  readonly target: Target;
  readonly machine: Pick<MachineOptions, 'seed' | 'order' | 'limits'>;
  readonly hostile: readonly Script[];
  readonly good: Script;
}

/** Something that must not be. */
export class Finding extends Error {}

/** Makes a case by chance. */
export function makeScene(targets: readonly Target[], random: Random): Scene {
  const target = pick(random, targets);
  // What the client that behaves well sends fits into the smallest: the scripted client gives up a send that nobody
  // takes.
  const receiveBuffer = pick(random, [100, 256, 4096, 65_536]);
  const sendBuffer = pick(random, [1, 7, 100, 4096, 65_536]);
  const limits = chance(random, 0.3) ? { receiveBuffer, sendBuffer } : {};
  return {
    target,
    machine: {
      seed: random.below(2 ** 32),
      order: pick(random, ['round-robin', 'random', 'adversarial'] as const),
      limits,
    },
    hostile: Array.from({ length: pick(random, [1, 1, 1, 2, 3]) }, () => hostileScript(target, random)),
    good: goodScript(target, random),
  };
}

/** The text in pieces, with pauses between some of them. */
function pieces(text: string, random: Random, gaps: readonly number[]): Step[] {
  const isBytewise = text.length < 300 && chance(random, 0.1);
  const cuts = isBytewise
    ? Array.from({ length: text.length }, (_, index) => index + 1)
    : Array.from({ length: random.below(5) }, () => random.below(text.length + 1)).toSorted((a, b) => a - b);
  const ends = [...new Set([...cuts, text.length])].filter((end) => end > 0);
  return ends.flatMap((end, index): Step[] => {
    const gap = pick(random, gaps);
    const send: Step = { do: 'send', data: text.slice(ends[index - 1] ?? 0, end) };
    return gap === 0 ? [send] : [send, { do: 'pause', ms: gap }];
  });
}

function hostileScript(target: Target, random: Random): Script {
  const text = mutate(pick(random, chance(random, 0.8) ? target.own : target.others), random, [...target.own]);
  const after = pick(random, [0, 0, 1, 50, 700]);
  const sending = pieces(text, random, pick(random, [[0], [0, 1], [0, 20, 600]]));
  const steps: Step[] = [{ do: 'connect' }, ...sending];
  if (isDatagram(target.kind)) {
    return { after, steps: [...steps, { do: 'recv_all', ms: DATAGRAM_PATIENCE }, { do: 'close' }] };
  }
  const read: Step = { do: 'recv_all', ms: pick(random, [10, PATIENCE]) };
  const half: Step = { do: 'shutdown_write' };
  const wait: Step = { do: 'pause', ms: PATIENCE };
  const ends: readonly Step[][] = [
    [half, read, { do: 'close' }],
    [half, read, { do: 'close' }],
    [read, { do: 'close' }],
    [read, half, read, { do: 'close' }],
    [wait, { do: 'close' }],
    [half, wait, read, { do: 'reset' }],
    [read, { do: 'reset' }],
    [{ do: 'close' }],
    [{ do: 'reset' }],
  ];
  return { after, steps: [...steps, ...pick(random, ends)] };
}

function goodScript(target: Target, random: Random): Script {
  const after = pick(random, [0, 1, 60, 300, 800]);
  if (isDatagram(target.kind)) {
    const sending: Step = { do: 'send', data: target.good };
    return { after, steps: [{ do: 'connect' }, sending, { do: 'recv_all', ms: DATAGRAM_PATIENCE }, { do: 'close' }] };
  }
  const ending: Step[] = [{ do: 'recv_all', ms: FOR_EVER }, { do: 'close' }];
  if (!target.good.startsWith('GET')) ending.unshift({ do: 'shutdown_write' });
  return { after, steps: [{ do: 'connect' }, ...pieces(target.good, random, [0, 1, 5]), ...ending] };
}

/** What the client that behaves well gets when it is alone, by server. */
const aloneAnswers = new Map<string, string>();

function answerAlone(scene: Scene): string {
  const { kind, handler } = scene.target;
  const key = `${kind} ${handler}`;
  let answer = aloneAnswers.get(key);
  if (answer === undefined) {
    answer = new Stage({ ...scene, machine: {}, hostile: [] }).play();
    if (answer.length === 0 && handler !== 'SetupFails' && handler !== 'BothFail')
      throw new Finding(`${key} answers nothing, even alone`);
    aloneAnswers.set(key, answer);
  }
  return answer;
}

/** Plays a case. Throws a Finding when something is not as it must be. */
export function playScene(scene: Scene): void {
  const alone = answerAlone(scene);
  const stage = new Stage(scene);
  const answer = stage.play();
  if (answer !== alone && !stage.hasEndedEarly) {
    throw new Finding(`the client that behaves well got ${JSON.stringify(answer)} instead of ${JSON.stringify(alone)}`);
  }
}

const withoutDate = (answer: string): string => answer.replace(/\r\nDate: [^\r]*/, '');

/** The machine of a case. */
class Stage {
  /** The server was ended by what an app or handler raised, which only some targets may. */
  hasEndedEarly = false;
  private readonly _scene: Scene;
  private readonly _machine: Machine;
  private readonly _watch: Watch = { answers: [], oddities: [] };
  private readonly _word = { isGiven: false };
  private _server: BaseServer | undefined;
  private _running = 0;

  constructor(scene: Scene) {
    this._scene = scene;
    this._machine = new Machine({ ...scene.machine, program: () => this._main(), trace: false });
  }

  /** Plays it to the end; answers what the client that behaves well got. */
  play(): string {
    const { hostile, good, target } = this._scene;
    this._run('start');
    const descriptors = this._descriptors();
    const player = this._spawn('good', good);
    for (const [index, script] of hostile.entries()) this._spawn(`hostile-${index}`, script);
    this._run('clients');
    this.hasEndedEarly = this._machine.serverProcess.exitStatus !== undefined;
    if (this.hasEndedEarly && !target.mayEnd) throw this._finding('the server ended');
    if (this._running > 0) throw this._finding(`${this._running} clients never came to their end`);
    if (!this.hasEndedEarly && this._descriptors() !== descriptors) {
      throw this._finding(`descriptors of the server: ${descriptors} before, ${this._descriptors()} after`);
    }
    this._machine.spawn('stop', () => this._stop());
    this._run('stop', this._machine.time + SECONDS_TO_STOP);
    this._checkNothingLeft();
    const connection = player.connections.get(0);
    return isDatagram(target.kind) ? (connection?.datagrams.join('|') ?? '') : withoutDate(connection?.received ?? '');
  }

  private _spawn(name: string, { after, steps }: Script): Player {
    const player = new Player();
    this._running += 1;
    this._machine.spawn(name, () => this._client(player, after, steps));
    return player;
  }

  private *_client(player: Player, after: number, steps: readonly Step[]): Sys<void> {
    yield* pause(after);
    const { serverAddress } = this._server as BaseServer;
    yield* player.play(steps, { address: serverAddress as never, isDatagram: isDatagram(this._scene.target.kind) });
    yield* player.close();
    this._running -= 1;
  }

  private *_main(): Sys<void> {
    const server = yield* makeTarget(this._scene.target, this._watch);
    const control = new Thread({ target: () => this._control(server), name: 'control', daemon: true });
    yield* control.start();
    this._server = server;
    try {
      yield* server.serveForever();
    } finally {
      yield* server.serverClose();
    }
  }

  private *_control(server: BaseServer): Sys<void> {
    while (!this._word.isGiven) yield* call('futex_wait', this._word, undefined);
    yield* server.shutdown();
  }

  private *_stop(): Sys<void> {
    this._word.isGiven = true;
    yield* call('futex_wake', this._word, 1);
  }

  private _run(part: string, until?: number): void {
    const result = this._machine.run({
      resumptions: MOST_RESUMPTIONS,
      calls: MOST_CALLS,
      ...(until === undefined ? {} : { until }),
    });
    if (result.panic !== undefined) throw this._finding(`${part}: ${result.panic.stack ?? result.panic.message}`);
    const [foreign] = this._machine.kernel.foreignErrors;
    // Only an odd app throws a value that is not a Python exception.
    if (foreign instanceof AppError && !isOdd(this._scene.target.kind))
      throw this._finding(`${part}: ${foreign.javaScriptStack ?? foreign.text}`);
    if (result.why === 'steps') throw this._finding(`${part}: the machine does not come to rest`);
    if (result.why === 'deadlock') throw this._finding(`${part}: threads wait for each other: ${this._threads()}`);
  }

  /**
   * What the server has open. Selectors of failed drains are left out: they wait for the garbage collector, which the
   * end of the process may forestall.
   */
  private _descriptors(): string {
    return this._machine.serverProcess.fds
      .entries()
      .filter(([, { kind }]) => kind !== 'epoll')
      .map(([fd, { kind }]) => `${fd} ${kind}`)
      .join(', ');
  }

  private _checkNothingLeft(): void {
    const { kernel } = this._machine;
    if (this._watch.oddities.length > 0 && !isOdd(this._scene.target.kind)) {
      const [first] = this._watch.oddities;
      throw this._finding(`an app threw ${first instanceof Error ? String(first.stack) : String(first)}`);
    }
    for (const { closes, due } of this._watch.answers) {
      if (closes !== due) throw this._finding(`an answer was closed ${closes} times, not ${due}`);
    }
    if (kernel.threads.size > 0) throw this._finding(`threads are left: ${this._threads()}`);
    if (kernel.processes.size > 0) {
      const left = [...kernel.processes.values()].map(({ name, exitStatus }) => `${name} ${String(exitStatus)}`);
      throw this._finding(`processes are left: ${left.join(', ')}`);
    }
    this._machine.run({ until: this._machine.time + LINGERING });
    if (kernel.network.sockets.size > 0) {
      const left = [...kernel.network.sockets.values()].map((socket) => JSON.stringify(socket.view()));
      throw this._finding(`sockets are left: ${left.join(', ')}`);
    }
  }

  private _threads(): string {
    return this._machine
      .snapshot()
      .threads.map(({ name, state, waitsIn }) => `${name} ${state} ${waitsIn ?? ''}`)
      .join('; ');
  }

  private _finding(text: string): Finding {
    return new Finding(`${text}\nlog:\n${this._machine.log}`);
  }
}
