/**
 * `npm run oracle:live`: plays random cases on the real server and on the simulator, and reports where they differ; or
 * records cases.
 */
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadCases, loadFuzz } from '../../oracle/recording.ts';
import { commandLine, UsageError } from '../../support/command-line.ts';
import { Chance } from './chance.ts';
import { corpusOf } from './corpus.ts';
import { grouped, Lane } from './lane.ts';
import { minimise } from './minimise.ts';
import { LIVE_USAGE, readLiveOptions } from './options.ts';
import type { LiveOptions } from './options.ts';
import { MissingError, probeKit } from './real.ts';
import { loadDefinitions, record } from './record.ts';
import { addTo, regressionOf } from './regression.ts';
import { isPossible, newCase } from './scripts.ts';
import type { Choice, LiveCase } from './scripts.ts';

const RECORDINGS = fileURLToPath(new URL('../../oracle/recordings/', import.meta.url));
const REGRESSIONS = fileURLToPath(new URL('../../oracle/regressions/live.json', import.meta.url));
/** Number of cases made at a time. Those with the same server are played together. */
const BATCH = 4000;
const FAILED = 1;
const UNUSABLE = 2;

/** Counts of a run, and what it has left to do. */
class LiveRun {
  played = 0;
  unsteady = 0;
  skipped = 0;
  differences = 0;
  readonly byKind = new Map<string, number>();
  private readonly _options: LiveOptions;
  private readonly _deadline: number;

  constructor(options: LiveOptions) {
    this._options = options;
    this._deadline = Date.now() + options.minutes * 60_000;
  }

  get isOver(): boolean {
    return this.differences >= this._options.differences || Date.now() > this._deadline;
  }

  /** Plays a group on a server of its own. */
  async group(cases: readonly LiveCase[]): Promise<void> {
    const [first] = cases;
    if (first === undefined) return;
    const lane = new Lane(first, { folder: this._options.kit, calls: this._options.calls });
    try {
      for (const item of cases) {
        if (this.isOver) return;
        // oxlint-disable-next-line no-await-in-loop
        await this._one(item, lane);
      }
    } finally {
      await lane.end();
    }
  }

  private async _one(item: LiveCase, lane: Lane): Promise<void> {
    const finding = await lane.play(item);
    if (finding === undefined) {
      this.skipped += 1;
      return;
    }
    this.played += 1;
    const { kind } = item.server;
    this.byKind.set(kind, (this.byKind.get(kind) ?? 0) + 1);
    if (finding.kind === 'unsteady') {
      this.unsteady += 1;
      if (this._options.isVerbose) console.log(`unsteady ${nameOf(item)}\n${finding.text}\n`);
    }
    if (finding.kind !== 'differs' || this.isOver) return;
    this.differences += 1;
    const smallest = await minimise(item, finding.difference, lane.servers);
    const regression = regressionOf(smallest);
    console.log(`DIFFERS ${nameOf(item)}\n${smallest.difference.column}: ${smallest.difference.text}`);
    console.log(`${JSON.stringify(regression)}\n`);
    const { save } = this._options;
    if (save !== undefined) addTo(asCalled(save), [regression]);
  }

  summary(): string {
    const kinds = [...this.byKind].map(([kind, count]) => `${kind} ${count}`).join(', ');
    return (
      `${this.played} cases played (${kinds}): ${this.differences} differences, ` +
      `${this.unsteady} unsteady, ${this.skipped} left out`
    );
  }
}

/** A path as it was meant: npm runs programs in the project's folder, whichever folder it was called from. */
const asCalled = (path: string): string => resolve(process.env['INIT_CWD'] ?? '.', path);

const nameOf = ({ id, app, server }: LiveCase): string =>
  `${id} (${[server.kind, app, server.handler].filter(Boolean).join(', ')})`;

/** Works through the groups, so many at a time. */
async function playGroups(groups: LiveCase[][], run: LiveRun, lanes: number): Promise<void> {
  const queue = groups.toSorted((one, other) => other.length - one.length);
  const worker = async (): Promise<void> => {
    for (let group = queue.shift(); group !== undefined && !run.isOver; group = queue.shift()) {
      // oxlint-disable-next-line no-await-in-loop
      await run.group(group);
    }
  };
  await Promise.all(Array.from({ length: lanes }, worker));
}

/** Records the cases of a file, and adds them to the file of regressions or to another one. */
async function recordAll(path: string, { kit, save }: LiveOptions): Promise<number> {
  const target = save === undefined ? REGRESSIONS : asCalled(save);
  for (const item of loadDefinitions(asCalled(path))) {
    // oxlint-disable-next-line no-await-in-loop
    addTo(target, [await record(item, kit)]);
    console.log(`recorded ${nameOf(item)}`);
  }
  return 0;
}

async function main(options: LiveOptions): Promise<number> {
  const kit = probeKit(options.kit);
  if (options.record !== undefined) return recordAll(options.record, options);
  const choice: Choice = {
    kit,
    kinds: options.kinds,
    apps: options.apps,
    corpus: corpusOf(loadCases([RECORDINGS]), loadFuzz([RECORDINGS])),
  };
  if (!isPossible(choice)) throw new UsageError('no case fits these options');
  console.log(`Python ${kit.python}, Werkzeug ${kit.werkzeug}; seed ${options.seed}`);
  const run = new LiveRun(options);
  const last = options.from + options.cases;
  for (let number = options.from; number < last && !run.isOver; number += BATCH) {
    const cases: LiveCase[] = [];
    for (let i = number; i < Math.min(last, number + BATCH); i += 1) {
      const item = newCase(new Chance(options.seed, i), choice, `live-${options.seed}-${i}`);
      if (item === undefined) run.skipped += 1;
      else cases.push(item);
    }
    // oxlint-disable-next-line no-await-in-loop
    await playGroups(grouped(cases), run, options.lanes);
    if (options.isVerbose) console.log(run.summary());
  }
  console.log(run.summary());
  return run.differences === 0 ? 0 : FAILED;
}

const options = commandLine(LIVE_USAGE, (args) => readLiveOptions(args, () => Date.now() % 1_000_000));
try {
  process.exitCode = await main(options);
} catch (error) {
  if (!(error instanceof UsageError || error instanceof MissingError)) throw error;
  console.error(error instanceof UsageError ? `${error.message}\n${LIVE_USAGE}` : error.message);
  process.exitCode = UNUSABLE;
}
