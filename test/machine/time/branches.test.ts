import { describe, expect, test } from 'vitest';
import { Branches, diffTraces, firstDifference, replay, Machine, SchemaError } from '../../../src/index.ts';
import type { Scenario } from '../../../src/index.ts';

const CONNECT = { client: 0, do: 'connect' };
const scenario = (data: string, options: Scenario['options'] = {}): Scenario =>
  replay({ version: 1, options, app: { preset: 'echo' }, inputs: [CONNECT, { client: 0, do: 'send', data }] }).scenario;

const GET = scenario('GET / HTTP/1.0\r\n\r\n');
const BAD = scenario('GET / HTTP/x\r\n\r\n');

describe('the tree of branches', () => {
  /** A tree of three: two branches left the first one at the same step. */
  function tree(): Branches {
    const branches = new Branches(GET);
    branches.leave(60, GET, BAD);
    branches.go(1);
    branches.leave(60, GET, GET, 'the same again');
    return branches;
  }

  test('keeps the old branch as a sibling of the new one', () => {
    const machine = Machine.from(GET);
    machine.run();
    const branches = new Branches(machine.scenario);
    const step = machine.inputs[1]?.step as number;
    const other = machine.branch(step, [{ client: 0, do: 'send', data: 'GET /other HTTP/1.0\r\n\r\n' }]);
    other.run();
    const branch = branches.leave(step, machine.scenario, other.scenario, 'other');
    expect(branches.current).toEqual(branch);
    expect(branches.siblings(branch.id).map(({ name }) => name)).toEqual(['main']);
    expect(replay(branches.go(1).scenario).trace.hash()).toBe(machine.trace.hash());
    expect(replay(branches.go(branch.id).scenario).trace.hash()).toBe(other.trace.hash());
  });

  test('attaches each branch to the one with which it shares its steps', () => {
    const branches = new Branches(GET);
    branches.leave(200, GET, BAD, 'at 200');
    branches.leave(150, BAD, GET, 'at 150');
    branches.leave(170, GET, BAD, 'at 170');
    branches.leave(170, BAD, GET, 'at 170 too');
    expect(branches.all().map(({ name, parent }) => [name, parent])).toEqual([
      ['main', undefined],
      ['at 200', 1],
      ['at 150', 1],
      ['at 170', 3],
      ['at 170 too', 3],
    ]);
    expect(() => branches.leave(-1, GET, BAD)).toThrow('step: -1 is not an integer from 0');
  });

  test('can be listed and renamed', () => {
    const branches = tree();
    expect(branches.all().map(({ id, name, parent, step }) => [id, name, parent, step])).toEqual([
      [1, 'main', undefined, 0],
      [2, 'branch 1', 1, 60],
      [3, 'the same again', 1, 60],
    ]);
    expect(branches.size).toBe(3);
    expect(branches.children(1).map(({ id }) => id)).toEqual([2, 3]);
    expect(branches.siblings(3).map(({ id }) => id)).toEqual([1, 2]);
    expect(branches.siblings(1)).toEqual([]);
    expect(branches.path(3).map(({ id }) => id)).toEqual([1, 3]);
    expect(branches.rename(2, ' a bad version ').name).toBe('a bad version');
    expect(() => branches.rename(2, ' ')).toThrow("name: ' ' is not a name for branch 2");
    expect(() => branches.go(9)).toThrow('id: 9 is not a branch; there are 1, 2, 3');
    expect(branches.keep(BAD).scenario).toBe(BAD);
  });

  test('removes a branch with all that left it, but not the current one', () => {
    const branches = tree();
    branches.go(2);
    branches.leave(80, BAD, GET);
    branches.go(3);
    branches.remove(2);
    expect(branches.all().map(({ id }) => id)).toEqual([1, 3]);
    expect(branches.size).toBe(2);
    expect(() => branches.remove(3)).toThrow('branch 3 cannot be removed: it is the current branch, or leads to it');
    expect(() => branches.remove(1)).toThrow('branch 1 cannot be removed');
  });

  test('converts to data and back', () => {
    const branches = tree();
    branches.remove(2);
    const back = Branches.fromData(JSON.parse(JSON.stringify(branches.toData())));
    expect(back.all()).toEqual(branches.all());
    expect(back.current).toEqual(branches.current);
    expect(back.leave(3, GET, BAD).id).toBe(4);
  });

  const branch = { id: 1, name: 'main', step: 0, scenario: GET };
  test.each([
    [{ version: 1, current: 1, branches: [] }, '$.branches: an array of 0 is not a list of at least one'],
    [{ version: 4, current: 1, branches: [branch] }, '$.version: 4 is not an integer from 1 to 3'],
    [{ version: 1, current: 2, branches: [branch] }, '$.current: 2 is not the number of a branch'],
    [{ version: 1, current: 1, branches: [branch, branch] }, '$.branches[1].id: 1 is not a number of its own'],
    [
      { version: 1, current: 1, branches: [branch, { ...branch, id: 2, parent: 5 }] },
      '$.branches[1].parent: 5 is not a branch before it',
    ],
    [
      { version: 1, current: 1, branches: [{ ...branch, parent: 1 }] },
      '$.branches[0].parent: 1 is not allowed: the first branch leaves no other',
    ],
    [{ version: 1, current: 1, branches: [branch, { ...branch, id: 2 }] }, '$.branches[1].parent: '],
    [{ version: 1, current: 1, branches: [{ ...branch, scenario: {} }] }, '$.branches[0].scenario.version: is missing'],
    [
      { version: 1, current: 1, branches: [{ ...branch, scenario: { ...GET, schedule: 1 } }] },
      '$.branches[0].scenario.schedule: 1 is not a list',
    ],
  ])('bad data %# is rejected', (data, message) => {
    expect(() => Branches.fromData(data)).toThrow(SchemaError);
    expect(() => Branches.fromData(data)).toThrow(message);
  });
});

