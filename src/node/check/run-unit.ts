/** Runs the examples that share one machine, and compares what each received with what is printed. */
import {
  DEFAULT_APP,
  NotationError,
  compareAnswer,
  drawBytes,
  joinScripts,
  parseRequest,
  play,
  playScript,
  unescapeRequest,
  updatePrinted,
} from '../../examples/index.ts';
import type { Difference, Match, Played, Script } from '../../examples/index.ts';
import { momentsOf } from '../../explain.ts';
import type { Moment } from '../../explain.ts';
import { readScenario } from '../../index.ts';
import type { Machine, Scenario } from '../../index.ts';
import { loadApp } from './app-code.ts';
import { ExampleError, checkNames, lineEndsOf, optionsOf, said } from './attributes.ts';
import type { Example } from './examples.ts';
import { readBeside } from './files.ts';
import { positionIn, textOf } from './find/found.ts';
import type { FoundBlock, FoundTag } from './find/found.ts';
import type { Drift, Result, Verdict } from './result.ts';
import { linkTo, scenarioInLink } from './share-link.ts';
import { UnreadableError } from './source-text.ts';
import type { SourceText } from './source-text.ts';

export interface Settings {
  /** Files that documents name must be below it. */
  readonly root: string;
  readonly isUpdating: boolean;
  /** Whether apps of the author's may run. */
  readonly runsCode: boolean;
  /** The address of the workbench, to which links lead. */
  readonly workbench: string;
}

/** A result, and what the printed answer should say instead. */
export interface Outcome {
  readonly result: Result;
  readonly update?: { readonly block: FoundBlock; readonly text: string } | undefined;
}

/** An error, and where in the documents it is. */
interface Failure {
  readonly error: unknown;
  readonly block?: FoundBlock | undefined;
}

/** Examples that share a machine, in document order. */
export function runUnit(examples: readonly Example[], page: Page, settings: Settings): Outcome[] {
  const outcomes = new Map<Example, Outcome>();
  const ready: Ready[] = [];
  for (const example of examples) {
    const skipped = skippedResult(example, settings);
    if (skipped !== undefined) {
      outcomes.set(example, { result: skipped });
      continue;
    }
    try {
      ready.push(prepare(example, examples.length > 1));
    } catch (error) {
      outcomes.set(example, { result: failedResult(example, { error, block: example.request }) });
    }
  }
  // Where one of a group cannot run, the answers of those behind it would be other ones.
  const failed =
    outcomes.size > 0 && ready.length > 0 && [...outcomes.values()].find(({ result }) => result.verdict === 'failed');
  if (failed) {
    const error = new ExampleError(
      `the example in line ${failed.result.tag.line}, which shares its server, cannot run`,
    );
    for (const { example } of ready) outcomes.set(example, { result: failedResult(example, { error }) });
  } else if (ready.length > 0) {
    for (const [example, outcome] of playAll(ready, page, settings)) outcomes.set(example, outcome);
  }
  return examples.flatMap((example) => outcomes.get(example) ?? []);
}

/** What examples of one document have in common. */
export interface Page {
  /** Where the document is, to find files beside it. */
  readonly path: string;
  /** What the names of wildcards stand for, so far. */
  readonly values: Map<string, string>;
}

interface Ready {
  readonly example: Example;
  /** What its clients do; undefined for a scenario, which is whole. */
  readonly script: Script | undefined;
}

function skippedResult(example: Example, { runsCode }: Settings): Result | undefined {
  const { tag } = example;
  if (tag.attributes.has('skip')) {
    const reason = said(tag, 'skip');
    if (reason !== undefined) return resultAt(example, 'skipped', reason);
    return resultAt(example, 'failed', 'skip needs a reason: skip="the server is not released yet"');
  }
  if (!runsCode && tag.attributes.has('app-src'))
    return resultAt(example, 'skipped', '--no-code: it has an app of its own');
  return undefined;
}

/** Throws ExampleError or NotationError for an example that cannot run. */
function prepare(example: Example, isShared: boolean): Ready {
  const { tag, request, problem } = example;
  checkNames(tag);
  if (problem !== undefined) throw new ExampleError(problem);
  if (tag.attributes.has('expect-drift') && example.answer === undefined) {
    throw new ExampleError('expect-drift: no answer is printed that could be wrong');
  }
  const src = said(tag, 'src');
  if (src !== undefined) {
    if (isShared) throw new ExampleError('src: a scenario is whole, it shares no machine; leave out group and lab');
    return { example, script: undefined };
  }
  const escaped = tag.attributes.get('request');
  if (escaped !== undefined) return { example, script: unescapeRequest(escaped) };
  if (request === undefined) throw new ExampleError('it has no request: a code block, the attribute request, or src');
  return { example, script: parseRequest(textOf(request), { lineEnds: lineEndsOf(tag) }) };
}

