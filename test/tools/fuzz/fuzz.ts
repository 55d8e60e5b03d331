/**
 * `npm run fuzz [-- --cases N --seed S --from N --kind K,…]`: plays N random cases and demands of each what scene.ts says. A case is
 * made of the seed and its number alone: `--seed S --from N --cases 1` plays it again. Ends with status 1 when something was found.
 */
import { parseArgs } from 'node:util';
import { runInThisContext } from 'node:vm';
import { Random } from '../../../src/kernel/sched/random.ts';
import { loadCorpus } from './corpus.ts';
import { makeScene, playScene } from './scene.ts';
import type { Scene } from './scene.ts';
import { KINDS, targetsOf } from './targets.ts';
import type { Kind, Target } from './targets.ts';

const SECONDS_PER_CASE = 60;
const CASES_PER_REPORT = 10_000;
/** Findings are shown until there are that many. */
const MOST_FINDINGS = 20;

const { values } = parseArgs({
  options: {
    cases: { type: 'string', default: '100000' },
    from: { type: 'string', default: '0' },
    seed: { type: 'string' },
    kind: { type: 'string', default: KINDS.join(',') },
  },
});

function whole(name: string, text: string, most: number): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isInteger(value) || value < 0 || value > most) {
    console.error(`--${name}: '${text}' is not a whole number from 0 to ${most}`);
    process.exit(2);
  }
  return value;
}

const cases = whole('cases', values.cases, 1e9);
const from = whole('from', values.from, 1e9);
const seed = whole('seed', values.seed ?? String(Math.floor(Math.random() * 2 ** 32)), 2 ** 32 - 1);
const kinds = values.kind.split(',').map((kind) => {
  if ((KINDS as readonly string[]).includes(kind)) return kind as Kind;
  console.error(`--kind: there is no server kind '${kind}'; known are ${KINDS.join(', ')}`);
  return process.exit(2);
});

/** A case depends on the seed and its number, and on the kind it is for. */
const randomOf = (number: number): Random =>
  new Random(Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) + Math.imul(number, 0xc2b2ae35));

/** Plays one case in bounded time: even a loop without an end in plain code is stopped. */
function play(scene: Scene): void {
  const context = globalThis as { playCase?: () => void };
  context.playCase = () => playScene(scene);
  runInThisContext('playCase()', { timeout: SECONDS_PER_CASE * 1000 });
}

const sceneText = ({ target: { kind, handler, app }, machine, hostile, good }: Scene): string =>
  JSON.stringify({ kind, handler, app, machine, hostile, good }, (_, value: unknown) =>
    typeof value === 'string' && value.length > 3000 ? `${value.slice(0, 3000)}… (${value.length} bytes)` : value,
  );

console.log(`seed ${seed}: ${cases} cases on ${kinds.join(', ')}`);
const corpus = loadCorpus();
const targets = new Map<Kind, readonly Target[]>(kinds.map((kind) => [kind, targetsOf(kind, corpus)]));
const counts = new Map<Kind, number>(kinds.map((kind) => [kind, 0]));
const start = performance.now();
const seconds = (): string => `${((performance.now() - start) / 1000).toFixed(0)} s`;
let clients = 0;
let findings = 0;
for (let number = from; number < from + cases && findings < MOST_FINDINGS; number += 1) {
  const random = randomOf(number);
  const kind = kinds[random.below(kinds.length)] as Kind;
  const scene = makeScene(targets.get(kind) ?? [], random);
  counts.set(kind, (counts.get(kind) ?? 0) + 1);
  clients += scene.hostile.length;
  try {
    play(scene);
  } catch (error) {
    findings += 1;
    const text =
      error instanceof Error
        ? error.name === 'Error'
          ? error.message
          : (error.stack ?? error.message)
        : String(error);
    console.log(
      `\nFOUND by --seed ${seed} --from ${number} --cases 1 --kind ${kinds.join(',')}\n${text}\n${sceneText(scene)}\n`,
    );
  }
  if ((number - from + 1) % CASES_PER_REPORT === 0) console.log(`${number - from + 1} cases, ${seconds()}`);
}
console.log(`\n${[...counts].map(([kind, count]) => `${kind} ${count}`).join(', ')}`);
console.log(`seed ${seed}: ${cases} cases with ${clients} mutated connections in ${seconds()}, ${findings} findings`);
process.exitCode = findings === 0 ? 0 : 1;