describe('two runs compared', () => {
  test('are the same when their scenarios are', () => {
    const [left, right] = [replay(GET).trace, replay(GET).trace];
    expect(firstDifference(left, right)).toBeUndefined();
    expect(diffTraces(left, right).rows.every(({ isSame }) => isSame)).toBe(true);
  });

  test('differ where another request was sent, and align again where they do the same', () => {
    const [left, right] = [replay(GET).trace, replay(BAD).trace];
    const { partsAt, rows } = diffTraces(left, right, { before: 3, after: 120 });
    expect(partsAt).toBe(left.events.findIndex(({ kind, name }) => kind === 'input' && name === 'client-0 send'));
    expect(rows.slice(0, 3).map(({ left: one, right: other, isSame }) => [one, other, isSame])).toEqual(
      left.steps((partsAt ?? 0) - 3, partsAt).map((step) => [step, step, true]),
    );
    expect(rows[3]).toMatchObject({ isSame: false, left: { number: partsAt }, right: { number: partsAt } });
    const [lefts, rights] = [rows.flatMap(({ left: one }) => one ?? []), rows.flatMap(({ right: one }) => one ?? [])];
    expect(lefts).toEqual(left.steps((partsAt ?? 0) - 3, (partsAt ?? 0) + 120));
    expect(rights).toEqual(right.steps((partsAt ?? 0) - 3, (partsAt ?? 0) + 120));
    // The wrong version is answered at once: the calls up to there are aligned, then the left run has many of its own.
    const parse = rows.find(({ left: one }) => one?.name.endsWith('parse_request') === true);
    expect(parse).toMatchObject({ isSame: true, right: { kind: 'call' } });
    expect(rows.some(({ left: one, right: other }) => other === undefined && one?.name.endsWith('make_environ'))).toBe(
      true,
    );
  });

  test('differ where one of them ends', () => {
    const whole = replay(GET);
    const begun = replay(GET, 100);
    expect(firstDifference(whole.trace, begun.trace)).toBe(begun.trace.length);
  });
});
