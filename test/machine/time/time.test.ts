import { array, assert, constantFrom, nat, property, tuple } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Machine, preset, SchemaError } from '../../../src/index.ts';
import type { BreakpointSpec, MachineOptions, StepKind, WsgiApp } from '../../../src/index.ts';
import { runs } from '../../support/properties.ts';

const POST = 'POST /a?b=1 HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n\r\nhello';
const app = (name: string): WsgiApp => preset(name)?.app as WsgiApp;

/** Two clients of the echo app, one of which is slow. */
function usedMachine(options: Partial<MachineOptions> = {}): Machine {
  const machine = new Machine({ app: app('echo'), server: 'threaded', ...options });
  const [first, second] = [machine.connect(), machine.connect()];
  first.send(POST.slice(0, 30));
  second.send(POST);
  machine.run();
  first.send(POST.slice(30));
  machine.run();
  return machine;
}

/** The same machine at its beginning. */
const unusedMachine = (options: Partial<MachineOptions> = {}): Machine => Machine.from(usedMachine(options).scenario);

const find = (machine: Machine, kind: StepKind, name: string, from = 0): number =>
  machine.trace.events.findIndex((event, number) => number >= from && event.kind === kind && event.name.endsWith(name));

describe('stopping and continuing', () => {
  test('changes nothing, wherever it stops and however it continues', () => {
    const orders = ['round-robin', 'random', 'adversarial', 'chosen'] as const;
    const servers = ['base', 'threaded', 'forking'] as const;
    assert(
      property(
        constantFrom(...orders),
        constantFrom(...servers),
        nat(1000),
        array(tuple(constantFrom('to', 'step', 'into', 'over', 'out'), nat(150)), { maxLength: 12 }),
        (order, server, seed, moves) => {
          const machine = usedMachine({ order, server, seed });
          const other = Machine.from(machine.scenario);
          for (const [move, way] of moves) {
            if (move === 'to') other.runTo(other.cursor + way);
            else if (move === 'step') other.step();
            else if (move === 'into') other.stepInto();
            else if (move === 'over') other.stepOver();
            else other.stepOut();
          }
          other.run();
          expect(other.trace.hash()).toBe(machine.trace.hash());
          expect(other.scenario).toEqual(machine.scenario);
        },
      ),
      runs(30),
    );
  });

  test('shows the same as seeking there, forward and back, in any order', () => {
    assert(
      property(nat(300), array(nat(1100), { minLength: 1, maxLength: 8 }), (seed, places) => {
        const machine = usedMachine({ order: 'random', seed });
        const hash = machine.trace.hash();
        for (const place of places) {
          const step = place % machine.trace.length;
          expect(machine.seek(step)).toEqual(usedMachine({ order: 'random', seed }).seek(step));
          if (step > 1) expect(machine.seek(step - 1)).toEqual(usedMachine({ order: 'random', seed }).seek(step - 1));
        }
        expect(machine.trace.hash()).toBe(hash);
      }),
      runs(6),
    );
  });

  test('one by one shows what seeking shows', () => {
    const machine = unusedMachine();
    const whole = usedMachine();
    for (let step = machine.cursor + 1; step < whole.trace.length; step += 1) {
      const snapshot = machine.step();
      expect(snapshot.step).toBe(step);
      if (step % 7 === 0) expect(snapshot).toEqual(whole.seek(step));
    }
  });

  test('at a step that a predicate accepts', () => {
    const machine = unusedMachine();
    const snapshot = machine.runTo(({ kind, name }) => kind === 'syscall' && name === 'recvfrom');
    expect(machine.trace.step(machine.cursor - 1)).toMatchObject({ kind: 'syscall', name: 'recvfrom' });
    expect(snapshot.step).toBe(machine.cursor);
    machine.runTo(() => false);
    expect(machine.cursor).toBe(machine.trace.length);
  });
});

