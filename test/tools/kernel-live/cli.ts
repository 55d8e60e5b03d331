/**
 * `npm run kernel:live [-- --cases N --seed S --from N --kind K,…]`: plays random sequences of calls on sockets, pipes
 * and epoll instances on the real Linux and on the kernel, and compares each call: value or errno, bytes, descriptor
 * numbers, and what poll(2) says of every descriptor. A sequence is made of the seed and its number alone: `--seed S
 * --from N --cases 1` plays it again. Ends with status 1 when something differs, 2 when it cannot be played. `--record`
 * writes those sequences that show something new, with what Linux makes of them; see record.ts.
 */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { Random } from '../../../src/kernel/sched/random.ts';
import { commandLine, namesIn, wholeNumber } from '../../support/command-line.ts';
import { firstDifference, minimise, scriptOf } from './compare.ts';
import type { Difference } from './compare.ts';
import { sequenceOf } from './generate.ts';
import { Linux, MissingError } from './linux.ts';
import { KINDS } from './operations.ts';
import type { Kind, Operation, Sequence } from './operations.ts';
import { Novelty, RECORDED, recordedText, told } from './record.ts';
import type { Recorded } from './record.ts';
import { playVirtually } from './virtual.ts';

/**
 * Seconds after each operation: what Linux needs, and what it is given when something differs. A delayed ACK comes
 * after 40 ms, and lets go what Nagle's algorithm has held back.
 */
const PAUSE = 0.0005;
const PATIENT_PAUSE = 0.01;
const LONG_PAUSE = 0.06;
const UNUSABLE = 2;
/** Of what is counted. */
const MOST = 9_999_999_999;

interface Options {
  readonly cases: number;
  readonly from: number;
  readonly seed: number;
  readonly kinds: readonly Kind[];
  /** The program ends after it has shown this many kinds of differences. */
  readonly differences: number;
  /** Sequences are recorded instead. */
  readonly record: boolean;
}

const USAGE =
  'usage: npm run kernel:live -- [--cases N] [--seed S] [--from N] [--differences N] [--record]\n' +
  `       [--kind ${KINDS.join(',')}]`;

function readOptions(args: string[]): Options {
  const texts = { type: 'string' } as const;
  const { values } = parseArgs({
    args,
    options: {
      cases: texts,
      from: texts,
      seed: texts,
      kind: texts,
      differences: texts,
      record: { type: 'boolean', default: false },
    },
  });
  const whole = (name: 'cases' | 'from' | 'seed' | 'differences', standard: number): number => {
    return wholeNumber(name, values[name] ?? String(standard), 0, MOST);
  };
  const kinds = namesIn('kind', values.kind ?? KINDS.join(','), KINDS);
  const [cases, from, seed] = [whole('cases', values.record ? 3000 : 10_000), whole('from', 0), whole('seed', 1)];
  return { cases, from, seed, kinds, differences: whole('differences', 20), record: values.record };
}

/** A sequence depends on the seed and its number. */
const randomOf = (seed: number, number: number): Random =>
  new Random(Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) + Math.imul(number, 0xc2b2ae35));

class Run {
  sequences = 0;
  operations = 0;
  unsteady = 0;
  /** How often each kind of difference was found, and each that has a reason. */
  readonly found = new Map<string, number>();
  readonly known = new Map<string, number>();
  private readonly _linux: Linux;

  constructor(linux: Linux) {
    this._linux = linux;
  }

  /** Plays one sequence; prints what differs, the first time that it does so. */
  async one(sequence: Sequence, name: string): Promise<void> {
    const { operations } = sequence;
    const difference = await this._play(operations, PAUSE, this.known);
    this.sequences += 1;
    this.operations += operations.length;
    if (difference === undefined) return;
    const again = await this._play(operations, LONG_PAUSE);
    if (again?.signature !== difference.signature) {
      this.unsteady += 1;
      return;
    }
    const { signature } = again;
    const times = (this.found.get(signature) ?? 0) + 1;
    this.found.set(signature, times);
    if (times === 1) await this._show(operations, again, name);
  }

  private async _play(
    operations: readonly Operation[],
    pause: number,
    known?: Map<string, number>,
  ): Promise<Difference | undefined> {
    return firstDifference(
      operations,
      await this._linux.play({ operations }, pause),
      playVirtually({ operations }),
      known,
    );
  }

  private async _show(operations: readonly Operation[], found: Difference, name: string): Promise<void> {
    const small = await minimise(operations, found, (trial) => this._play(trial, PATIENT_PAUSE));
    const last = (await this._play(small, PATIENT_PAUSE)) ?? found;
    console.log(`\n${found.signature}\n  # ${name}\n${scriptOf({ operations: small }, last)}`);
  }

  summary(): string {
    const reasons = [...this.known].map(([why, times]) => `\n  ${times} times known: ${why}`).join('');
    const kinds = [...this.found].map(([signature, times]) => `\n  ${times} times: ${signature}`).join('');
    return (
      `${this.sequences} sequences of ${this.operations} operations; ${this.found.size} kinds of differences` +
      `${kinds}${reasons}\n  ${this.unsteady} differences did not show again`
    );
  }
}

/** Sequences on which both sides do not agree are left out: DIFFERENCES.md has them. */
async function record({ seed, from, cases, kinds }: Options, linux: Linux): Promise<number> {
  const novelty = new Novelty();
  const all: Recorded[] = [];
  for (let number = from; number < from + cases; number += 1) {
    const sequence = sequenceOf(randomOf(seed, number), kinds);
    const { operations } = sequence;
    const ours = playVirtually(sequence);
    if (!novelty.takes(operations, ours)) continue;
    // oxlint-disable-next-line no-await-in-loop
    const outcomes = told(operations, await linux.play(sequence, PATIENT_PAUSE));
    if (JSON.stringify(outcomes) === JSON.stringify(told(operations, ours))) all.push({ ...sequence, outcomes });
  }
  linux.end();
  writeFileSync(RECORDED, recordedText(all));
  console.log(`${RECORDED}: ${all.length} sequences`);
  return 0;
}

async function main(options: Options): Promise<number> {
  const linux = await Linux.start();
  const place = linux.isAlone ? 'in a network namespace of its own' : 'on the loopback interface';
  console.log(`Linux ${linux.kernel}, ${place}; seed ${options.seed}`);
  if (options.record) return record(options, linux);
  const run = new Run(linux);
  const last = options.from + options.cases;
  for (let number = options.from; number < last && run.found.size < options.differences; number += 1) {
    const sequence = sequenceOf(randomOf(options.seed, number), options.kinds);
    const kinds = options.kinds.length === KINDS.length ? '' : ` --kind ${options.kinds.join(',')}`;
    const name = `--seed ${options.seed} --from ${number} --cases 1${kinds}`;
    // oxlint-disable-next-line no-await-in-loop
    await run.one(sequence, name);
    if (run.sequences % 1000 === 0) console.log(`${run.sequences} sequences`);
  }
  linux.end();
  console.log(run.summary());
  return run.found.size === 0 ? 0 : 1;
}

const options = commandLine(USAGE, readOptions);
try {
  process.exitCode = await main(options);
} catch (error) {
  if (!(error instanceof MissingError)) throw error;
  console.error(error.message);
  process.exitCode = UNUSABLE;
}
