/**
 * Finds code blocks and tags in reStructuredText: `.. code-block::` and its kin, literal blocks after `::`,
 * `.. literalinclude::`, `.. raw:: html`, and the directive `.. glas-werk::`. No library in JavaScript reads reST;
 * this reads the lines and their indentation, and looks into every directive that it does not know.
 */
import type { SourceText } from '../source-text.ts';
import { TAG, blanked } from './found.ts';
import type { Found, FoundBlock, TextLine } from './found.ts';
import { findInHtml } from './html.ts';
import { includedBlock, namesAmong } from './literal-include.ts';
import type { DirectivePlace, ReadBeside } from './literal-include.ts';
import { directiveFound } from './myst.ts';

const DIRECTIVE = /^(\s*)\.\.\s+(?:[\w.+-]+:)?([\w.+-]+)::(?:\s+(.*))?$/;
const COMMENT = /^(\s*)\.\.(?:\s+(?![[|_])|$)/;
const OPTION = /^\s*:([\w-]+):(?:\s+(.*))?$/;
const CODE = new Set(['code-block', 'sourcecode', 'code', 'parsed-literal', 'prompt']);

export function findInRest(source: SourceText, readBeside: ReadBeside): Found[] {
  const reader = new Reader(source, readBeside);
  return reader.read().toSorted((one, other) => one.start - other.start);
}

/** A directive: its lines, what stands behind its name, its options, and its content. */
interface Directive {
  readonly name: string;
  readonly argument: string;
  readonly options: ReadonlyMap<string, string>;
  readonly start: number;
  /** Lines of the content, and the line after them. */
  readonly from: number;
  readonly to: number;
  readonly indent: number;
}

class Reader {
  private readonly _source: SourceText;
  private readonly _readBeside: ReadBeside;
  private readonly _found: Found[] = [];

  constructor(source: SourceText, readBeside: ReadBeside) {
    this._source = source;
    this._readBeside = readBeside;
  }

  read(): readonly Found[] {
    for (let line = 0; line < this._source.lineCount;) line = this._readLine(line);
    return this._found;
  }

  /** Returns the line to go on with. */
  private _readLine(line: number): number {
    const text = this._source.line(line);
    const [, indent, name, argument = ''] = DIRECTIVE.exec(text) ?? [];
    if (indent !== undefined && name !== undefined) return this._readDirective(line, indent.length, [name, argument]);
    const comment = COMMENT.exec(text);
    if (comment !== null) return this._endOfBlock(line + 1, comment[1]?.length ?? 0);
    if (/^\s*>>> /.test(text)) return this._readDoctest(line);
    if (!text.trimEnd().endsWith('::')) return line + 1;
    return this._readLiteral(line);
  }

  /** A paragraph that ends with `::`, and the block that is indented more than its last line. */
  private _readLiteral(line: number): number {
    const indent = indentOf(this._source.line(line));
    const to = this._endOfBlock(line + 1, indent);
    const from = this._firstFull(line + 1, to);
    // Without a blank line between them there is no block.
    if (from === line + 1 || from >= to) return line + 1;
    this._found.push(this._block({ from, to, start: from, language: '' }));
    return to;
  }

  /** A block of an interactive session ends at the next blank line. */
  private _readDoctest(line: number): number {
    let to = line + 1;
    while (to < this._source.lineCount && this._source.line(to).trim() !== '') to += 1;
    this._found.push(this._block({ from: line, to, start: line, language: 'pycon' }));
    return to;
  }

  private _readDirective(line: number, indent: number, [name, argument]: readonly [string, string]): number {
    const to = this._endOfBlock(line + 1, indent);
    const options = new Map<string, string>();
    let from = line + 1;
    for (; from < to; from += 1) {
      const [, key, value = ''] = OPTION.exec(this._source.line(from)) ?? [];
      if (key === undefined) break;
      options.set(key.toLowerCase(), value.trim());
    }
    const directive = { name, argument: argument.trim(), options, start: line, from, to, indent };
    return this._take(directive) ? to : from;
  }

  /** Whether the content was taken; otherwise it is read as more of the document. */
  private _take(directive: Directive): boolean {
    const { name, argument, options, start, from, to } = directive;
    const isOwn = name === TAG;
    if (isOwn || CODE.has(name)) {
      const language = isOwn ? (options.get('language') ?? 'http') : argument;
      const block = this._block({ from: this._firstFull(from, to), to, start, language, options });
      if (!isOwn) this._found.push(block);
      else this._found.push(...directiveFound(argument, block, this._placeOf(directive), this._readBeside));
      return true;
    }
    if (name === 'literalinclude')
      this._found.push(includedBlock(argument, this._placeOf(directive), this._readBeside));
    else if (name === 'raw' && /\bhtml\b/.test(argument)) this._found.push(...this._html(from, to));
    return name === 'literalinclude' || name === 'raw';
  }

  private _placeOf({ start, from, to, options }: Directive): DirectivePlace {
    const last = this._lastFull(start + 1, Math.max(from, to));
    return { source: this._source, start: this._source.startOf(start), end: this._source.endOf(last - 1), options };
  }

  private _block(at: {
    readonly from: number;
    readonly to: number;
    readonly start: number;
    readonly language: string;
    readonly options?: ReadonlyMap<string, string>;
  }): FoundBlock {
    const { from, start, language, options } = at;
    const to = this._lastFull(from, at.to);
    const indent = this._indentOf(from, to);
    const lines = Array.from({ length: Math.max(0, to - from) }, (_, index): TextLine => {
      const end = this._source.endOf(from + index);
      const begin = Math.min(this._source.startOf(from + index) + indent, end);
      return { text: this._source.text.slice(begin, end), start: begin, end };
    });
    const first = lines[0];
    const prefix =
      first === undefined
        ? ' '.repeat(indentOf(this._source.line(start)) + 3)
        : this._source.line(from).slice(0, indent);
    return {
      kind: 'block',
      source: this._source,
      language,
      ...namesAmong(options),
      start: this._source.startOf(start),
      end: this._source.endOf(Math.max(start, to - 1)),
      lines,
      layout: {
        ownsLines: true,
        prefix,
        emptyPrefix: '',
        encode: (text) => text,
        insertAt: this._source.startOf(Math.max(start + 1, from)),
      },
    };
  }

  private _html(from: number, to: number): Found[] {
    const { text } = this._source;
    const [begin, end] = [this._source.startOf(from), this._source.endOf(Math.max(from, to - 1))];
    return findInHtml(this._source, blanked(text.slice(0, begin)) + text.slice(begin, end) + blanked(text.slice(end)));
  }

  /** The first line at or after `line` that is indented no more than `indent`; blank lines before it do not count. */
  private _endOfBlock(line: number, indent: number): number {
    let end = line;
    for (let at = line; at < this._source.lineCount; at += 1) {
      const text = this._source.line(at);
      if (text.trim() === '') continue;
      if (indentOf(text) <= indent) break;
      end = at + 1;
    }
    return end;
  }

  private _firstFull(from: number, to: number): number {
    let line = from;
    while (line < to && this._source.line(line).trim() === '') line += 1;
    return line;
  }

  private _lastFull(from: number, to: number): number {
    let line = to;
    while (line > from && this._source.line(line - 1).trim() === '') line -= 1;
    return line;
  }

  private _indentOf(from: number, to: number): number {
    let indent = Infinity;
    for (let line = from; line < to; line += 1) {
      const text = this._source.line(line);
      if (text.trim() !== '') indent = Math.min(indent, indentOf(text));
    }
    return Number.isFinite(indent) ? indent : 0;
  }
}

/** Blanks before the text of a line, each character counted once. */
const indentOf = (text: string): number => text.length - text.trimStart().length;
