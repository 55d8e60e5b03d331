/** The command line of the live differential runner. */
import { UsageError } from '../../support/command-line.ts';

export interface LiveOptions {
  readonly seed: number;
  /** Number of the first case. With `cases: 1` it plays that case again. */
  readonly from: number;
  readonly cases: number;
  /** Minutes after which no further case starts. */
  readonly minutes: number;
  /** Empty for all. */
  readonly kinds: readonly string[];
  readonly apps: readonly string[];
  /** Number of differences after which it stops. Each is minimised. */
  readonly differences: number;
  /** Number of real servers at the same time. */
  readonly lanes: number;
  /** Folder with another kit of apps. */
  readonly kit: string | undefined;
  /** File of cases to record on the real server; then no random cases are played. */
  readonly record: string | undefined;
  /** File to which the differences, or what was recorded, are added as regression cases. */
  readonly save: string | undefined;
  /** Whether calls are compared too, which is slow. */
  readonly calls: boolean;
  readonly isVerbose: boolean;
}

export const LIVE_USAGE =
  'usage: npm run oracle:live -- [--seed N] [--from I] [--cases N] [--minutes M] [--kind K,…] [--app A,…]\n' +
  '       [--differences N] [--lanes N] [--kit DIR] [--save FILE] [--calls] [--verbose]\n' +
  '   or: npm run oracle:live -- --record FILE [--kit DIR] [--save FILE]';

const NUMBERS = ['--seed', '--from', '--cases', '--minutes', '--differences', '--lanes'];
const TEXTS = ['--kind', '--app', '--kit', '--record', '--save'];

/** Reads the arguments. `clock` returns the seed to use when none is given. */
export function readLiveOptions(args: readonly string[], clock: () => number): LiveOptions {
  const values = new Map<string, string>();
  let isVerbose = false;
  let calls = false;
  for (let i = 0; i < args.length; i += 1) {
    const [name = '', inline] = (args[i] ?? '').split(/=(.*)/s);
    if (name === '--verbose') {
      isVerbose = true;
      continue;
    }
    if (name === '--calls') {
      calls = true;
      continue;
    }
    if (!NUMBERS.includes(name) && !TEXTS.includes(name)) throw new UsageError(`unknown option ${name}`);
    const value = inline ?? args[(i += 1)];
    if (value === undefined || value === '') throw new UsageError(`${name} needs a value`);
    values.set(name, value);
  }
  const number = (name: string, standard: number): number => {
    const value = Number(values.get(name) ?? standard);
    if (!(value >= 0)) throw new UsageError(`${name} is not a number: ${values.get(name)}`);
    return value;
  };
  const list = (name: string): string[] => (values.get(name) ?? '').split(',').filter((part) => part !== '');
  return {
    seed: number('--seed', clock()),
    from: number('--from', 0),
    cases: number('--cases', 2000),
    minutes: number('--minutes', 30),
    kinds: list('--kind'),
    apps: list('--app'),
    differences: number('--differences', 1),
    lanes: Math.max(1, number('--lanes', 4)),
    kit: values.get('--kit'),
    record: values.get('--record'),
    save: values.get('--save'),
    calls,
    isVerbose,
  };
}
