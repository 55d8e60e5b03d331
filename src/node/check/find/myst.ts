/**
 * Directives of Sphinx that are examples or code: what `.. glas-werk::` makes of its file or its content, and fences of
 * MyST that are directives, ```` ```{code-block} http ```` and ```` ```{glas-werk} ````.
 */
import { TAG, partOf } from './found.ts';
import type { Found, FoundBlock, FoundTag } from './found.ts';
import { attributesAmong, includedBlock, namesAmong } from './literal-include.ts';
import type { DirectivePlace, ReadBeside } from './literal-include.ts';

const DIRECTIVE = /^\{([\w-]+)\}\s*(.*)$/;
const CODE = new Set(['code', 'code-block', 'sourcecode', 'code-cell', 'parsed-literal']);

/** What a fence with braces stands for; every fence that is no directive as it is. */
export function mystFound(block: FoundBlock, info: string, readBeside: ReadBeside): Found[] {
  const [, name, argument = ''] = DIRECTIVE.exec(info) ?? [];
  if (name === undefined) return [block];
  const { options, count } = optionsIn(block);
  const place = { source: block.source, start: block.start, end: block.end, options };
  const inner = { ...block, ...namesAmong(options), lines: block.lines.slice(count) };
  if (name === TAG) return directiveFound(argument, { ...inner, language: 'http' }, place, readBeside);
  if (name === 'literalinclude') return [includedBlock(argument, place, readBeside)];
  return [CODE.has(name) ? { ...inner, language: argument } : block];
}

/**
 * The request, the answer and the tag of the directive. `content` is what stands in it; a file that `argument` names
 * takes its place.
 */
export function directiveFound(
  argument: string,
  content: FoundBlock,
  place: DirectivePlace,
  readBeside: ReadBeside,
): Found[] {
  const { source, start, end } = place;
  const tag: FoundTag = {
    kind: 'tag',
    source,
    start: end,
    end,
    written: start,
    attributes: attributesAmong(place.options),
  };
  const block = argument === '' ? content : includedBlock(argument, place, readBeside);
  if (block.lines.length === 0) {
    return typeof block.layout === 'string' ? [{ ...tag, problem: block.layout }] : [tag];
  }
  const at = answerAt(block);
  const blocks = at === undefined ? [block] : [partOf(block, 0, at), partOf(block, at)];
  // Blocks of another file stand where the directive does.
  return [...blocks.map((one) => (one.source === source ? one : { ...one, start, end: start })), tag];
}

/** The first line that follows an empty line and is a status line. */
function answerAt({ lines }: FoundBlock): number | undefined {
  const at = lines.findIndex(
    ({ text }, line) => /^HTTP\/\d\.\d \d\d\d/.test(text) && lines[line - 1]?.text.trim() === '',
  );
  return at < 0 ? undefined : at;
}

/** The options at the top: `:name: value` lines, or lines between `---`. */
function optionsIn({ lines }: FoundBlock): { options: Map<string, string>; count: number } {
  const options = new Map<string, string>();
  const isYaml = lines[0]?.text === '---';
  const pattern = isYaml ? /^([\w-]+):\s*(.*)$/ : /^:([\w-]+):\s*(.*)$/;
  let count = isYaml ? 1 : 0;
  for (; count < lines.length; count += 1) {
    const [, name, value = ''] = pattern.exec(lines[count]?.text ?? '') ?? [];
    if (name === undefined) break;
    options.set(name.toLowerCase(), unquoted(value.trim(), isYaml));
  }
  if (isYaml) count += 1;
  // A blank line ends the options.
  if (count > 0 && lines[count]?.text === '') count += 1;
  return { options, count };
}

const unquoted = (value: string, isYaml: boolean): string => (isYaml ? value.replace(/^(["'])(.*)\1$/s, '$2') : value);
