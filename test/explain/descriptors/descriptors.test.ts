/** What descriptors are open on: on servers of every kind, after `close`, in children, and in all recordings. */
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { DESCRIPTORS_EN, DESCRIPTORS_ZH, descriptorsOf, descriptorText } from '../../../src/explain.ts';
import { Machine, preset } from '../../../src/index.ts';
import type { MachineOptions, Step } from '../../../src/index.ts';
import { loadCases } from '../../oracle/recording.ts';
import { playTraced } from '../../oracle/run.ts';

const GET = 'GET / HTTP/1.1\r\nHost: a\r\n\r\n';

function machineOf(app: string, options: Partial<MachineOptions> = {}): Machine {
  const found = preset(app);
  if (found === undefined) throw new Error(`no preset ${app}`);
  return new Machine({ ...options, app: found.app });
}

/** Each step of a system call with the names of its descriptors: `close 5 = epoll`. */
function readable(machine: Machine, fits: (step: Step) => boolean): string[] {
  const descriptors = descriptorsOf(machine);
  return machine.trace
    .steps()
    .filter(fits)
    .map(({ number, name, detail }) => {
      const names = descriptors.inStep(number).map((mention) => {
        expect(detail.slice(mention.from, mention.to)).toBe(String(mention.fd));
        return `${mention.fd} = ${descriptorText(mention.name, DESCRIPTORS_EN)}`;
      });
      return `${name} ${names.join(', ')}`;
    });
}

const SERVER = (step: Step): boolean => step.kind === 'syscall' && step.tid === 1000;

test('each system call of a server says what its descriptors are', () => {
  const machine = machineOf('hello');
  machine.connect().send(GET);
  machine.run();
  expect(readable(machine, SERVER)).toEqual([
    'socket 3 = socket',
    'setsockopt 3 = socket',
    'bind 3 = socket',
    'getsockname 3 = socket',
    'listen 3 = socket',
    ...['write 2 = log', 'write 2 = log'],
    'poll 3 = listening socket, 3 = listening socket',
    'accept4 3 = listening socket, 4 = connection 1',
    'getsockname 4 = connection 1',
    'recvfrom 4 = connection 1',
    'write 2 = log',
    ...['sendto 4 = connection 1', 'sendto 4 = connection 1'],
    'epoll_create1 5 = epoll',
    'epoll_ctl 5 = epoll, 4 = connection 1',
    'epoll_wait 5 = epoll',
    'close 5 = epoll',
    'shutdown 4 = connection 1',
    'close 4 = connection 1',
  ]);
});

test('the client’s own descriptors are its keyboard and its end of the connection', () => {
  const machine = machineOf('hello');
  machine.connect().send(GET);
  machine.run();
  const polls = readable(machine, ({ kind, name, tid }) => kind === 'syscall' && name === 'poll' && tid === 1001);
  expect(polls[0]).toBe('poll 0 = keyboard, 1 = connection 1, 0 = keyboard');
});

test('a number that is used again after close names another connection', () => {
  const machine = machineOf('hello');
  for (let client = 0; client < 3; client += 1) {
    machine.connect().send(GET);
    machine.run();
  }
  const accepts = readable(machine, ({ kind, name }) => kind === 'syscall' && name === 'accept4');
  expect(accepts).toEqual([1, 2, 3].map((number) => `accept4 3 = listening socket, 4 = connection ${number}`));
  const { trace } = machine;
  const descriptors = descriptorsOf(machine);
  const closed = trace
    .steps()
    .filter(({ kind, name, detail }) => kind === 'syscall' && `${name} ${detail}` === 'close 4 = 0');
  expect(closed.map(({ number }) => descriptors.at(1000, 4, number)?.client)).toEqual([0, 1, 2]);
  expect(closed.map(({ number }) => descriptors.at(1000, 4, number + 1))).toEqual([undefined, undefined, undefined]);
});

test('threads of a server share its descriptors', () => {
  const machine = machineOf('hello', { server: 'threaded' });
  for (let client = 0; client < 2; client += 1) machine.connect();
  machine.run();
  machine.clients[1]?.send(GET);
  machine.run();
  const [received] = readable(machine, ({ kind, name, tid, detail }) => {
    return kind === 'syscall' && name === 'recvfrom' && tid > 1002 && detail.includes('GET');
  });
  expect(received).toBe('recvfrom 5 = connection 2');
});

