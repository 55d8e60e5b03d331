/** The sections of the article as a reader meets them: what they name, and the log of the server beside them. */
import { readFileSync } from 'node:fs';
import type { Code, Nodes } from 'mdast';
import { parseRequest, toScenario, unescapeRequest } from '../../../src/examples/index.ts';
import type { ExampleOptions } from '../../../src/examples/index.ts';
import { fenceExample } from '../../../src/examples/fence-info.ts';
import { Machine, preset } from '../../../src/index.ts';
import type { Step } from '../../../src/index.ts';
import { momentOf, sectionsOf, stepLines } from '../../tools/build/article.ts';
import type { ArticleLanguage, Section, StepLine } from '../../tools/build/article.ts';

/** A section with an example. */
export interface Told {
  /** The attributes of the tag, in alphabetical order. */
  readonly tag: ReadonlyMap<string, string>;
  readonly request: string;
  /** Where links, names in HTML and lines of steps lead, in alphabetical order. */
  readonly moments: readonly string[];
  readonly steps: readonly (readonly StepLine[])[];
}

export const readArticle = (language: ArticleLanguage): Section[] =>
  sectionsOf(readFileSync(`web/article/${language}.md`, 'utf8'));

export function told({ nodes }: Section): Told {
  const all = nodes.flatMap((node) => [...within(node)]);
  const codes = all.filter((node): node is Code => node.type === 'code');
  const html = all.map((node) => (node.type === 'html' ? node.value : '')).join('\n');
  const steps = codes.filter(({ lang }) => lang === 'steps').map(({ value }) => stepLines(value));
  const links = all.flatMap((node) => (node.type === 'link' ? (momentOf(node.url) ?? []) : []));
  const names = [...html.matchAll(/data-at="([^"]*)"/g)].map(([, name = '']) => name);
  const fence = codes.find(({ lang, meta }) => fenceExample(`${lang} ${meta ?? ''}`) !== undefined);
  const attributes =
    fence === undefined
      ? [...(/<glas-werk ([^>]*)>/.exec(html)?.[1] ?? '').matchAll(/([\w-]+)="([^"]*)"/g)].map(
          ([, name = '', value = '']) => [name, value] as const,
        )
      : (fenceExample(`${fence.lang} ${fence.meta ?? ''}`)?.attributes ?? []);
  return {
    tag: new Map([...attributes].toSorted(([one], [other]) => (one < other ? -1 : 1))),
    request: fence?.value ?? '',
    moments: [...links, ...names, ...steps.flat().flatMap(({ at }) => at ?? [])].toSorted(),
    steps,
  };
}

function* within(node: Nodes): Generator<Nodes> {
  yield node;
  if ('children' in node) for (const child of node.children) yield* within(child);
}

/** The log of the server beside a section. */
export function logOf({ tag, request }: Told): readonly Step[] {
  const escaped = tag.get('request');
  const script = escaped === undefined ? parseRequest(request) : unescapeRequest(escaped);
  const app = tag.get('app') ?? 'hello';
  const server = tag.get('server') as ExampleOptions['server'];
  const known = preset(app);
  if (known === undefined) throw new Error(`there is no app '${app}'`);
  const machine = Machine.from(toScenario(script, { app, server }), { app: known.app });
  machine.run();
  return machine.trace.steps();
}

const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
/** `…` stands for anything. */
const like = (text: string): RegExp => new RegExp(`^${text.split('…').map(escaped).join('.*')}`, 's');

const isNamed = (step: Step, name: string): boolean => step.name === name || step.name.endsWith(`.${name}`);

/** Whether a line of steps says what a step of the log is. */
function isStep(line: StepLine, step: Step, log: readonly Step[]): boolean {
  const [, name = '', values, result] = /^([\w.<>]+)(?:\((.*?)\))?(?: [=→] (.*))?$/s.exec(line.text) ?? [];
  if (!isNamed(step, name)) return false;
  if (line.text.includes(' → ')) {
    const end = log
      .slice(step.number)
      .find(({ tid, depth, kind }) => tid === step.tid && depth === step.depth && kind === 'return');
    return step.kind === 'call' && like(values ?? '').test(step.detail) && like(result ?? '').test(end?.detail ?? '');
  }
  if (result === undefined) {
    return (step.kind === 'call' || step.kind === 'block') && like(values ?? '').test(step.detail);
  }
  if (values === undefined) return step.kind === 'change' && like(result).test(step.detail);
  return step.kind === 'syscall' && like(`${values} = ${result}`).test(step.detail);
}

/** A value that a method has changed is noted when it returns. */
const isWithin = (step: Step, above: Step | undefined): boolean =>
  above === undefined ||
  (step.tid === above.tid && (step.kind === 'change' ? step.depth >= above.depth : step.depth > above.depth));

/**
 * Finds the lines of a list in a log, in their order and below one another as they are indented. Returns the step of
 * each line, up to the first line that there is not.
 */
export function follow(lines: readonly StepLine[], log: readonly Step[]): readonly Step[] {
  const found: Step[] = [];
  for (const line of lines) {
    const above = found.findLast((_, index) => (lines[index]?.depth ?? 0) < line.depth);
    const from = (found.at(-1)?.number ?? -1) + 1;
    const step = log.slice(from).find((one) => isStep(line, one, log) && isWithin(one, above));
    if (step === undefined) break;
    found.push(step);
  }
  return found;
}
