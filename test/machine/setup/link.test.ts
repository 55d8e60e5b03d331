/**
 * Machines with distant clients: the time it takes, what the log and the lanes show, and the link as part of the
 * scenario.
 */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { explore, replayAs, Machine, preset, readScenario } from '../../../src/index.ts';
import type { Lane, LinkSettings, MachineOptions, Snapshot, Step, WsgiApp } from '../../../src/index.ts';
import { call } from '../../../src/python/libc.ts';
import { runs } from '../../support/properties.ts';

const REQUEST = 'GET / HTTP/1.1\r\nHost: localhost\r\n\r\n';
/** Milliseconds in seconds. */
const ms = (count: number): number => count / 1_000;

const app = (name: string): WsgiApp => preset(name)?.app as WsgiApp;

const far = (link: LinkSettings, options: Partial<MachineOptions> = {}): Machine =>
  new Machine({ app: app('hello'), server: 'threaded', ...options, link });

/** One request, answered. */
function asked(link: LinkSettings, options: Partial<MachineOptions> = {}): Machine {
  const machine = far(link, options);
  machine.connect().send(REQUEST);
  machine.run();
  return machine;
}

const segments = (machine: Machine): Step[] => machine.trace.steps().filter(({ kind }) => kind === 'segment');
const told = (machine: Machine): string[] => segments(machine).map(({ name, detail }) => `${name} ${detail}`);
const timeOf = (machine: Machine, test: (step: Step) => boolean): number | undefined =>
  machine.trace.steps().find(test)?.time;
const connectTime = (machine: Machine): number | undefined =>
  timeOf(machine, ({ kind, name }) => kind === 'syscall' && name === 'connect');

const lane = ({ connections }: Snapshot, name: Lane['name']): Lane | undefined =>
  connections[0]?.lanes.find((candidate) => candidate.name === name);
const unread = (snapshot: Snapshot, name: Lane['name']): string => {
  const { bytes = new Uint8Array(), read = 0 } = lane(snapshot, name) ?? {};
  return String.fromCharCode(...bytes.subarray(read));
};

/** A seed of a link that loses half of all segments, for which `test` holds. */
function seedWith(link: LinkSettings, test: (machine: Machine) => boolean): Machine {
  for (let seed = 0; seed < 200; seed += 1) {
    const machine = asked(link, { seed });
    if (test(machine)) return machine;
  }
  throw new Error('no seed does that');
}

describe('a perfect link', () => {
  test.each([[{}], [{ latency: 0 }], [{ latency: 0, jitter: 0, loss: 0, bandwidth: 0 }], [undefined]])(
    '%j leaves the same trace as no link',
    (link) => {
      const plain = new Machine({ app: app('hello'), server: 'threaded' });
      plain.connect().send(REQUEST);
      plain.run();
      const machine = asked(link as LinkSettings);
      expect(machine.trace.hash()).toBe(plain.trace.hash());
      expect(machine.scenario.link).toEqual({ ...link, latency: 0 });
      expect(segments(machine)).toEqual([]);
      expect(lane(machine.snapshot(), 'wire to server')).toBeUndefined();
    },
  );
});