describe('a step', () => {
  /** A machine stopped just after the call of make_environ, a plain function, and its log when it has ended. */
  const atEnviron = () => {
    const whole = usedMachine();
    const machine = unusedMachine();
    const call = find(whole, 'call', 'make_environ');
    machine.runTo(call + 1);
    return { machine, whole, call };
  };

  test('into is the next one of the same thread', () => {
    const { machine, whole, call } = atEnviron();
    machine.stepInto();
    expect(machine.cursor).toBe(call + 2);
    const block = find(whole, 'block', 'epoll_wait', call);
    machine.runTo(block + 1);
    machine.stepInto();
    expect(machine.cursor).toBeGreaterThan(block + 2);
    expect(whole.trace.step(machine.cursor - 1)).toMatchObject({ tid: whole.trace.step(block).tid, kind: 'switch' });
  });

  test('over a call ends at its return', () => {
    const { machine, whole, call } = atEnviron();
    machine.stepOver();
    expect(machine.cursor).toBe(find(whole, 'return', 'make_environ', call) + 1);
    const { tid, depth } = whole.trace.step(call);
    machine.stepOver();
    expect(whole.trace.step(machine.cursor - 1)).toMatchObject({ tid, depth });
  });

  test('out ends at the return of the current call', () => {
    const { machine, whole, call } = atEnviron();
    machine.stepInto();
    machine.stepInto();
    machine.stepOut();
    expect(machine.cursor).toBe(find(whole, 'return', 'make_environ', call) + 1);
    machine.stepOut();
    expect(machine.cursor).toBe(find(whole, 'return', '.run_wsgi', call) + 1);
    for (let turn = 0; turn < 30; turn += 1) machine.stepOut();
    expect(whole.trace.steps().some(({ kind, detail }) => kind === 'thread' && detail === 'ended')).toBe(true);
  });

  test('of another thread is requested by its number', () => {
    const { machine, whole } = atEnviron();
    const server = machine.serverProcess.mainThread?.tid as number;
    machine.stepInto(server);
    expect(whole.trace.step(machine.cursor - 1).tid).toBe(server);
  });
});

/** The rows at which a machine stops when it is run again and again. */
function stops(machine: Machine): string[] {
  const rows: string[] = [];
  for (;;) {
    const { why } = machine.run();
    if (why !== 'breakpoint') return rows;
    const { kind, name } = machine.trace.step(machine.cursor - 1);
    rows.push(`${kind} ${name.split('.').at(-1)}`);
    expect(machine.snapshot().step).toBe(machine.cursor);
    if (rows.length > 100) return rows;
  }
}

const stopsAt = (...specs: BreakpointSpec[]): string[] => {
  const machine = unusedMachine();
  for (const spec of specs) machine.breakpoints.add(spec);
  return stops(machine);
};

