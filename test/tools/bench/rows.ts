/** The rows of the benchmark, and who competes in each. */
import type { Machine } from '../../../src/index.ts';
import type { FreshProcesses } from './fresh-process.ts';
import * as machines from './machines.ts';
import { microsOf } from './measure.ts';
import type { Arm } from './measure.ts';
import * as peers from './peers.ts';
import type { Remote } from './peers.ts';

/** What each row is about, in the order of the table. */
export const ROWS: Readonly<Record<string, string>> = {
  W1: 'hello, a connection for each request',
  W2: 'hello, kept alive',
  W3: 'an answer of 1 MiB',
  W4: 'a POST of 1 MiB, echoed',
  bytes: 'one byte of a POST in segments of 1, by length of the body',
  idle: 'memory of an idle connection, both ends, by connections',
  connect: 'one connection more, by connections',
  among: 'hello among idle connections, by connections',
  growing: '41 looks at an answer while it grows, by length',
  boot: 'boot and first request',
  import: 'import of the package',
  // Those with a log come last: what follows them would run wrapped methods.
  traced: 'hello with the full trace',
  trace: 'the log',
  replay: 'one replayed step, by steps of the log',
};

export interface Setting {
  /** Requests in one measurement. */
  readonly requests: number;
  readonly isQuick: boolean;
  readonly remotes: readonly Remote[];
  readonly fresh: FreshProcesses;
}

const HEAVY = { warmUp: 0, rounds: 3 } as const;

export function arms({ requests, isQuick, remotes, fresh }: Setting): Arm[] {
  const some = Math.max(10, Math.ceil(requests / 20));
  return [
    ...hellos(requests, remotes),
    ...bodies(some),
    ...inSmallSegments(isQuick),
    ...crowds(isQuick, requests),
    ...growing(isQuick),
    ...logs(isQuick, requests),
    ...beginnings(fresh),
  ];
}

function hellos(requests: number, remotes: readonly Remote[]): Arm[] {
  const machine = (arm: string, options: Parameters<typeof machines.started>[0]): Arm => ({
    row: 'W1',
    arm,
    unit: 'µs',
    measure() {
      const running = machines.started({ app: machines.hello, ...options });
      return microsOf(requests, () => machines.serve(running, requests));
    },
  });
  return [
    {
      row: 'W1',
      arm: 'node:http on stream.duplexPair',
      unit: 'µs',
      isReference: true,
      measure: () => microsOf(requests, () => peers.inMemory(requests)),
    },
    machine('machine, no trace', {}),
    machine('machine, threaded, no trace', { server: 'threaded' }),
    machine('machine, forking, no trace', { server: 'forking' }),
    {
      row: 'W1',
      arm: 'light-my-request',
      unit: 'µs',
      measure: () => microsOf(requests, () => peers.injected(requests)),
    },
    ...remotes.map((remote): Arm => ({
      row: 'W1',
      arm: remote.name,
      unit: 'µs',
      measure: () => remote.serve(requests),
    })),
    { ...machine('machine, full trace', { trace: true }), row: 'traced' },
    // Machines with and without a log in one process: there the mirrored methods stay wrapped.
    { ...machine('machine, no trace, in turns with it', {}), row: 'traced', isReference: true },
    {
      row: 'W2',
      arm: 'node:http on stream.duplexPair',
      unit: 'µs',
      isReference: true,
      measure: () => microsOf(requests, () => peers.inMemoryKept(requests)),
    },
    {
      row: 'W2',
      arm: 'machine, http.server, no trace',
      unit: 'µs',
      measure() {
        const running = machines.started({ program: machines.keepAlive });
        return microsOf(requests, () => machines.serveKept(running, requests));
      },
    },
  ];
}

async function repeated(times: number, work: () => unknown): Promise<void> {
  // oxlint-disable-next-line no-await-in-loop -- one after the other
  for (let time = 0; time < times; time += 1) await work();
}

function bodies(times: number): Arm[] {
  const { MEGABYTE, REQUEST } = machines;
  const head = machines.post(MEGABYTE.length);
  const arm = (row: string, name: string, work: () => unknown): Arm => ({
    row,
    arm: name,
    unit: 'µs',
    isReference: name.startsWith('node:http'),
    measure: () => microsOf(times, () => repeated(times, work)),
  });
  const [large, echo] = [machines.large, machines.echo].map((app) => machines.started({ app })) as [Machine, Machine];
  return [
    arm('W3', 'node:http on stream.duplexPair', peers.largeAnswer),
    arm('W3', 'machine, no trace', () => machines.transfer(large, [REQUEST], MEGABYTE.length)),
    arm('W4', 'node:http on stream.duplexPair', () => peers.largePost(head)),
    arm('W4', 'machine, no trace', () => machines.transfer(echo, [head, MEGABYTE], MEGABYTE.length)),
  ];
}

