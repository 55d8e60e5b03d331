/** Whether mirrored functions take what Python's take: as many arguments, in the same order, with the same defaults. */
import { readFileSync } from 'node:fs';
import { pythonName } from '../../../src/python/classes.ts';
import { filesUnder, readSource } from '../../support/source.ts';
import type { Node, Source } from '../../support/source.ts';
import { commentBefore, differsIn, nameOf, registrations, tagsIn } from './mirrored.ts';

type PythonParameter = readonly [name: string, value: string | null];

/** What Python's functions take by place, with defaults as text: made by list_members.py. */
export const pythonSignatures = JSON.parse(
  readFileSync('test/tools/coverage/python-signatures.json', 'utf8'),
) as Readonly<Record<string, readonly PythonParameter[]>>;

/** A parameter of ours; `value` is the text of its default. */
interface Parameter {
  readonly name: string;
  readonly value: string | undefined;
  /** Whether it may be left out. */
  readonly isOptional: boolean;
}

/** A mirrored function, and where it stands. */
export interface Signature {
  readonly name: string;
  readonly at: string;
  readonly parameters: readonly Parameter[];
}

/** A parameter that gathers what Python takes one by one, or by name. */
const isGathering = ({ name }: Parameter): boolean => name === '' || /^(options|limits|parts|type|line)$/.test(name);

function parameterOf(source: Source, given: Node): Parameter {
  const node = given.type === 'TSParameterProperty' ? (given['parameter'] as Node) : given;
  if (node.type !== 'AssignmentPattern') {
    return { name: nameOf(node) ?? '', value: undefined, isOptional: node['optional'] === true };
  }
  const right = node['right'] as Node;
  const value = source.text.slice(right.start, right['end'] as number);
  return { name: nameOf(node['left']) ?? '', value, isOptional: true };
}

function parametersOf(source: Source, node: Node): Parameter[] {
  const all = (node['params'] as Node[]).map((each) => parameterOf(source, each));
  return all.filter(({ name }) => name !== 'this');
}

function* functionsIn(source: Source): Generator<Signature> {
  const registered = registrations(source);
  const signature = (name: string, at: Node, node: Node): Signature => ({
    name,
    at: `${source.path}:${source.line(at.start)}`,
    parameters: parametersOf(source, node),
  });
  for (const { node } of source.nodes) {
    const comment = commentBefore(source, node.start);
    if (node.type === 'FunctionDeclaration' && differsIn(comment) === undefined) {
      for (const tag of tagsIn(comment)) yield signature(tag, node, node);
    }
    if (node.type !== 'ClassDeclaration') continue;
    const [Class = registered.get(nameOf(node['id']) ?? '')?.name] = tagsIn(comment);
    for (const member of (node['body'] as Node)['body'] as Node[]) {
      const own = nameOf(member['key']);
      const body = member['value'] as Node | undefined;
      if (member.type !== 'MethodDefinition' || body?.type !== 'FunctionExpression') continue;
      if (own === undefined || Class === undefined || /^[gs]et$/.test(String(member['kind']))) continue;
      const said = commentBefore(source, member.start);
      if (differsIn(said) !== undefined) continue;
      const [tag = `${Class}.${own === 'constructor' ? '__init__' : pythonName(own)}`] = tagsIn(said);
      yield signature(tag, member, body);
    }
  }
}

/** All mirrored functions whose signature Python knows. */
export const mirroredSignatures = (): Signature[] =>
  filesUnder('src', /\.ts$/)
    .map(readSource)
    .flatMap((source) => [...functionsIn(source)])
    .filter(({ name }) => Object.hasOwn(pythonSignatures, name));

const camel = (name: string): string =>
  name.replace(/^_/, '').replace(/(?<=[a-z0-9])_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());

const LITERALS: Readonly<Record<string, string>> = { true: 'True', false: 'False', EMPTY: "b''", SEEK_SET: '0' };

/**
 * How one parameter departs from Python's at the same place; undefined when it does not. Names may differ, unless they
 * say another order.
 */
function departure(own: Parameter, place: number, python: readonly PythonParameter[]): string | undefined {
  const theirs = python[place];
  if (theirs === undefined) return `${own.name} is one too many`;
  const [name, value] = theirs;
  const elsewhere = python.find(([other], index) => index !== place && camel(other) === own.name.replace(/^_/, ''));
  if (elsewhere !== undefined) return `${own.name} stands in the place of ${name}`;
  if (value === null) return own.isOptional ? `${own.name} may be left out, ${name} not` : undefined;
  if (!own.isOptional) return `${own.name} must be given; ${name} is ${value} by default`;
  if (value === 'None' || value === 'computed' || own.value === undefined) return undefined;
  const literal = LITERALS[own.value] ?? own.value.replaceAll('_', '');
  return literal === value ? undefined : `${own.name} is ${own.value} by default, not ${value}`;
}

/** How a signature departs from Python's. */
export function departures({ name, parameters }: Signature): string[] {
  const python = pythonSignatures[name] ?? [];
  const placed = parameters.findIndex(isGathering);
  const own = placed < 0 ? parameters : parameters.slice(0, placed);
  const found = own.flatMap((parameter, place) => departure(parameter, place, python) ?? []);
  const isWhole = placed >= 0 || name.endsWith('.__exit__');
  if (!isWhole) for (const [lacking] of python.slice(own.length)) found.push(`${lacking} is lacking`);
  return found;
}
