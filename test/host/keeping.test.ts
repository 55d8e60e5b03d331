/** What makes a machine again is told when it has changed; a long log is prepared while the machine rests. */
import { describe, expect, test } from 'vitest';
import type { Machine } from '../../src/index.ts';
import { Keeping } from '../../src/host/keeping.ts';
import type { Pause } from '../../src/host/protocol.ts';
import { SeekPreparation } from '../../src/host/seek-preparation.ts';

const pause = (step: number, why: Pause['why'] = 'reader'): Pause => ({ why, step, hits: [], choice: undefined });

describe('a machine is told again', () => {
  const lists = { inputs: [] as unknown[], planned: [] as unknown[], decided: [] as unknown[] };
  const made = (): Machine & typeof lists => {
    const own = { inputs: [...lists.inputs], planned: [...lists.planned], decided: [...lists.decided] };
    return { ...own, choices: { decided: own.decided }, scenario: { version: 3 } } as unknown as Machine & typeof lists;
  };

  test('once it has changed: by an input, a plan, a choice, or where it is paused', () => {
    const [keeping, machine] = [new Keeping(), made()];
    expect(keeping.news(machine, undefined)).toEqual({ scenario: { version: 3 }, pausedAt: undefined, requests: 0 });
    const isNews = (at?: Pause): boolean => keeping.news(machine, at) !== undefined;
    expect(isNews()).toBe(false);
    for (const list of ['inputs', 'planned', 'decided'] as const) {
      machine[list].push(1);
      expect([list, isNews(), isNews()]).toEqual([list, true, false]);
    }
    expect([isNews(pause(7)), isNews(pause(7)), isNews(pause(8)), isNews(pause(8, 'choice'))]).toEqual([
      ...[true, false, true, true],
    ]);
    machine.inputs.push(1);
    expect(keeping.news(machine, pause(8, 'choice'))?.pausedAt).toEqual({ step: 8, isChoice: true });
    machine.inputs.push(1);
    expect(keeping.news(machine, pause(9))?.pausedAt).toEqual({ step: 9, isChoice: false });
  });

  test('in place of another one', () => {
    const keeping = new Keeping();
    keeping.news(made(), undefined);
    expect(keeping.news(made(), undefined)).not.toBeUndefined();
  });

  test('after a request that may have changed it, with the count of all requests; looking changes nothing', () => {
    const [keeping, machine] = [new Keeping(), made()];
    keeping.news(machine, undefined);
    for (const quiet of ['acknowledge', 'seek', 'seekCompared', 'showClients', 'names', 'export'] as const) {
      keeping.count(quiet);
      expect([quiet, keeping.news(machine, undefined)]).toEqual([quiet, undefined]);
    }
    keeping.count('breakpoints');
    expect(keeping.news(machine, undefined)?.requests).toBe(7);
    keeping.count('breakpoints');
    keeping.count('seek');
    expect(keeping.news(machine, undefined)?.requests).toBe(9);
  });
});

describe('a long log', () => {
  interface Page {
    readonly preparation: SeekPreparation;
    readonly machine: Machine;
    readonly done: unknown[];
    /** Portions that are left to prepare, and how often one was asked for. */
    readonly work: { left: number; asked: number; fails: boolean };
    readonly clock: { now: number; waits: number | undefined; run: () => void };
    isCurrent: boolean;
  }

  function page(length = 10_000): Page {
    const done: unknown[] = [];
    const work = { left: 2, asked: 0, fails: false };
    let waiting: (() => void) | undefined;
    const clock: Page['clock'] = {
      now: 5_000,
      waits: undefined,
      run: () => {
        const next = waiting;
        [waiting, clock.waits] = [undefined, undefined];
        next?.();
      },
    };
    const machine = {
      trace: { length },
      prepareToSeek: (steps: number) => {
        work.asked += 1;
        if (work.fails) throw new Error('diverged');
        expect(steps).toBe(1_500);
        return (work.left -= 1) > 0;
      },
    } as unknown as Machine;
    const made: Page = {
      preparation: new SeekPreparation(
        {
          now: () => clock.now,
          later: (then, millis) => {
            [waiting, clock.waits] = [then, millis];
            return 1;
          },
          cancel: () => void ([waiting, clock.waits] = [undefined, undefined]),
        },
        () => made.isCurrent,
        (whose) => void done.push(whose),
      ),
      ...{ machine, done, work, clock, isCurrent: true },
    };
    return made;
  }

  test('is prepared in portions once the machine has rested for a tenth of a second', () => {
    const { preparation, machine, work, clock, done } = page();
    preparation.noteRun();
    preparation.schedule(machine);
    expect(clock.waits).toBe(100);
    clock.now += 60;
    preparation.noteRun();
    clock.now += 40;
    clock.run();
    // It has run meanwhile: the rest is waited for.
    expect([work.asked, clock.waits]).toEqual([0, 60]);
    clock.now += 60;
    clock.run();
    expect([work.asked, clock.waits, done]).toEqual([1, 0, []]);
    clock.run();
    expect([work.asked, clock.waits, done]).toEqual([2, undefined, [machine]]);
  });

  test('has ten thousand steps; a shorter one is not prepared', () => {
    const short = page(9_999);
    short.preparation.schedule(short.machine);
    expect(short.clock.waits).toBeUndefined();
    const long = page(10_000);
    long.preparation.schedule(long.machine);
    expect(long.clock.waits).toBe(0);
  });

  test('is prepared once at a time, and not for a machine that is gone', () => {
    const made = page();
    const { preparation, machine, work, clock } = made;
    preparation.noteRun();
    preparation.schedule(machine);
    clock.now += 50;
    preparation.schedule(machine);
    expect(clock.waits).toBe(100);
    clock.now += 50;
    made.isCurrent = false;
    clock.run();
    expect([work.asked, clock.waits]).toEqual([0, undefined]);
    made.isCurrent = true;
    preparation.schedule(machine);
    preparation.end();
    expect(clock.waits).toBeUndefined();
    preparation.schedule(machine);
    clock.run();
    expect(work.asked).toBe(1);
  });

  test('that cannot be replayed is left alone: a seek will say why', () => {
    const { preparation, machine, work, clock, done } = page();
    work.fails = true;
    preparation.schedule(machine);
    clock.run();
    expect([work.asked, clock.waits, done]).toEqual([1, undefined, []]);
  });
});