test('a child has its parent’s descriptors, and each closes its own copies', () => {
  const machine = machineOf('hello', { server: 'forking' });
  machine.connect();
  machine.run();
  const descriptors = descriptorsOf(machine);
  const { length } = machine.trace;
  const child = machine.trace.steps().find(({ name, kind }) => kind === 'syscall' && name === 'fork');
  const pid = Number(/= (\d+)/.exec(child?.detail ?? '')?.[1]);
  expect(descriptors.at(pid, 3, length)?.kind).toBe('listener');
  expect(descriptors.at(pid, 4, length)).toEqual({ kind: 'connection', client: 0 });
  expect(descriptors.at(1000, 4, length)).toBeUndefined();
  machine.connect();
  machine.run();
  expect(descriptorsOf(machine).at(pid + 2, 4, machine.trace.length)).toEqual({ kind: 'connection', client: 1 });
});

test('a server of datagrams has one socket for all', () => {
  const machine = machineOf('datagrams');
  machine.datagrams().send('hello');
  machine.run();
  const names = readable(machine, (step) => SERVER(step) && ['recvfrom', 'sendto', 'poll'].includes(step.name));
  expect(new Set(names.flatMap((line) => /= .*/.exec(line)?.[0].split(', ')[0] ?? []))).toEqual(
    new Set(['= datagram socket']),
  );
});

test('what is asked of a log that grows is right for old steps and new ones', () => {
  const machine = machineOf('hello');
  machine.connect().send(GET);
  machine.run();
  const before = readable(machine, SERVER);
  machine.connect().send(GET);
  machine.run();
  expect(readable(machine, SERVER).slice(0, before.length)).toEqual(before);
});

test('a machine without a trace has no descriptors to name', () => {
  expect(() => descriptorsOf(new Machine({ app: () => [], trace: false }))).toThrow(TypeError);
});

test('names are said in both languages', () => {
  const connection = { kind: 'connection', client: 2 } as const;
  expect(descriptorText(connection, DESCRIPTORS_EN)).toBe('connection 3');
  expect(descriptorText(connection, DESCRIPTORS_ZH)).toBe('连接 3');
});

const SAMPLE = process.env['DESCRIPTORS'] === 'all' ? 1 : 10;
const CASES = loadCases([fileURLToPath(new URL('../../oracle/recordings/', import.meta.url))]).filter(
  (_, place) => place % SAMPLE === 0,
);

/** The kinds of open files in a snapshot, for each kind that a descriptor can be open on. */
const KINDS: Readonly<Record<string, string>> = { epoll: 'epoll', 'pipe.read': 'pipe', 'pipe.write': 'pipe' };
const FILES = new Set(['log', 'terminal', 'keyboard']);

describe('in the recorded scenarios', () => {
  test.each(CASES.map((item) => [item.id, item] as const))('%s: every open descriptor has its name', (_, item) => {
    const { machine } = playTraced(item);
    const descriptors = descriptorsOf(machine);
    const { step, processes, sockets } = machine.snapshot();
    const wrong: string[] = [];
    for (const { pid, descriptors: open, exitStatus } of processes) {
      if (exitStatus !== undefined) continue;
      for (const { fd, kind, socket } of open) {
        const name = descriptors.at(pid, fd, step);
        if (name === undefined) wrong.push(`${pid}: ${fd} (${kind}) has none`);
        else if (kind === 'socket') {
          const isListener = sockets.find(({ id }) => id === socket)?.state === 'listen';
          if ((name.kind === 'listener') !== isListener) wrong.push(`${pid}: ${fd} is ${name.kind}`);
        } else if (KINDS[name.kind] !== kind && !FILES.has(name.kind)) wrong.push(`${pid}: ${fd} is ${name.kind}`);
      }
    }
    // Every descriptor of a call that has not failed was open when the call was made.
    for (const { number, kind, name, detail } of machine.trace.steps()) {
      if (kind !== 'syscall' || name === 'close' || / = E[A-Z]+$/.test(detail)) continue;
      const first = /^\d+(?=, | =)/.exec(detail)?.[0];
      const isAbout = first !== undefined && !['waitpid', 'kill', 'futex_wake'].includes(name);
      if (isAbout && descriptors.inStep(number).length === 0) wrong.push(`${number}: ${name} ${detail}`);
    }
    expect(wrong).toEqual([]);
  });
});
