/** Checks of the worker's messages, field by field: what passes, and what does not. */
import { describe, expect, test } from 'vitest';
import { Machine, PRESETS } from '../../../src/index.ts';
import type { WsgiApp } from '../../../src/index.ts';
import { rowsOf } from '../../../src/host/step-rows.ts';
import { truncateMessage } from '../../../src/host/truncate-message.ts';
import type { FromMachine } from '../../../src/host/protocol.ts';
import { MESSAGE_LIMITS } from '../../../src/host/limits.ts';
import { errorNotice } from '../../../src/host/notices.ts';
import { step, ready, bytes, SNAPSHOT, notice, WHOLE, pack, SAMPLES } from './message-samples.ts';
import type { Samples, Whole } from './message-samples.ts';
import { checkMessage } from '../../../web/sandbox/messages.ts';

type Path = readonly (string | number)[];

/** Members that are optional. */
const OPTIONAL =
  /\.(running|exitStatus|waitsIn|local|remote|socket|clientSocket|handler|command|path|requestVersion|closeConnection|headers|environ|pause|snapshot|address)$|problem\.line$|processes\.\d+\.parent$|pause\.choice$|^kept\.pausedAt$|^absent\.requests$|^played\.played\.(matches|first|first\.step|captured)$|\.answers\.\d+\.error$|\.when\.(step|timeMicros)$/;
/** Members of any shape: values of apps, and scenarios, whose schema is checked later. */
const ANYTHING =
  /\.(memory|statusSet|headersSet|headersSent)$|\.environ\.\d+\.1$|^(exported|kept|played\.played)\.scenario/;
/** Members that may be fractions, and greater than a count. */
const TIME = /\.time(Micros)?$/;
/** Members that are a path, or a host and a port. */
const EITHER = /\.(local|remote)$/;

/** Every member of a sample. */
function* members(value: unknown, path: Path = []): Generator<readonly [path: Path, value: unknown]> {
  if (path.length > 0) yield [path, value];
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return;
  for (const [key, item] of Object.entries(value))
    yield* members(item, [...path, Array.isArray(value) ? Number(key) : key]);
}

/** A copy with one member changed. */
function withChange(value: unknown, [key, ...rest]: Path, change: (member: unknown) => unknown): unknown {
  if (key === undefined) return change(value);
  const copy = (Array.isArray(value) ? [...value] : { ...(value as object) }) as Record<string | number, unknown>;
  copy[key] = withChange(copy[key], rest, change);
  return copy;
}

/** Values that must not pass in place of a value. */
function* wrongFor(value: unknown, name: string): Generator<readonly [what: string, wrong: unknown]> {
  if (value === undefined) return;
  if (!OPTIONAL.test(name)) yield ['nothing', undefined];
  yield ['null', null];
  if (!/\.(log(\.more)?|text|captured\.NAME)$/.test(name)) yield ['a long text', 'x'.repeat(20_001)];
  if (typeof value !== 'boolean') yield ['true', true];
  if (ArrayBuffer.isView(value)) {
    yield ['a list', [1, 2, 3]];
    yield ['another column', new Float32Array((value as Uint8Array).length)];
    yield ['a buffer', new ArrayBuffer(4)];
  } else if (Array.isArray(value)) {
    yield ['an object like a list', { ...value, length: value.length }];
    yield ['a list without an end', Array.from({ length: 1 }).concat(Array.from({ length: 600_000 }))];
    if (!EITHER.test(name)) yield ['text', 'text'];
  } else if (typeof value === 'object') {
    yield ['a list', []];
    yield ['text', 'text'];
  } else {
    yield ['an object', { toString: 1 }];
    yield ['a list in a list', [[1]]];
  }
  if (typeof value === 'number') {
    for (const wrong of [Number.NaN, Infinity, -Infinity]) yield [String(wrong), wrong];
    if (!name.endsWith('.exitStatus')) yield ['-1', -1];
    if (!TIME.test(name)) yield ['a fraction', 1.5];
    if (!TIME.test(name)) yield ['2 ** 53', 2 ** 53];
    yield ['its text', String(value)];
  }
  if (typeof value === 'string') yield ['a number', 1];
  if (typeof value === 'boolean') yield ['1', 1];
}