function playAll(ready: readonly Ready[], page: Page, settings: Settings): [Example, Outcome][] {
  const [{ example: first, script: only }] = ready as [Ready];
  try {
    for (const { example } of ready) checkSameMachine(first.tag, example.tag);
    const app = appSourceOf(first, page.path, settings);
    const joined = joinScripts(ready.flatMap(({ script }) => script ?? []));
    const appPath = app?.path ?? first.tag.source.path;
    const bring = { compile: (source: string) => loadApp(source, appPath) };
    let moments: readonly Moment[] = [];
    const look = (machine: Machine): void => {
      if (machine.trace.isKept) moments = momentsOf(machine);
    };
    const played =
      only === undefined
        ? play(scenarioNamed(first.tag, page.path, settings), bring, {}, look)
        : playScript(joined.script, { ...optionsOf(first.tag), source: app?.text }, bring, look);
    return ready.map(({ example }, index) => {
      const clients = only === undefined ? undefined : joined.clients[index];
      const own =
        clients === undefined
          ? played
          : { ...played, answers: clients.flatMap((client) => played.answers[client] ?? []) };
      const firstClient = clients?.[0] ?? 0;
      return [example, judge({ example, played: own, values: page.values, firstClient, moments }, settings)];
    });
  } catch (error) {
    return ready.map(({ example }) => [example, { result: failedResult(example, { error }) }]);
  }
}

/** The element in a page plays a group on the machine of each of its members: they have to want the same one. */
function checkSameMachine(first: FoundTag, tag: FoundTag): void {
  if (said(tag, 'group') === undefined) return;
  const name = ['app', 'app-src', 'server', 'seed', 'link'].find((one) => said(tag, one) !== said(first, one));
  if (name === undefined) return;
  const { line } = placeOf(first);
  throw new ExampleError(`group: its ${name} is not that of the first example of the group, in line ${line}`);
}

/** The text of the author's app, and the name for its stacks. */
function appSourceOf(example: Example, path: string, { root }: Settings): { text: string; path: string } | undefined {
  const name = said(example.tag, 'app-src');
  if (name === undefined) return undefined;
  if (example.appBlocks.length > 0) {
    return { text: example.appBlocks.map(textOf).join('\n'), path: example.tag.source.path };
  }
  if (name.endsWith('.py'))
    throw new ExampleError(`app-src: ${name}: Python does not run here; write it in TypeScript`);
  return beside('app-src', name, { root, path });
}

/** The scenario of the attribute `src`. */
function scenarioNamed(tag: FoundTag, path: string, settings: Settings): Scenario {
  const name = said(tag, 'src') ?? '';
  const isLink = name.includes('#');
  const scenario = isLink
    ? scenarioInLink(name.slice(name.indexOf('#')))
    : scenarioIn(beside('src', name, { root: settings.root, path }).text);
  if (!('source' in scenario.app)) return scenario;
  if (isLink)
    throw new ExampleError('src: the link brings code of its own, which check does not run; name it as app-src');
  if (!settings.runsCode) throw new ExampleError('src: the scenario brings code of its own, and --no-code forbids it');
  return scenario;
}