describe('latency', () => {
  test('a connect takes one round trip, and the response another', () => {
    const machine = asked({ latency: ms(20) });
    expect(connectTime(machine)).toBe(ms(40));
    expect(timeOf(machine, ({ name }) => name === 'accept4')).toBe(ms(60));
    expect(timeOf(machine, ({ kind, detail }) => kind === 'queue' && /\+\d/.test(detail))).toBe(ms(60));
    expect(
      timeOf(
        machine,
        ({ kind, name, detail }) => kind === 'segment' && name === 'arrived' && /→ socket \d+: \d/.test(detail),
      ),
    ).toBe(ms(80));
    expect(machine.clients[0]?.received).toContain('200 OK');
  });

  test('a handshake, a request and an end are in the log, in the order of their transit', () => {
    const machine = far({ latency: ms(20) });
    const client = machine.connect();
    machine.run();
    client.send('GET /');
    client.shutdownWrite();
    machine.run();
    client.close();
    machine.run();
    expect(told(machine).slice(0, 10)).toEqual([
      'sent socket 2 → server: SYN',
      'arrived socket 2 → server: SYN',
      'sent server → socket 2: SYN-ACK',
      'arrived server → socket 2: SYN-ACK',
      'sent socket 2 → server: ACK',
      'arrived socket 2 → server: ACK',
      'sent socket 2 → server: 5 bytes',
      'sent socket 2 → server: FIN',
      'arrived socket 2 → server: 5 bytes',
      'arrived socket 2 → server: FIN',
    ]);
  });

  test('sending nothing puts nothing on the wire', () => {
    const machine = new Machine({ app: app('hello'), link: { latency: 0.01 } });
    const client = machine.connect();
    machine.run();
    const { length } = machine.trace;
    client.send('');
    machine.run();
    expect(machine.trace.steps(length).filter(({ kind }) => kind === 'segment')).toEqual([]);
  });

  test('a client without a listener gets an error after a round trip', () => {
    const machine = new Machine({
      link: { latency: ms(50) },
      *program() {
        // It ends without listening.
      },
    });
    const client = machine.connect();
    const { why, time } = machine.run();
    expect([client.state, client.error, why, time]).toEqual(['refused', 'ECONNREFUSED', 'exit', 0.1]);
  });

  test('a reset arrives after the data that was sent before it', () => {
    const machine = far({ latency: ms(50) });
    const client = machine.connect();
    machine.run();
    client.send('GET / HT');
    client.reset();
    machine.run();
    const arrived = told(machine).filter((words) => words.startsWith('arrived socket'));
    expect(arrived.slice(-2)).toEqual(['arrived socket 2 → server: 8 bytes', 'arrived socket 2 → server: RST']);
    expect(machine.snapshot().sockets.map(({ state }) => state)).toEqual(['listen']);
  });

  test('connections inside the machine use no link', () => {
    const machine = asked({ latency: ms(20) }, { app: app('hello') });
    const time = machine.time;
    machine.spawn('neighbour', function* () {
      const fd = yield* call('socket', 'AF_INET', 'SOCK_STREAM');
      yield* call('connect', fd, ['127.0.0.1', 5000]);
    });
    machine.run({ until: time });
    const connects = machine.trace.steps().filter(({ kind, name }) => kind === 'syscall' && name === 'connect');
    expect(connects.at(-1)?.time).toBe(time);
  });
});

describe('loss', () => {
  const link = { latency: ms(20), loss: 0.5 };

  test('a lost SYN is sent again after a second, and then after two', () => {
    const synsOf = (candidate: Machine): Step[] => segments(candidate).filter(({ detail }) => detail.endsWith(': SYN'));
    const isLostTwice = (candidate: Machine): boolean =>
      synsOf(candidate)
        .map(({ name }) => name)
        .join() === 'sent,lost,sent again,lost,sent again,arrived';
    const machine = seedWith(link, isLostTwice);
    expect(synsOf(machine).map(({ name, time }) => [name, Math.round(time * 1_000)])).toEqual([
      ['sent', 0],
      ['lost', 0],
      ['sent again', 1000],
      ['lost', 1000],
      ['sent again', 3000],
      ['arrived', 3020],
    ]);
    expect(machine.clients[0]?.received).toContain('200 OK');
  });

  test('lost data is sent again after the round trip and 200 ms; later data waits for it', () => {
    const isLostFirst = (candidate: Machine): boolean => {
      const answer = segments(candidate).filter(({ detail }) => /^server → socket 2: \d/.test(detail));
      return answer.map(({ name }) => name).join() === 'sent,lost,sent,sent again,arrived,arrived';
    };
    const machine = seedWith(link, isLostFirst);
    const answer = segments(machine).filter(({ detail }) => /^server → socket 2: \d/.test(detail));
    const start = answer[0]?.time ?? 0;
    expect(answer.map(({ time }) => Math.round((time - start) * 1_000))).toEqual([0, 0, 0, 240, 260, 260]);
    expect(machine.clients[0]?.received).toMatch(/^HTTP\/1.1 200 OK.*success/s);
  });

  test('when everything is lost, connecting fails with ETIMEDOUT after 127 seconds', () => {
    const machine = asked({ loss: 1 });
    expect([machine.clients[0]?.error, machine.time]).toEqual(['ETIMEDOUT', 127]);
    expect(machine.snapshot().sockets.map(({ state }) => state)).toEqual(['listen']);
  });
});

