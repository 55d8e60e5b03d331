/** Breakpoints on moments, where what finds moments was brought, and where it was not. */
import { expect, test } from 'vitest';
import { watchMoments } from '../../../src/explain.ts';
import { Machine, preset } from '../../../src/index.ts';
import type { WsgiApp } from '../../../src/index.ts';

const GET = 'GET / HTTP/1.1\r\nHost: a\r\n\r\n';

function watched(): Machine {
  const machine = new Machine({ app: preset('hello')?.app as WsgiApp });
  watchMoments(machine);
  for (const client of [machine.connect(), machine.connect()]) client.send(GET);
  return machine;
}

/** The steps at which a machine stops. */
function stops(machine: Machine): number[] {
  const steps: number[] = [];
  while (machine.run().why === 'breakpoint') steps.push(machine.cursor);
  return steps;
}

test('a moment has to be one that is found', () => {
  const { breakpoints } = watched();
  expect(() => breakpoints.add({ moment: 'lunch' })).toThrow(/^breakpoint\.moment: 'lunch' is not 'run_simple', /);
  expect(() => new Machine({ app: () => [] }).breakpoints.add({ moment: 'run_simple' })).toThrow(
    expect.objectContaining({
      message: 'breakpoint.moment: nothing finds moments here; call watchMoments(machine) of glaswerk/explain first',
      expected: 'none',
    }),
  );
});

test('a moment stops the machine for each client, or for the one that is named', () => {
  const both = watched();
  both.breakpoints.add({ moment: 'make_environ' });
  const steps = stops(both);
  expect(steps).toHaveLength(2);
  for (const client of [0, 1]) {
    const one = watched();
    one.breakpoints.add({ moment: 'make_environ', client });
    expect(stops(one)).toEqual([steps[client]]);
  }
});

test('a moment between the cursor and the end of the log is found, and other steps are not', () => {
  const whole = watched();
  whole.breakpoints.add({ moment: 'make_environ' });
  const [step = 0] = stops(whole);
  const machine = watched();
  // A plain function: the machine cannot stop inside it.
  machine.runTo(({ kind, name }) => kind === 'call' && name.endsWith('.make_environ'));
  expect(machine.cursor).toBeLessThan(step);
  expect(machine.trace.length).toBeGreaterThanOrEqual(step);
  machine.breakpoints.add({ moment: 'make_environ', client: 0 });
  expect(stops(machine)).toEqual([step]);
});
