import { expect, test } from 'vitest';
import { Kernel } from '../../src/kernel/kernel.ts';
import type { Sys } from '../../src/kernel/sys.ts';
import type { Micros } from '../../src/kernel/types.ts';
import { registerClass, registerFunction } from '../../src/python/classes.ts';
import { ValueError } from '../../src/python/errors.ts';
import { call } from '../../src/python/libc.ts';
import { Recorder } from '../../src/trace/recorder.ts';
import { Trace } from '../../src/trace/trace.ts';
import { prepareRun } from '../../src/trace/wrap.ts';

/** A small mirrored class: a method that blocks, a plain one, an accessor, and one that Python does not have. */
class Kettle {
  degrees = 20;
  *boilWater(seconds: number): Sys<string> {
    yield* call('nanosleep', (seconds * 1e6) as Micros);
    this.heatUp();
    return `${this.labelText} at ${this.degrees}`;
  }
  heatUp(): void {
    this.degrees = 100;
    this.ourOwn();
  }
  ourOwn(): void {
    // not mirrored
  }
  get labelText(): string {
    return 'kettle';
  }
  breakDown(): never {
    throw new ValueError('broken');
  }

  static readonly name: string = registerClass('kitchen', 'Kettle', Kettle, {
    own: ['ourOwn'],
    watch: [['degrees', (self) => self.degrees]],
  });
}
const brew = registerFunction('kitchen', 'brew', function* (kettle: Kettle): Sys<void> {
  yield* kettle.boilWater(1);
});

/** Runs `main` with a log; returns kernel and rows. */
function traced(main: () => Sys<void>) {
  prepareRun(true);
  const kernel = new Kernel();
  const recorder = new Recorder(kernel);
  kernel.observer = recorder;
  kernel.spawn({ name: 'kitchen', main });
  kernel.run();
  const rows = new Trace(recorder.log)
    .steps()
    .map(({ kind, name, detail, depth }) => `${depth} ${kind} ${name} ${detail}`);
  return { kernel, recorder, rows };
}

test('every mirrored call is a step with its Python name, arguments, result and depth', () => {
  const { rows } = traced(() => brew(new Kettle()));
  expect(rows.filter((row) => !/ (switch|thread|exit) /.test(row))).toEqual([
    '0 call kitchen.brew <Kettle>',
    '1 call kitchen.Kettle.boil_water 1',
    '2 block nanosleep 1 s',
    '2 syscall nanosleep 1 s = 0',
    '2 call kitchen.Kettle.heat_up ',
    '2 change degrees 100',
    '2 return kitchen.Kettle.heat_up None',
    '2 call kitchen.Kettle.label_text ',
    "2 return kitchen.Kettle.label_text 'kettle'",
    "1 return kitchen.Kettle.boil_water 'kettle at 100'",
    '0 return kitchen.brew None',
  ]);
});

/** A class and its subclass, each of which watches a value. */
class Samovar extends Kettle {
  glasses = 0;
  pourGlass(): void {
    this.glasses += 1;
  }

  static override readonly name: string = registerClass('kitchen', 'Samovar', Samovar, {
    watch: [['glasses', (self) => self.glasses]],
  });
}

test('a watched value of a class and its bases is a change once, whichever method was called', () => {
  const { rows } = traced(function* () {
    const samovar = new Samovar();
    samovar.heatUp();
    samovar.pourGlass();
    samovar.heatUp();
    samovar.pourGlass();
  });
  expect(rows.filter((row) => row.includes('change'))).toEqual([
    '0 change degrees 100',
    '0 change glasses 1',
    '0 change glasses 2',
  ]);
});

test('a method left by an exception is a raise, and the exception propagates', () => {
  const { rows } = traced(function* () {
    expect(() => new Kettle().breakDown()).toThrow('broken');
  });
  expect(rows).toContain('0 raise kitchen.Kettle.break_down <ValueError(broken)>');
});

test('a wrapped method keeps its name and length, and without a log returns the original generator', () => {
  prepareRun(true);
  const boilWater = Reflect.get(Kettle.prototype, 'boilWater') as (seconds: number) => unknown;
  expect([boilWater.name, boilWater.length]).toEqual(['boilWater', 1]);
  const kernel = new Kernel();
  let log = '';
  kernel.spawn({
    name: 'kitchen',
    *main() {
      log = yield* new Kettle().boilWater(1);
    },
  });
  kernel.run();
  expect(log).toBe('kettle at 100');
});

test('the kernel stops when the log has the wanted length, and continues from there', () => {
  prepareRun(true);
  const kernel = new Kernel();
  const recorder = new Recorder(kernel);
  kernel.observer = recorder;
  const kettle = new Kettle();
  kernel.spawn({ name: 'kitchen', main: () => brew(kettle) });
  const lengths: number[] = [];
  recorder.stopAt(4, (length) => lengths.push(length) > 0);
  expect(kernel.run()).toBe('stopped');
  expect(lengths).toEqual([4]);
  expect(kettle.degrees).toBe(20);
  recorder.clearStop();
  expect(kernel.run()).toBe('exit');
  expect(kettle.degrees).toBe(100);
});