describe('bandwidth and segments', () => {
  test('a body of 10,000 bytes takes a second for each 5,000', () => {
    const machine = far({ bandwidth: 5_000, segment: 500 }, { app: app('echo') });
    const head = 'POST / HTTP/1.1\r\nContent-Length: 10000\r\n\r\n';
    machine.connect().send(head + 'x'.repeat(10_000));
    machine.run();
    const arrived = segments(machine).filter(({ name, detail }) => name === 'arrived' && /→ server: \d/.test(detail));
    expect(arrived.map(({ detail }) => Number(/(\d+) byte/.exec(detail)?.[1]))).toEqual([
      ...Array<number>(20).fill(500),
      head.length,
    ]);
    expect(arrived.at(-1)?.time).toBe((10_000 + head.length) / 5_000);
  });

  test('byte by byte, the server reads each byte separately', () => {
    const machine = asked({ segment: 1 });
    const received = machine.trace.events.filter(
      ({ kind, name, a }) => kind === 'queue' && name === 'receive' && (a as { socket: number }).socket === 3,
    );
    const sizes = received.map(({ a }) => (a as { bytes: number }).bytes);
    expect(sizes.filter((bytes) => bytes > 0)).toEqual(Array(REQUEST.length).fill(1));
    expect(sizes.filter((bytes) => bytes < 0)).toEqual(Array(REQUEST.length).fill(-1));
    expect(machine.clients[0]?.received).toContain('200 OK');
  });
});

describe('bytes on the wire', () => {
  const link = { latency: ms(20), segment: 10 };

  test('are in a lane of their own until they arrive; lost ones stay there', () => {
    const machine = far({ ...link, loss: 0.3 }, { seed: 3 });
    machine.connect().send(REQUEST);
    machine.run();
    const steps = segments(machine);
    const lost = steps.find(
      ({ name, detail }) => name === 'lost' && / bytes?$/.test(detail) && detail.startsWith('socket'),
    );
    const sent = steps.find(
      ({ name, detail }) => name === 'sent' && detail === `socket 2 → server: ${REQUEST.length} bytes`,
    );
    expect(lost).toBeDefined();
    expect(unread(machine.seek((sent?.number ?? 0) + 1), 'wire to server')).toBe(REQUEST);
    expect(unread(machine.seek(lost?.number ?? 0), 'wire to server').length).toBeGreaterThan(0);
    expect(unread(machine.snapshot(), 'wire to server')).toBe('');
    expect(lane(machine.snapshot(), 'wire to client')?.bytes.length).toBe(machine.clients[0]?.receivedLength);
  });

  test('are the same after seek, in a branch while they are in transit, and in a branch of that', () => {
    const machine = asked(link);
    const arrived = segments(machine).filter(({ name, detail }) => name === 'arrived' && detail.endsWith(': 10 bytes'));
    const step = (arrived[1]?.number ?? 0) + 1;
    const there = machine.seek(step);
    expect(unread(there, 'wire to server')).toBe(REQUEST.slice(20));
    const branch = machine.branch(step);
    expect(branch.snapshot()).toEqual(there);
    branch.run();
    expect(branch.trace.hash()).toBe(machine.trace.hash());
    const reset = machine.branch(step, [{ client: 0, do: 'reset' }]);
    reset.run();
    expect(reset.clients[0]?.state).toBe('closed');
    expect(reset.snapshot().sockets.map(({ state }) => state)).toEqual(['listen']);
    expect(Machine.from(reset.scenario).options.link).toEqual({ latency: ms(20), segment: 10 });
  });

  test('stop the machine at a breakpoint on them', () => {
    const machine = far(link);
    machine.connect().send(REQUEST);
    machine.breakpoints.add({ bytes: 'success', lane: 'wire to client' });
    const { why } = machine.run();
    expect(why).toBe('breakpoint');
    expect(unread(machine.snapshot(), 'wire to client')).toContain('success');
    expect(machine.clients[0]?.receivedLength).toBe(0);
  });
});