describe('a breakpoint', () => {
  test.each<[string, BreakpointSpec, readonly string[]]>([
    ['a method', { call: 'http.server.BaseHTTPRequestHandler.parse_request' }, Array(2).fill('call parse_request')],
    ['a name alone', { call: 'parse_request' }, Array(2).fill('call parse_request')],
    ['the end of a plain function', { leave: 'make_environ' }, Array(2).fill('return make_environ')],
    ['a system call', { syscall: 'accept4' }, Array(2).fill('syscall accept4')],
    ['a thread', { syscall: 'accept4', thread: 'MainThread' }, Array(2).fill('syscall accept4')],
    ['a thread that makes no such call', { syscall: 'accept4', thread: 'client-0' }, []],
    ['a system call that waits', { wait: 'epoll_wait', client: 1 }, ['block epoll_wait']],
    ['a client', { syscall: 'accept4', client: 1 }, ['syscall accept4']],
    ['bytes in a lane', { bytes: '\r\n\r\n', lane: 'kernel receive' }, Array(2).fill('queue receive')],
    ['bytes in any lane', { bytes: 'POST', client: 1 }, ['queue receive', 'syscall sendto', 'change end']],
    ['one byte', { bytes: [0x3f], lane: 'rfile', client: 1 }, ['change end']],
    ['a pattern', { pattern: 'Content-Length: \\d+', lane: 'client in' }, Array(2).fill('block poll')],
    ['a pattern over two writes', { pattern: '\\r\\n\\r\\nhel', lane: 'wfile', client: 1 }, ['call write']],
    ['accepted', { state: 'accepted' }, Array(2).fill('syscall accept4')],
    ['request line read', { state: 'request line read', client: 0 }, ['call parse_request']],
    ['headers parsed', { state: 'headers parsed' }, Array(2).fill('return parse_request')],
    ['start_response called', { state: 'start_response called' }, Array(2).fill('call start_response')],
    ['first write', { state: 'first write' }, Array(2).fill('call write')],
    ['closed', { state: 'closed' }, Array(2).fill('socket fin-wait-1')],
    ['once', { call: 'parse_request', once: true }, ['call parse_request']],
  ])('on %s', (_what, spec, expected) => {
    expect(stopsAt(spec)).toEqual(expected);
  });

  test('on parsed headers does not stop where they were refused', () => {
    const machine = new Machine({ app: app('hello') });
    machine.connect().send('GET / HTTP/1.1\r\nnot a header: \0\r\n\r\n');
    machine.connect().send('nonsense\r\n\r\n');
    machine.breakpoints.add({ state: 'headers parsed', client: 1 });
    expect(stops(machine)).toEqual([]);
  });

  test('on the first write stops at the call alone, also where it fails', () => {
    const machine = new Machine({ app: () => [new Uint8Array(1)] });
    machine.connect().send('GET / HTTP/1.0\r\n\r\n');
    machine.breakpoints.add({ state: 'first write' });
    expect(stops(machine)).toEqual(['call write', 'call write']);
    expect(machine.log).toContain('write() before start_response');
  });

  test.each(['base', 'threaded', 'forking'] as const)(
    'on the first write stops once for each response on %s',
    (server) => {
      const machine = unusedMachine({ app: app('raw-hello'), server });
      machine.breakpoints.add({ state: 'first write' });
      expect(stops(machine)).toEqual(['call write', 'call write']);
      const one = unusedMachine({ app: app('raw-hello'), server });
      one.breakpoints.add({ state: 'closed', client: 1 });
      expect(stops(one)).toHaveLength(1);
    },
  );

  test.each(['base', 'threaded'] as const)(
    'on accepted stops where a %s datagram server takes a datagram, of the client that is named',
    (server) => {
      const machine = new Machine({ app: app('datagrams'), server });
      const [one, other] = [machine.datagrams(), machine.datagrams()];
      one.send('a');
      other.send('b');
      const fresh = machine.branch(machine.cursor);
      machine.breakpoints.add({ state: 'accepted' });
      expect(stops(machine)).toEqual(['syscall recvfrom', 'syscall recvfrom']);
      fresh.breakpoints.add({ state: 'accepted', client: 1 });
      expect(stops(fresh)).toEqual(['syscall recvfrom']);
      expect([one.received, other.received]).toEqual(['A', 'B']);
    },
  );

  test('changes nothing, and costs nothing once it is removed', () => {
    const machine = unusedMachine();
    const id = machine.breakpoints.add({ state: 'first write' });
    machine.run();
    expect(machine.breakpoints.list()).toMatchObject([{ id, hits: 1 }]);
    expect(machine.breakpoints.remove(id)).toBe(true);
    expect(machine.breakpoints.remove(id)).toBe(false);
    expect(machine.run().why).toBe('idle');
    expect(machine.trace.hash()).toBe(usedMachine().trace.hash());
  });

  test('stops at steps that have happened beyond the cursor, even if it is set there', () => {
    const whole = usedMachine();
    const call = find(whole, 'call', 'make_environ');
    for (const before of [true, false]) {
      const machine = unusedMachine();
      const spec = { call: 'port_integer' };
      if (before) machine.breakpoints.add(spec);
      machine.runTo(call + 1);
      expect(machine.trace.length).toBeGreaterThan(machine.cursor);
      if (!before) machine.breakpoints.add(spec);
      expect(machine.run().why).toBe('breakpoint');
      expect(machine.cursor).toBe(find(whole, 'call', 'port_integer', call) + 1);
      expect(machine.snapshot()).toEqual(whole.seek(machine.cursor));
    }
  });

  test.each([{ bytes: 'x'.repeat(4096) }, { pattern: 'x'.repeat(4096) }, { bytes: [0, 255] }, { bytes: '\0\xff' }])(
    'may have the largest values (%#)',
    (spec) => {
      const { breakpoints } = new Machine({ app: app('hello') });
      expect(breakpoints.add(spec)).toBe(1);
      expect(breakpoints.list()).toEqual([{ id: 1, spec, hits: 0 }]);
    },
  );

  test('is given a new number, and counted; all go at once', () => {
    const { breakpoints } = new Machine({ app: app('hello') });
    const ids = [breakpoints.add({ call: 'write' }), breakpoints.add({ leave: 'write' })];
    breakpoints.remove(ids[0] ?? 0);
    expect(breakpoints.add({ wait: 'poll' })).toBe(3);
    expect(breakpoints.size).toBe(2);
    breakpoints.clear();
    expect([breakpoints.size, breakpoints.list()]).toEqual([0, []]);
    expect(breakpoints.add({ wait: 'poll' })).toBe(4);
  });

  test('is counted alone where another one holds at another step, and with it where both hold; one of them once', () => {
    const machine = unusedMachine();
    const { breakpoints } = machine;
    const call = breakpoints.add({ call: 'parse_request' });
    const once = breakpoints.add({ state: 'request line read', once: true });
    const never = breakpoints.add({ call: 'handle_timeout' });
    const counts = (): number[][] => breakpoints.list().map(({ id, hits }) => [id, hits]);
    expect(machine.run().breakpoints).toMatchObject([
      { id: call, spec: { call: 'parse_request' }, hits: 1 },
      { id: once, spec: { state: 'request line read' }, hits: 1 },
    ]);
    expect(counts()).toEqual([
      [call, 1],
      [never, 0],
    ]);
    expect(machine.run().breakpoints).toMatchObject([{ id: call, hits: 2 }]);
    expect(counts()).toEqual([
      [call, 2],
      [never, 0],
    ]);
    expect(machine.run()).toMatchObject({ why: 'idle', breakpoints: [] });
  });

  test('on bytes does not stop at those that came before it was added', () => {
    const machine = unusedMachine();
    machine.breakpoints.add({ bytes: 'POST', lane: 'kernel receive' });
    machine.runTo(find(usedMachine(), 'syscall', 'accept4'));
    expect(stops(machine)).toEqual([]);
  });

  test('stops a step over on its way', () => {
    const machine = unusedMachine();
    machine.runTo(({ kind, name }) => kind === 'call' && name.endsWith('handle_one_request'));
    machine.breakpoints.add({ state: 'headers parsed' });
    machine.stepOver();
    expect(machine.trace.step(machine.cursor - 1)).toMatchObject({ kind: 'return', detail: 'True' });
  });

  test.each<[unknown, string]>([
    [
      {},
      'breakpoint: needs exactly one of call, leave, syscall, wait, bytes, pattern, state, moment; it has none of them',
    ],
    [{ call: 'write', syscall: 'read' }, 'it has call and syscall'],
    [{ call: 'no name' }, "breakpoint.call: 'no name' is not a Python name"],
    [{ syscall: 'recv' }, "breakpoint.syscall: 'recv' is not a system call; there are socket"],
    [{ bytes: [256] }, 'breakpoint.bytes[0]: 256 is not an integer from 0 to 255'],
    [{ bytes: '☃' }, "breakpoint.bytes: '☃' is not latin-1 text"],
    [{ bytes: '' }, "breakpoint.bytes: '' is not at least one byte"],
    [{ bytes: [] }, 'breakpoint.bytes: an array of 0 is not at least one byte'],
    [{ bytes: 'x'.repeat(4097) }, 'is not a text of at most 4096 bytes'],
    [{ pattern: '(' }, 'breakpoint.pattern: Invalid regular expression'],
    [{ pattern: '' }, "breakpoint.pattern: '' is not a regular expression"],
    [{ pattern: 'x'.repeat(4097) }, 'is not a regular expression of at most 4096 characters'],
    [{ call: 'parse_reques' }, "'parse_reques' is not the name of a mirrored method, or the end of one"],
    [{ call: 'arse_request' }, "'arse_request' is not the name of a mirrored method, or the end of one"],
    [{ call: 'write', thread: '' }, "breakpoint.thread: '' is not an integer from 1"],
    [{ call: 'write', thread: 0 }, 'breakpoint.thread: 0 is not an integer from 1'],
    [{ moment: 'make_environ' }, 'breakpoint.moment: nothing finds moments here; call watchMoments(machine)'],
    [{ state: 'open' }, "breakpoint.state: 'open' is not 'accepted'"],
    [{ call: 'write', lane: 'rfile' }, "breakpoint.lane: 'rfile' is not allowed beside call"],
    [{ call: 'write', client: -1 }, 'breakpoint.client: -1 is not an integer'],
    [{ call: 'write', where: 1 }, 'breakpoint.where: there is no such key'],
  ])('%j is rejected', (spec, message) => {
    const { breakpoints } = new Machine({ app: app('hello') });
    expect(() => breakpoints.add(spec as BreakpointSpec)).toThrow(SchemaError);
    expect(() => breakpoints.add(spec as BreakpointSpec)).toThrow(message);
  });
});

