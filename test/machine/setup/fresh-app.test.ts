import { describe, expect, test } from 'vitest';
import { DivergedError, encodeLatin1, explore, freshApp, replayAs, Machine, preset } from '../../../src/index.ts';
import type { WsgiApp } from '../../../src/index.ts';

const GET = 'GET / HTTP/1.0\r\n\r\n';

/** Counts in a variable of its own, as a module does. */
function counter(): WsgiApp {
  let count = 0;
  const counting: WsgiApp = (_environ, startResponse) => {
    count += 1;
    startResponse('200 OK', [['X-Count', String(count)]]);
    return [encodeLatin1(`count ${count}`)];
  };
  return counting;
}

/** A machine that has counted to two. */
function usedMachine(app: WsgiApp): Machine {
  const machine = new Machine({ app });
  for (let number = 0; number < 2; number += 1) {
    machine.connect().send(GET);
    machine.run();
  }
  return machine;
}

const answers = (machine: Machine): string[] => machine.clients.map(({ received }) => received.slice(-7));

describe('an app whose variables survive a machine', () => {
  test('diverges when it is replayed: the error names the step, and no other past is shown', () => {
    const machine = usedMachine(counter());
    expect(() => machine.seek(machine.trace.length - 1)).toThrow(DivergedError);
    expect(() => machine.branch(machine.trace.length - 1)).toThrow(
      /^step \d+ \(\w+ .+\) came out differently.*freshApp/,
    );
    const called = machine.trace.steps().findIndex(({ name }) => name.endsWith('run_wsgi'));
    expect(machine.seek(called).step).toBe(called);
    expect(answers(machine)).toEqual(['count 1', 'count 2']);
  });

  test('is detected in a long log too; preparing has no effect then', () => {
    const machine = new Machine({ app: counter() });
    while (machine.trace.length < 30_000) {
      machine.connect().send(GET);
      machine.run();
    }
    expect(machine.prepareToSeek(1_500)).toBe(false);
    expect(() => machine.seek(29_000)).toThrow(DivergedError);
  });
});

describe('an app made for each machine', () => {
  test('has its variables as they were, at any step and in any branch', () => {
    const machine = usedMachine(freshApp(counter));
    expect(answers(machine)).toEqual(['count 1', 'count 2']);
    const isSet = machine.trace.steps().find(({ kind, name }) => kind === 'return' && name.endsWith('start_response'));
    const called = isSet?.number ?? 0;
    for (let again = 0; again < 2; again += 1) {
      const { headersSet } = machine.seek(called + 1).connections[0]?.handler ?? {};
      expect(JSON.stringify(headersSet)).toContain('["X-Count","1"]');
    }
    const second = machine.inputs.findLast(({ command }) => command.do === 'connect')?.step ?? 0;
    const branch = machine.branch(second);
    branch.connect().send(GET);
    branch.run();
    expect(answers(branch)).toEqual(['count 1', 'count 2']);
    expect(branch.trace.hash()).toBe(machine.trace.hash());
    expect(answers(machine)).toEqual(['count 1', 'count 2']);
  });

  test('is made again for the machines of a scenario, with the same name', () => {
    const app = freshApp(counter);
    const machine = usedMachine(app);
    expect(machine.scenario.app).toEqual({ given: 'counting' });
    for (let again = 0; again < 2; again += 1) {
      const other = Machine.from(machine.scenario, { app });
      other.run();
      expect(other.trace.hash()).toBe(machine.trace.hash());
    }
    const { runs, broken } = explore(machine.scenario, {
      bring: { app },
      invariants: { 'the second one is answered 2': (other) => answers(other)[1] === 'count 2' },
    });
    expect([runs > 0, broken]).toEqual([true, []]);
  });

  test('is made again for a server of another kind', () => {
    const machine = usedMachine(freshApp(counter));
    const other = replayAs(machine, 'threaded').machine;
    expect(other.clients.map(({ received }) => /X-Count: (\d+)/.exec(received)?.[1])).toEqual(['1', '2']);
    expect(() => replayAs(machine, 'base', { steps: NaN })).toThrow(
      'options.steps: NaN is not an integer from 0 on, or Infinity',
    );
  });

  test('that is a preset is recognized as one', () => {
    const hello = preset('hello')?.app as WsgiApp;
    expect(new Machine({ app: freshApp(() => hello) }).scenario.app).toEqual({ preset: 'hello' });
  });

  test('reports the mistake: made of nothing, or called', () => {
    expect(() => new Machine({ app: freshApp(() => undefined as unknown as WsgiApp) })).toThrow(
      'options.app: freshApp() made undefined, not a WSGI app: its function must answer one',
    );
    expect(() => (freshApp(counter) as unknown as () => void)()).toThrow('give it to a Machine');
  });
});