describe.each(Object.entries(SAMPLES))('%s', (type, sample) => {
  test('passes as it is', () => {
    expect(checkMessage(sample)).toBe(sample);
    expect(checkMessage(structuredClone(sample))).toEqual(sample);
  });

  test('passes without each optional member', () => {
    for (const [path] of members(sample)) {
      const name = [type, ...path].join('.');
      if (OPTIONAL.test(name))
        expect([name, typeof checkMessage(withChange(sample, path, () => undefined))]).toEqual([name, 'object']);
    }
  });

  test('fails with any of its members wrong', () => {
    const passed: string[] = [];
    for (const [path, value] of members(sample)) {
      const name = [type, ...path].join('.');
      if (ANYTHING.test(name)) continue;
      for (const [what, wrong] of wrongFor(value, name)) {
        if (typeof checkMessage(withChange(sample, path, () => wrong)) !== 'string') passed.push(`${name}: ${what}`);
      }
    }
    expect(passed).toEqual([]);
  });
});

const fill =
  <T>(item: T) =>
  (size: number): T[] =>
    Array.from({ length: size }, () => item);
const letters = (size: number): string => 'x'.repeat(size);
const room = (size: number): Uint8Array => new Uint8Array(size);

const deep = (levels: number): unknown => (levels === 0 ? 1 : [deep(levels - 1)]);
const MOST = MESSAGE_LIMITS;
const { processes, threads, selectors } = SNAPSHOT;
const { sockets = [], connections = [] } = SAMPLES.snapshot.snapshot ?? {};
const HANDLER: Path = ['snapshot', 'connections', 0, 'handler'];

/** Members with a limit: where they are, a value of a given size, and the limit. */
const BOUNDS: readonly (readonly [keyof Samples, Path, (size: number) => unknown, number])[] = [
  ['booted', ['presets'], fill(SAMPLES.booted.presets[0]), MOST.presets],
  ['booted', ['presets', 0, 'title'], letters, MOST.name],
  ['progress', ['address'], letters, MOST.name],
  ['progress', ['clients'], fill(SAMPLES.progress.clients[0]), MOST.news],
  ['progress', ['clients', 0, 'bytes'], room, MOST.bytes],
  ['progress', ['did'], fill(SAMPLES.progress.did[0]), MOST.news],
  ['progress', ['steps', 'table'], (size) => ['a.b', ...fill('b')(size - 1)], MOST.rows],
  ['progress', ['steps', 'table', 0], letters, MOST.name],
  [
    'progress',
    ['steps'],
    (size) => ({ ...rowsOf([step]), details: `${letters(size)}\n`, ends: Uint32Array.of(size) }),
    MOST.line - 1,
  ],
  ['snapshot', ['snapshot', 'processes'], fill(processes[0]), MOST.processes],
  ['snapshot', ['snapshot', 'processes', 0, 'name'], letters, MOST.name],
  ['snapshot', ['snapshot', 'processes', 0, 'descriptors'], fill(processes[0]?.descriptors[0]), MOST.descriptors],
  ['snapshot', ['snapshot', 'processes', 0, 'descriptors', 0, 'registered'], fill(ready), MOST.descriptors],
  ['snapshot', ['snapshot', 'processes', 0, 'memory', 'a'], fill(1), (MOST.valueSize - 2) / 2],
  ['snapshot', ['snapshot', 'processes', 0, 'memory', 'a'], deep, MOST.valueDepth - 1],
  ['snapshot', ['snapshot', 'threads'], fill(threads[0]), MOST.threads],
  ['snapshot', ['snapshot', 'threads', 0, 'waitsIn'], letters, MOST.line],
  ['snapshot', ['snapshot', 'threads', 0, 'stack'], fill(threads[0]?.stack[0]), MOST.frames],
  ['snapshot', ['snapshot', 'threads', 0, 'stack', 0, 'args'], fill('1'), MOST.arguments],
  ['snapshot', ['snapshot', 'threads', 0, 'stack', 0, 'args', 0], letters, MOST.line],
  ['snapshot', ['snapshot', 'sockets'], fill(sockets[0]), MOST.sockets],
  ['snapshot', ['snapshot', 'sockets', 0, 'local'], letters, MOST.name],
  ['snapshot', ['snapshot', 'sockets', 0, 'backlog'], fill(4), MOST.descriptors],
  ['snapshot', ['snapshot', 'sockets', 0, 'receiveQueue', 'more'], room, MOST.bytes],
  ['snapshot', ['snapshot', 'sockets', 0, 'receiveQueue', 'kept'], (size) => size, MOST.bytes - bytes.length],
  ['snapshot', ['snapshot', 'selectors'], fill(selectors[0]), MOST.selectors],
  ['snapshot', ['snapshot', 'selectors', 0, 'registered'], fill(ready), MOST.descriptors],
  ['snapshot', ['snapshot', 'connections'], fill(connections[0]), MOST.connections],
  ['snapshot', ['snapshot', 'connections', 0, 'lanes'], fill(connections[0]?.lanes[0]), MOST.lanes],
  ['snapshot', [...HANDLER, 'path'], letters, MOST.line],
  ['snapshot', [...HANDLER, 'headers'], fill(['a', 'b']), MOST.headers],
  ['snapshot', [...HANDLER, 'headers', 0, 1], letters, MOST.line],
  ['snapshot', [...HANDLER, 'environ'], fill(['a', 'b']), MOST.environ],
  ['snapshot', [...HANDLER, 'statusSet'], deep, MOST.valueDepth],
  ['snapshot', ['snapshot', 'log', 'more'], letters, MOST.log],
  ['snapshot', ['snapshot', 'log', 'kept'], (size) => size, MOST.log - SNAPSHOT.log.length],
  ['snapshot', ['seen'], (size) => new Int32Array(size), 2 * MOST.news],
  ['history', ['entries'], fill(SAMPLES.history.entries[0]), MOST.history],
  [
    'branches',
    ['branches'],
    (size) =>
      Array.from({ length: size }, (_, at) => ({
        id: at,
        name: 'a',
        parent: at === 0 ? undefined : at - 1,
        step: 0,
        isCurrent: false,
      })),
    MOST.branches,
  ],
  ['branches', ['branches', 0, 'name'], letters, MOST.name],
  ['paused', ['pause', 'hits'], fill(0), MOST.hits],
  ['paused', ['pause', 'choice', 'candidates'], fill(SAMPLES.paused.pause?.choice?.candidates[0]), MOST.threads],
  ['planned', ['inputs', 'ids'], fill(1), MOST.plans],
  ['planned', ['inputs', 'added'], fill(SAMPLES.planned.inputs.added[0]), MOST.plans],
  ['compared', ['comparison', 'steps'], fill(step), MOST.compared],
  ['compared', ['comparison', 'lines'], (size) => new Int32Array(2 * size).fill(-1), 2 * MOST.compared],
  ['compared', ['comparison', 'length'], (size) => size, MOST.compared],
  ['compared', ['comparison', 'notes'], fill(notice.notice), MOST.notes],
  ['compared', ['comparison', 'notes', 0, 'values', 'kinds'], fill('send'), MOST.notes],
  ['exported', ['scenario', 'options'], deep, MOST.scenarioDepth - 1],
  ['loadProblem', ['problem', 'notice', 'values', 'message'], letters, MOST.line],
  ['rejected', ['notice', 'values', 'message'], letters, MOST.line],
  ['note', ['notice', 'values', 'branch'], letters, MOST.name],
  ['complaints', ['complaints', 0, 'hint'], letters, MOST.line],
  ['complaints', ['complaints', 0, 'frames'], fill({ name: '', line: 1, column: 1 }), MOST.complaintFrames],
  ['failed', ['notice', 'values', 'reason', 'values', 'message'], letters, MOST.line],
  ['names', ['names'], fill('a.b'), MOST.names],
  ['names', ['names', 0], letters, MOST.name],
];