describe('the link is part of the scenario', () => {
  const link = { latency: ms(5), jitter: ms(3), loss: 0.1, bandwidth: 100_000, segment: 100 };

  test('is written, read, and replayed with the same trace, on every kind of server', () => {
    fc.assert(
      fc.property(
        fc.record({
          latency: fc.integer({ min: 0, max: 300_000 }).map((micros) => micros / 1_000_000),
          jitter: fc.integer({ min: 0, max: 50_000 }).map((micros) => micros / 1_000_000),
          loss: fc.double({ min: 0, max: 0.1, noNaN: true }),
          bandwidth: fc.constantFrom(0, 1_000, 1_000_000),
          segment: fc.integer({ min: 1, max: 1_460 }),
        }),
        fc.record({
          server: fc.constantFrom('base', 'threaded', 'forking'),
          order: fc.constantFrom('round-robin', 'random', 'adversarial', 'chosen'),
          seed: fc.integer({ min: 0, max: 1_000_000 }),
        }),
        fc.nat(),
        (settings, options, place) => {
          const machine = asked(settings, options);
          const again = Machine.from(JSON.parse(JSON.stringify(machine.scenario)));
          again.run();
          expect(again.trace.hash()).toBe(machine.trace.hash());
          expect(machine.clients[0]?.received).toContain('200 OK');
          const after = machine.inputs.at(-1)?.step ?? 0;
          const step = after + 1 + (place % (machine.trace.length - after));
          const branch = machine.branch(step);
          expect(branch.snapshot()).toEqual(machine.seek(step));
          branch.run();
          expect(branch.trace.hash()).toBe(machine.trace.hash());
        },
      ),
      runs(40),
    );
  });

  test('applies to another kind of server, and to every run of the explorer', () => {
    const machine = asked(link);
    const { machine: other } = replayAs(machine, 'forking');
    expect(other.options.link).toEqual(link);
    expect(connectTime(other)).toBe(connectTime(machine));
    const { runs: count, broken } = explore(machine.scenario, {
      invariants: { 'is answered': ({ clients }) => clients[0]?.received.includes('200 OK') === true },
      departures: 1,
      runs: 5,
    });
    expect([count > 0, broken]).toEqual([true, []]);
  });

  test('does not change the order of threads: with the same seed they take the same turns', () => {
    const order = (settings: LinkSettings): string[] =>
      asked(settings, { order: 'random', seed: 7 })
        .trace.steps()
        .filter(({ kind, tid }) => kind === 'switch' && tid === 1000)
        .map(({ name }) => name);
    expect(order({ latency: ms(1), loss: 0.000001 })).toEqual(order({ latency: ms(1) }));
  });

  test.each([
    [{ latency: -1 }, 'options.link.latency: -1 is not a number of seconds from 0 to 60'],
    [{ jitter: 75_000 }, 'options.link.jitter: 75000 is not a number of seconds from 0 to 60'],
    [{ loss: 2 }, 'options.link.loss: 2 is not a probability from 0 to 1'],
    [{ segment: 0 }, 'options.link.segment: 0 is not an integer from 1 to 65535, in bytes'],
    [{ lag: 1 }, 'options.link.lag: there is no such setting; known are latency, jitter, loss, bandwidth, segment'],
    [5, 'options.link: 5 is not an object with settings of the link'],
  ])('%j is rejected', (settings, message) => {
    expect(() => far(settings as LinkSettings)).toThrow(new TypeError(message));
  });

  test('omitted settings of a scenario get their defaults', () => {
    const scenario = { version: 1, app: { preset: 'hello' } };
    expect(readScenario(scenario).link).toEqual({ latency: 0 });
    expect(readScenario({ ...scenario, link: { segment: 1 } }).link).toEqual({ latency: 0, segment: 1 });
  });
});

test('a machine without a trace uses the same link', () => {
  const plain = asked({ latency: ms(20), jitter: ms(9) }, { trace: false });
  const traced = asked({ latency: ms(20), jitter: ms(9) });
  expect([plain.time, plain.clients[0]?.received]).toEqual([traced.time, traced.clients[0]?.received]);
});