describe('a branch', () => {
  test('has the same past up to its step, gets other inputs there, and leaves the other branch unchanged', () => {
    const machine = usedMachine();
    const { scenario } = machine;
    const hash = machine.trace.hash();
    const second = machine.inputs.find(({ step }) => step > 100)?.step as number;
    const branch = machine.branch(second, [{ client: 0, do: 'send', data: 'length: 3\r\n\r\nxyz' }]);
    expect(branch.cursor).toBe(second);
    expect(branch.snapshot()).toEqual(machine.seek(second));
    branch.run();
    expect(branch.trace.steps(0, second)).toEqual(machine.trace.steps(0, second));
    expect(branch.clients[0]?.received).not.toBe(machine.clients[0]?.received);
    expect([machine.scenario, machine.trace.hash()]).toEqual([scenario, hash]);
    const again = Machine.from(branch.scenario);
    again.run();
    expect(again.trace.hash()).toBe(branch.trace.hash());
  });

  test('can be made at every step, in plain functions too, and replays', () => {
    const machine = usedMachine({ order: 'random', seed: 5 });
    for (let step = 3; step < machine.trace.length; step += 13) {
      const branch = machine.branch(step);
      expect(branch.snapshot(), `step ${step}`).toEqual(machine.seek(step));
      const other =
        machine.clients.length === branch.clients.length ? [{ client: 0, do: 'send', data: 'GET' } as const] : [];
      const told = machine.branch(step, other);
      expect(told.inputs.at(-1)?.step ?? step).toBeLessThanOrEqual(step);
      told.run();
      const again = Machine.from(told.scenario);
      again.run();
      expect(again.trace.hash(), `step ${step}`).toBe(told.trace.hash());
    }
  });

  test('at the end of the log is not needed: inputs are injected into this machine', () => {
    const machine = new Machine({ app: app('hello') });
    machine.connect();
    expect(machine.inject({ client: 0, do: 'send', data: 'GET / HTTP/1.0\r\n\r\n' })).toBe(machine);
    const call = usedMachine();
    const stopped = unusedMachine();
    stopped.runTo(find(call, 'call', 'make_environ') + 1);
    const branch = stopped.inject({ client: 1, do: 'reset' });
    expect(branch).not.toBe(stopped);
    expect(branch.inputs.at(-1)).toMatchObject({ step: stopped.cursor, command: { do: 'reset' } });
  });

  test('at an unknown step is rejected', () => {
    expect(() => usedMachine().branch(1e9)).toThrow('step: 1000000000 is not a step of this machine, which has 0 to');
  });
});
