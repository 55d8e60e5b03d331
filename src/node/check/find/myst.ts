/**
 * Fences of MyST that are directives: ```` ```{code-block} http ````, ```` ```{glas-werk} ````, with options inside.
 */
import { textOf } from './found.ts';
import type { Found, FoundBlock, FoundTag } from './found.ts';
import { TAG } from './found.ts';

const DIRECTIVE = /^\{([\w-]+)\}\s*(.*)$/;
const CODE = new Set(['code', 'code-block', 'sourcecode', 'code-cell']);

/** A fence that is a directive as what it stands for; every other block as it is. */
export function mystFound(block: FoundBlock): Found {
  const [, name, argument = ''] = DIRECTIVE.exec(block.language) ?? [];
  if (name === undefined) return block;
  const { options, count } = optionsIn(block);
  if (name === TAG) return tagOf(block, options);
  if (!CODE.has(name)) return block;
  return { ...block, language: argument, id: options.get('name') ?? block.id, lines: block.lines.slice(count) };
}

function tagOf(block: FoundBlock, attributes: ReadonlyMap<string, string>): FoundTag {
  const { source, start, end } = block;
  return { kind: 'tag', source, start, end, attributes };
}

/** The options at the top: `:name: value` lines, or lines between `---`. */
function optionsIn(block: FoundBlock): { options: Map<string, string>; count: number } {
  const lines = textOf(block).split('\n');
  const options = new Map<string, string>();
  const isYaml = lines[0] === '---';
  const pattern = isYaml ? /^([\w-]+):\s*(.*)$/ : /^:([\w-]+):\s*(.*)$/;
  let count = isYaml ? 1 : 0;
  for (; count < lines.length; count += 1) {
    const [, name, value = ''] = pattern.exec(lines[count] ?? '') ?? [];
    if (name === undefined) break;
    options.set(name, unquoted(value.trim(), isYaml));
  }
  if (isYaml) count += 1;
  // A blank line ends the options.
  if (count > 0 && lines[count] === '') count += 1;
  return { options, count };
}

const unquoted = (value: string, isYaml: boolean): string => (isYaml ? value.replace(/^(["'])(.*)\1$/s, '$2') : value);
