/**
 * `npm run fuzz [-- --cases N --seed S --from N --kind K,…]`: plays N random cases. What must hold in each is in
 * scene.ts for servers, and in links.ts for share links. The seed, the number and the kinds determine a case: `--seed S
 * --from N --cases 1` plays it again. Exits with status 1 if something was found.
 */
import { parseArgs } from 'node:util';
import { runInThisContext } from 'node:vm';
import { Random } from '../../../src/kernel/sched/random.ts';
import { commandLine, namesIn, wholeNumber } from '../../support/command-line.ts';
import { loadCorpus } from './corpus.ts';
import { makeLink, openLink, readLink } from './links.ts';
import { Finding, makeScene, playScene } from './scene.ts';
import type { Scene } from './scene.ts';
import { KINDS, targetsOf } from './targets.ts';
import type { Kind as ServerKind, Target } from './targets.ts';

const LINKS = 'links';
type Kind = ServerKind | typeof LINKS;
const ALL_KINDS: readonly Kind[] = [...KINDS, LINKS];

const SECONDS_PER_CASE = 60;
const CASES_PER_REPORT = 10_000;
/** Findings are shown until there are that many. */
const MOST_FINDINGS = 20;

const USAGE = `usage: npm run fuzz -- [--cases N] [--seed S] [--from N] [--kind ${ALL_KINDS.join(',')}]`;

const { cases, from, seed, kinds } = commandLine(USAGE, (args) => {
  const { values } = parseArgs({
    args,
    options: {
      cases: { type: 'string', default: '100000' },
      from: { type: 'string', default: '0' },
      seed: { type: 'string', default: String(Math.floor(Math.random() * 2 ** 32)) },
      kind: { type: 'string', default: ALL_KINDS.join(',') },
    },
  });
  return {
    cases: wholeNumber('cases', values.cases, 0, 1e9),
    from: wholeNumber('from', values.from, 0, 1e9),
    seed: wholeNumber('seed', values.seed, 0, 2 ** 32 - 1),
    kinds: namesIn('kind', values.kind, ALL_KINDS),
  };
});

/** A case depends on the seed and its number, and on the kind it is for. */
const randomOf = (number: number): Random =>
  new Random(Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) + Math.imul(number, 0xc2b2ae35));

/** Runs plain code in bounded time: an endless loop in it is stopped too. */
function bounded(work: () => void): void {
  const context = globalThis as { playCase?: () => void };
  context.playCase = work;
  runInThisContext('playCase()', { timeout: SECONDS_PER_CASE * 1000 });
}

/** One case: how it is played, and what is printed of it when something was found. */
interface Case {
  readonly connections: number;
  play(): Promise<void>;
  text(): string;
}

function serverCase(scene: Scene): Case {
  const { target, machine, hostile, good } = scene;
  const { kind, handler, app } = target;
  return {
    connections: hostile.length,
    async play() {
      bounded(() => playScene(scene));
    },
    text: () =>
      JSON.stringify({ kind, handler, app, machine, hostile, good }, (_, value: unknown) =>
        typeof value === 'string' && value.length > 3000 ? `${value.slice(0, 3000)}… (${value.length} bytes)` : value,
      ),
  };
}

/** What became of the links. */
const fates = new Map<string, number>();

function linkCase(link: string): Case {
  return {
    connections: 0,
    async play() {
      const shared = await readLink(link);
      let fate = 'refused';
      if (shared !== undefined) {
        bounded(() => {
          fate = openLink(shared);
        });
      }
      fates.set(fate, (fates.get(fate) ?? 0) + 1);
    },
    text: () => link,
  };
}

console.log(`seed ${seed}: ${cases} cases on ${kinds.join(', ')}`);
const corpus = loadCorpus();
const targets = new Map<Kind, readonly Target[]>(
  kinds.map((kind) => [kind, kind === LINKS ? [] : targetsOf(kind, corpus)]),
);
const counts = new Map<Kind, number>(kinds.map((kind) => [kind, 0]));
const start = performance.now();
const seconds = (): string => `${((performance.now() - start) / 1000).toFixed(0)} s`;
let connections = 0;
let findings = 0;
for (let number = from; number < from + cases && findings < MOST_FINDINGS; number += 1) {
  const random = randomOf(number);
  const kind = kinds[random.below(kinds.length)] as Kind;
  const item = kind === LINKS ? linkCase(makeLink(random)) : serverCase(makeScene(targets.get(kind) ?? [], random));
  counts.set(kind, (counts.get(kind) ?? 0) + 1);
  connections += item.connections;
  try {
    // oxlint-disable-next-line no-await-in-loop
    await item.play();
  } catch (error) {
    findings += 1;
    const text = error instanceof Finding ? error.message : error instanceof Error ? error.stack : String(error);
    console.log(
      `\nFOUND by --seed ${seed} --from ${number} --cases 1 --kind ${kinds.join(',')}\n${text}\n${item.text()}\n`,
    );
  }
  if ((number - from + 1) % CASES_PER_REPORT === 0) console.log(`${number - from + 1} cases, ${seconds()}`);
}
console.log(`\n${[...counts].map(([kind, count]) => `${kind} ${count}`).join(', ')}`);
if (kinds.includes(LINKS)) console.log(`links: ${[...fates].map(([fate, count]) => `${count} ${fate}`).join(', ')}`);
console.log(
  `seed ${seed}: ${cases} cases with ${connections} mutated connections in ${seconds()}, ${findings} findings`,
);
process.exitCode = findings === 0 ? 0 : 1;