test.each(BOUNDS)('%s: %j passes at its limit, and fails beyond it', (type, path, make, most) => {
  const at = (size: number): unknown => checkMessage(withChange(SAMPLES[type], path, () => make(size)));
  expect(typeof at(most)).toBe('object');
  expect(typeof at(most + 1)).toBe('string');
});

test.each<[string, keyof Samples, Path, unknown]>([
  ['a branch without a parent', 'branches', ['branches', 1, 'parent'], 9],
  ['a branch of itself', 'branches', ['branches', 1, 'parent'], 2],
  ['a second first branch', 'branches', ['branches', 1, 'parent'], undefined],
  ['two branches of one number', 'branches', ['branches', 1, 'id'], 1],
  ['an address with a host that is an object', 'snapshot', ['snapshot', 'sockets', 0, 'local'], [{}, 5000]],
  ['an address of three', 'snapshot', ['snapshot', 'sockets', 0, 'local'], ['a', 1, 2]],
  ['an address that is an object', 'snapshot', ['snapshot', 'sockets', 0, 'remote'], { join: 1 }],
  ['a line of a step that is not there', 'compared', ['comparison', 'lines'], new Int32Array([0, 1])],
  ['half a line', 'compared', ['comparison', 'lines'], new Int32Array([0])],
  ['a line before the first step', 'compared', ['comparison', 'lines'], new Int32Array([-2, 0])],
  ['a partner that is not there', 'compared', ['comparison', 'partners'], new Int32Array([1])],
  ['more partners than steps', 'compared', ['comparison', 'partners'], new Int32Array([0, 0])],
  [
    'a list of nothing without an end',
    'snapshot',
    [...HANDLER, 'environ', 0, 1],
    Object.assign([], { length: 2 ** 32 - 1 }),
  ],
  ['a code that there is not', 'failed', ['notice', 'code'], 'fine'],
  ['a code that every object has', 'failed', ['notice', 'code'], 'constructor'],
  ['values of another code', 'failed', ['notice', 'code'], 'budgetExceeded'],
  ['a reason in a reason', 'failed', ['notice', 'values', 'reason'], SAMPLES.failed.notice],
  ['a rejected request that nobody makes', 'rejected', ['request'], 'fine'],
])('%s fails', (_what, type, path, wrong) => {
  expect(typeof checkMessage(withChange(SAMPLES[type], path, () => wrong))).toBe('string');
});

