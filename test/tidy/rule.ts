/** What a rule is, and how rules look at a file. */
import type { Found, Import, Node, Source } from '../support/source.ts';

export interface Rule {
  /** A sentence that is true of a tidy project. */
  readonly says: string;
  /** Where it holds. */
  readonly at: RegExp;
  /** What is wrong in a file. */
  find(source: Source): Found[];
  /** Paths and texts that the rule must catch. */
  readonly catches: readonly (readonly [path: string, text: string])[];
  /** … and that it must let pass. */
  readonly passes?: readonly (readonly [path: string, text: string])[];
}

/** What machines are made of. The host, which runs them for a face, knows the time. */
export const IN_SRC = /^src\/(?!(host|node)\/)/;
export const IN_SRC_OR_WEB = /^(src|web)\//;
export const EVERYWHERE = /./;

export function imports(source: Source, isWrong: (entry: Import) => boolean): Found[] {
  return source.imports
    .filter(isWrong)
    .map(({ node, specifier }) => ({ position: node.start, what: `imports ${specifier}` }));
}

export function nodes(source: Source, isWrong: (node: Node, parent: Node | undefined) => boolean): Found[] {
  return source.nodes
    .filter(({ node, parent }) => isWrong(node, parent))
    .map(({ node }) => ({
      position: node.start,
      what: source.text.slice(node.start, node.start + 60).split('\n')[0] ?? '',
    }));
}

export const name = (node: unknown): string => String((node as Node | undefined)?.['name']);

export function comments(source: Source, pattern: RegExp): Found[] {
  return source.comments
    .filter(({ value }) => pattern.test(value))
    .map(({ start, value }) => ({ position: start, what: value.trim().slice(0, 60) }));
}

export function texts(source: Source, pattern: RegExp): Found[] {
  return [...source.text.matchAll(pattern)].map((match) => ({ position: match.index, what: match[0] }));
}

export const violations = (rule: Rule, source: Source): string[] =>
  rule.at.test(source.path)
    ? rule.find(source).map(({ position, what }) => `${source.path}:${source.line(position)}: ${what}`)
    : [];