function scenarioIn(text: string): Scenario {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch (error) {
    throw new ExampleError(`src: the file is not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
  return readScenario(data);
}

function beside(
  attribute: string,
  name: string,
  { root, path }: { readonly root: string; readonly path: string },
): SourceText {
  try {
    return readBeside(root, path, name);
  } catch (error) {
    if (error instanceof UnreadableError) throw new ExampleError(`${attribute}: ${name} ${error.message}`);
    throw error;
  }
}

/** An example that has been played. */
interface PlayedExample {
  readonly example: Example;
  readonly played: Played;
  /** What names stand for. Those of an answer that is as printed join them. */
  readonly values: Map<string, string>;
  /** The number of its first client on the machine, from 0. */
  readonly firstClient: number;
  /** Of the machine. */
  readonly moments: readonly Moment[];
}

function judge({ example, played, values, firstClient, moments }: PlayedExample, settings: Settings): Outcome {
  const { answer, tag } = example;
  if (answer === undefined) return { result: resultAt(example, 'unprinted', 'no answer is printed') };
  const printed = textOf(answer);
  const isExpected = tag.attributes.has('expect-drift');
  const compare = (text: string): Match => compareAnswer(text, played, Object.fromEntries(values));
  const learn = ({ captured }: Match): void => {
    for (const [name, value] of Object.entries(captured)) values.set(name, value);
  };
  let match: Match;
  try {
    match = compare(printed);
  } catch (error) {
    return { result: failedResult(example, { error, block: answer }) };
  }
  const { first } = match;
  if (first === undefined) {
    learn(match);
    if (!isExpected) return { result: resultAt(example, 'true', '') };
    const message = 'it is marked expect-drift, but what is printed is true now; remove the mark';
    return { result: resultAt(example, 'drift', message) };
  }
  const drift = driftOf(played, printed, first, { firstClient, moments, workbench: settings.workbench });
  const result: Result = {
    ...resultAt(example, isExpected ? 'expected' : 'drift', driftMessage(first, drift.client)),
    path: answer.source.path,
    ...answer.source.place(positionIn(answer, first.line - 1, first.column - 1)),
    drift,
    notes: notesOf(played),
  };
  if (isExpected || !settings.isUpdating) return { result };
  const text = updatePrinted(printed, played, Object.fromEntries(values));
  learn(compare(text));
  return { result, update: { block: answer, text } };
}

function driftMessage({ byte, expected, actual, isGivenUp }: Difference, client: number): string {
  const where = `byte ${byte} of connection ${client}`;
  if (isGivenUp === true) return `comparing was given up at ${where}: too many wildcards for such a long answer`;
  if (actual === '') return `the answer of connection ${client} ends after ${byte} bytes; more is printed`;
  if (expected === '') return `${where} is not printed: the answer goes on`;
  return `${where} is not as printed`;
}

function driftOf(
  played: Played,
  printed: string,
  first: Difference,
  at: Pick<PlayedExample, 'firstClient' | 'moments'> & { readonly workbench: string },
): Drift {
  const { byte, client, expected, actual, line, column, step } = first;
  const bytes = played.answers[client - 1]?.bytes ?? new Uint8Array();
  const lineStart = byte === 0 ? 0 : bytes.lastIndexOf(0x0a, byte - 1) + 1;
  const { app } = played.scenario;
  const hash = linkTo({ app: 'preset' in app ? app.preset : DEFAULT_APP, scenario: played.scenario, step });
  return {
    byte,
    client: client + at.firstClient,
    printed: [(printed.split('\n')[line - 1] ?? '').slice(0, column - 1), expected],
    sent: [drawnBefore(bytes.subarray(lineStart, byte), actual), actual],
    link: hash === undefined ? undefined : at.workbench + hash,
    moment: step === undefined ? undefined : momentAt(at.moments, step - 1, client - 1 + at.firstClient),
  };
}

/** The moment of a client that a step belongs to; the last one before it when it is between two. */
function momentAt(moments: readonly Moment[], step: number, client: number): Drift['moment'] {
  const own = moments.filter((moment) => moment.client === client);
  const around = own.filter((moment) => moment.from <= step && step <= moment.step);
  const innermost = around.toSorted((one, other) => other.from - one.from)[0];
  const name = (innermost ?? own.findLast((moment) => moment.step < step))?.name;
  return name === undefined ? undefined : { name, step: step + 1 };
}

/** Blanks that end a part of a line are drawn as such only where the line ends. */
function drawnBefore(bytes: Uint8Array, after: string): string {
  const drawn = drawBytes(bytes);
  return /^(?:$|[␍␊])/.test(after) ? drawn : drawn.replace(/·+$/, (blanks) => ' '.repeat(blanks.length));
}

const MOST_NOTES = 5;

function notesOf({ errors, ended }: Played): string[] {
  const notes = errors
    .slice(0, MOST_NOTES)
    .map(({ kind, text, hint }) => `app ${kind}: ${text}${hint === undefined ? '' : ` (${hint})`}`);
  return ended.text === undefined ? notes : [...notes, ended.text];
}

function placeOf(tag: FoundTag): Result['tag'] {
  return { path: tag.source.path, ...tag.source.place(tag.written ?? tag.start) };
}

function resultAt({ tag }: Example, verdict: Verdict, message: string): Result {
  const place = placeOf(tag);
  return { ...place, tag: place, verdict, message, notes: [] };
}

/** A failure is where its cause is: at a line and a column of a block, or at the tag. */
function failedResult(example: Example, { error, block }: Failure): Result {
  const message = error instanceof Error ? error.message : String(error);
  const result = resultAt(example, 'failed', message);
  if (!(error instanceof NotationError) || block === undefined || example.tag.attributes.has('request')) return result;
  return {
    ...result,
    path: block.source.path,
    ...block.source.place(positionIn(block, error.line - 1, error.column - 1)),
  };
}
