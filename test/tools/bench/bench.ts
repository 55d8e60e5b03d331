/**
 * `npm run bench [-- --only W1,W3 --rounds N --requests N --quick --json FILE --readme]`: what requests cost in the
 * machine, beside node:http, light-my-request and the real Werkzeug, and how cost grows with what there is to do.
 *
 * Time is processor time of this process (of the server's, on loopback), which a busy computer disturbs less than the
 * clock on the wall. In each round every arm of a row runs once, so that what disturbs hits all of them; ratios are
 * taken within a round, and of them the median. The least time is what the quietest moment allowed.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { commandLine, namesIn, wholeNumber } from '../../support/command-line.ts';
import { writeSection } from '../../support/sections.ts';
import { FreshProcesses } from './fresh-process.ts';
import { median } from './measure.ts';
import type { Arm } from './measure.ts';
import { nodeOnLoopback, pythonWerkzeug, realWerkzeug } from './peers.ts';
import { arms, ROWS } from './rows.ts';

const ALL_ROWS = Object.keys(ROWS);
const USAGE =
  'usage: npm run bench -- [--rounds N] [--requests N] [--quick] [--json FILE] [--readme]\n' +
  `       [--only ${ALL_ROWS.join(',')}]`;

const { given, rounds, requests, only } = commandLine(USAGE, (args) => {
  const { values } = parseArgs({
    args,
    options: {
      only: { type: 'string', default: ALL_ROWS.join(',') },
      rounds: { type: 'string' },
      requests: { type: 'string', default: '300' },
      /** Fewer rounds, smaller crowds: for the time between two changes. */
      quick: { type: 'boolean', default: false },
      json: { type: 'string' },
      readme: { type: 'boolean', default: false },
    },
  });
  return {
    given: values,
    rounds: wholeNumber('rounds', values.rounds ?? (values.quick ? '6' : '25')),
    requests: wholeNumber('requests', values.requests),
    only: namesIn('only', values.only, ALL_ROWS),
  };
});

/** What one arm has measured, round by round. */
interface Measured {
  readonly arm: Arm;
  readonly figures: number[];
}

/** Runs all arms of a row, in turns. */
async function compete(row: readonly Arm[]): Promise<Measured[]> {
  const measured = row.map((arm) => ({ arm, figures: [] as number[] }));
  /* oxlint-disable no-await-in-loop -- the arms must not run at the same time */
  for (let round = -3; round < rounds; round += 1) {
    for (const { arm, figures } of measured) {
      const { warmUp = 3, rounds: most = rounds } = arm;
      if (round < -warmUp || round >= most) continue;
      const figure = await arm.measure();
      if (round >= 0) figures.push(figure);
    }
  }
  /* oxlint-enable no-await-in-loop */
  for (const { end } of row) end?.();
  return measured;
}

interface Line {
  readonly row: string;
  readonly arm: string;
  readonly median: number;
  readonly least: number;
  readonly unit: string;
  /** Of the row's reference: the median of the ratios within a round, and the ratio of the least figures. */
  readonly ratio?: { readonly median: number; readonly least: number };
}

function lines(measured: readonly Measured[]): Line[] {
  const reference = measured.find(({ arm }) => arm.isReference === true)?.figures;
  return measured.map(({ arm: { row, arm, unit }, figures }) => {
    const line = { row, arm, median: median(figures), least: Math.min(...figures), unit };
    if (reference === undefined || reference === figures) return line;
    const within = figures.map((figure, round) => figure / (reference[round] ?? NaN));
    return { ...line, ratio: { median: median(within), least: line.least / Math.min(...reference) } };
  });
}

const figure = (value: number): string =>
  value >= 100 ? Math.round(value).toLocaleString('en-US') : value.toFixed(value >= 10 ? 1 : 2);

const times = (value: number): string => `${value.toFixed(value >= 10 ? 1 : 2)} ×`;

function show({ arm, median: middle, least, unit, ratio }: Line): string {
  const columns = [arm.padEnd(44), figure(middle).padStart(9), figure(least).padStart(9), unit.padEnd(3)];
  if (ratio !== undefined) columns.push(times(ratio.median).padStart(8), times(ratio.least).padStart(8));
  return `  ${columns.join(' ')}`;
}

const commit = (): string => {
  const { stdout } = spawnSync('git', ['describe', '--always', '--dirty'], { encoding: 'utf8' });
  return stdout.trim();
};

/** `light-my-request`, whose package.json its entry does not export. */
const injectVersion = (): string =>
  (JSON.parse(readFileSync('node_modules/light-my-request/package.json', 'utf8')) as { version: string }).version;

const processors = cpus();
const machine = `${processors.length} × ${processors[0]?.model ?? 'unknown processor'}`;
const versions = {
  node: process.version,
  'light-my-request': injectVersion(),
  werkzeug: pythonWerkzeug() ?? 'not here',
};
const about = [
  `${machine}; Node ${versions.node}, light-my-request ${versions['light-my-request']},`,
  `Werkzeug ${versions.werkzeug}; commit ${commit()}; ${rounds} rounds of ${requests} requests`,
].join(' ');

function markdown(all: readonly Line[]): string {
  const head = ['| row | arm | median | least | unit | × (median) | × (least) |', '|---|---|--:|--:|---|--:|--:|'];
  const body = all.map(({ row, arm, median: middle, least, unit, ratio }, at) => {
    const title = all[at - 1]?.row === row ? '' : `${row}: ${ROWS[row]}`;
    const ratios = ratio === undefined ? ['', ''] : [times(ratio.median), times(ratio.least)];
    return `| ${[title, arm, figure(middle), figure(least), unit, ...ratios].join(' | ')} |`;
  });
  return [`Measured on ${about}.`, '', ...head, ...body].join('\n');
}

const fresh = new FreshProcesses();
const servers = only.includes('W1') ? [await nodeOnLoopback(), await realWerkzeug()] : [];
const remotes = servers.filter((server) => server !== undefined);
const all: Line[] = [];
try {
  if (only.includes('boot') || only.includes('import')) await fresh.prepare();
  const competing = arms({ requests, isQuick: given.quick, remotes, fresh });
  console.log(
    `${about}\n${' '.repeat(46)}${['   median', '    least'].join(' ')}      × of the first, median and least`,
  );
  for (const row of ALL_ROWS.filter((name) => only.includes(name))) {
    console.log(`${row}: ${ROWS[row]}`);
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    const found = lines(await compete(competing.filter((arm) => arm.row === row)));
    for (const line of found) console.log(show(line));
    all.push(...found);
  }
} finally {
  fresh.end();
  for (const server of remotes) server.end();
}
if (given.json !== undefined) {
  writeFileSync(given.json, `${JSON.stringify({ machine, versions, commit: commit(), rows: all }, undefined, 2)}\n`);
}
if (given.readme) writeSection('README.md', 'bench', markdown(all));