/** Messages without values of apps, or whose values are cut where they are made. */
const OURS: ReadonlySet<unknown> = new Set([
  ...['booted', 'names', 'branches', 'exported', 'progress', 'compared'],
  ...['loadProblem', 'rejected', 'note', 'failed'],
]);
const ODD = BOUNDS.filter(
  ([type, path, make]) =>
    !OURS.has(type) &&
    make !== room &&
    !path.includes('kept') &&
    !path.includes('ids') &&
    !path.includes('local') &&
    !path.includes('memory'),
);

/** Where a member of a packed message is in the whole one. */
const wholePath = (path: Path): Path => path.filter((key) => key !== 'more' && key !== 'added');

/** What is packed in another form. */
const WHOLE_ITEMS: Readonly<Record<string, (size: number) => unknown>> = {
  sockets: fill(SNAPSHOT.sockets[0]),
  connections: fill(SNAPSHOT.connections[0]),
  lanes: fill(SNAPSHOT.connections[0]?.lanes[0]),
};

const wholeMake = (path: Path, make: (size: number) => unknown): ((size: number) => unknown) =>
  WHOLE_ITEMS[String(path.at(-1))] ?? make;

describe('values of apps are cut in the worker, so that they pass:', () => {
  test.each(ODD)('%s: %j', (type, path, make, most) => {
    const much = withChange(WHOLE[type], wholePath(path), () => wholeMake(path, make)(most + 1)) as FromMachine;
    expect(typeof checkMessage(pack(much))).toBe('string');
    expect(typeof checkMessage(pack(truncateMessage(much)))).toBe('object');
  });

  test.each([-5, 0.5, Number.NaN, Infinity, 2 ** 60])('line %s of a stack that an app wrote', (line) => {
    const problem = { notice: errorNotice('x'), line };
    expect(checkMessage(truncateMessage({ type: 'loadProblem', session: 1, problem }))).toMatchObject({
      problem: { line: undefined },
    });
  });

  test('an error with a very long message', () => {
    const failed = { type: 'failed', session: 1, notice: errorNotice(new Error('x'.repeat(50_000))) } as const;
    expect(typeof checkMessage(failed)).toBe('object');
  });

  test('details of a step beyond the limit', () => {
    const steps = rowsOf([{ ...step, name: 'n'.repeat(5_000), detail: 'd'.repeat(50_000) }, step]);
    expect(typeof checkMessage({ ...SAMPLES.progress, steps })).toBe('object');
  });

  test('a deep stack keeps its innermost calls and the outermost one', () => {
    const stack = Array.from({ length: 500 }, (_, at) => ({ name: `f${at}`, self: '', args: [], step: at }));
    const told = truncateMessage({
      ...WHOLE.snapshot,
      snapshot: { ...SNAPSHOT, threads: threads.map((thread) => ({ ...thread, stack })) },
    }) as Whole['snapshot'];
    const names = told.snapshot?.threads[0]?.stack.map(({ name }) => name) ?? [];
    expect([names.length, names[0], names[1], names.at(-1)]).toEqual([200, 'f0', 'f301', 'f499']);
  });

  test('an ordinary machine is not changed, except for its memory, which no page draws', () => {
    const machine = new Machine({ app: PRESETS[0]?.app as WsgiApp, server: 'threaded' });
    machine.connect().send('GET /?a=b HTTP/1.1\r\nHost: x\r\n\r\n');
    machine.run();
    const snapshot = machine.snapshot();
    const told = truncateMessage({ ...WHOLE.snapshot, snapshot }) as Whole['snapshot'];
    const processes = snapshot.processes.map((process) => ({ ...process, memory: {} }));
    expect(told.snapshot).toEqual({ ...snapshot, processes });
    expect(typeof checkMessage(structuredClone(pack(told)))).toBe('object');
  });
});