function inSmallSegments(isQuick: boolean): Arm[] {
  const machine = machines.started({ app: machines.count, link: { segment: 1 } });
  return (isQuick ? [8_750, 17_500] : [17_500, 35_000, 70_000]).map((length): Arm => ({
    row: 'bytes',
    arm: `${length} bytes`,
    unit: 'µs',
    rounds: 6,
    measure: () =>
      microsOf(length, () => machines.transfer(machine, [machines.post(length), new Uint8Array(length)], 1)),
  }));
}

function crowds(isQuick: boolean, requests: number): Arm[] {
  const sizes = isQuick ? [1_000, 4_000] : [1_000, 10_000, 100_000, 250_000];
  return sizes.flatMap((size): Arm[] => {
    const common = { arm: `${size} connections`, unit: 'µs', ...HEAVY, rounds: size > 20_000 ? 1 : 3 } as const;
    const counted: Arm[] = [
      { ...common, row: 'idle', unit: 'B', measure: () => machines.bytesPerIdle(size) },
      { ...common, row: 'connect', measure: () => microsOf(size, () => machines.crowded(size)) },
    ];
    // All crowds of the row below are there at the same time.
    return size > 100_000 ? counted : [...counted, amongOthers(size, requests)];
  });
}

/** Requests to a server that has a crowd already. The crowd stays: what is compiled for it counts in no round. */
function amongOthers(size: number, requests: number): Arm {
  let machine: Machine | undefined;
  return {
    row: 'among',
    arm: `${size} connections`,
    unit: 'µs',
    isReference: size === 1_000,
    rounds: 12,
    measure() {
      if (machine === undefined) machines.serve((machine = machines.crowded(size)), 3_000);
      const crowd = machine;
      return microsOf(requests, () => machines.serve(crowd, requests));
    },
    end() {
      machine = undefined;
    },
  };
}

/** Takes the answer in 41 parts, and looks at all of it after each. */
function growing(isQuick: boolean): Arm[] {
  return (isQuick ? [1] : [1, 2, 4]).map((megabytes): Arm => ({
    row: 'growing',
    arm: `${megabytes} MB`,
    unit: 'µs',
    rounds: 5,
    measure() {
      const part = new Uint8Array((megabytes * 1e6) / 41).fill(0x61);
      const machine = machines.started({ app: machines.inParts(part, 41) });
      const client = machine.connect();
      client.send(machines.REQUEST);
      return microsOf(1, () => {
        let length = 0;
        for (let look = 1; look <= 41; look += 1) {
          machine.run({ until: machine.time + 1 });
          length = client.received.length;
        }
        if (length < 41 * part.length) throw new Error(`${length} characters were received`);
      });
    },
  }));
}

function logs(isQuick: boolean, requests: number): Arm[] {
  const replays = (isQuick ? [100] : [100, 400]).map((served): Arm => {
    const steps = machines.stepsPerRequest() * served;
    return {
      row: 'replay',
      arm: `${Math.round(steps / 1000)}k steps`,
      unit: 'µs',
      rounds: 8,
      measure() {
        const machine = machines.started({ app: machines.hello, trace: true });
        machines.serve(machine, served);
        // The last but one: at the end of its log a machine is itself.
        const last = machine.trace.length - 1;
        return microsOf(last, () => machine.seek(last));
      },
    };
  });
  return [
    { row: 'trace', arm: 'steps of a hello', unit: '', ...HEAVY, rounds: 1, measure: () => machines.stepsPerRequest() },
    {
      row: 'trace',
      arm: 'bytes for each step',
      unit: 'B',
      ...HEAVY,
      rounds: 2,
      measure: () => machines.bytesPerStep(Math.max(200, requests)),
    },
    ...replays,
  ];
}

function beginnings(fresh: FreshProcesses): Arm[] {
  const cold = (row: 'boot' | 'import', arm: string): Arm => ({
    row,
    arm,
    unit: 'ms',
    warmUp: 0,
    rounds: 8,
    measure: () => fresh.measure(row),
  });
  return [
    cold('boot', 'in a fresh process'),
    {
      row: 'boot',
      arm: 'warm',
      unit: 'µs',
      measure: () =>
        microsOf(50, () => {
          for (let time = 0; time < 50; time += 1) machines.serve(machines.started({ app: machines.hello }), 1);
        }),
    },
    cold('import', 'minified, processor time'),
  ];
}
