/** Listings of source code. This module holds all the texts: import it on demand only. */
import { html, nothing } from 'lit/html.js';
import { tokensOf } from '../../kit/code/highlight.ts';
import type { Found } from './find.ts';
import { SourceIndex, memberName } from './find.ts';
import { originalOf, signatureOf } from './original.ts';
import { TEXTS } from './texts.ts';

/** Finds sources, and draws them. */
export class Listings {
  /** What Python says of the method. */
  readonly signatureOf = signatureOf;
  readonly originalOf = originalOf;
  private readonly _index = new SourceIndex(TEXTS);
  private readonly _found = new Map<string, Found | undefined>();

  /** The source behind a Python name; undefined where no mirrored method has it. */
  find(name: string): Found | undefined {
    if (!this._found.has(name)) this._found.set(name, this._index.find(name));
    return this._found.get(name);
  }

  /**
   * @param inner the name of what the method has called: the line of that call is marked, if only one line can be it.
   */
  listing(label: string, { lines, line: first }: Found, inner: string | undefined): unknown {
    const here = lineOfCall(lines, inner);
    const head = lines.findIndex((line) => !isComment(line));
    return html`<ol class="code" start=${first} aria-label=${label}>
      ${lines.map(
        (line, at) =>
          html`<li
            value=${first + at}
            ?hidden=${LINT.test(line)}
            class="${at === here ? 'is-here' : ''} ${at === head ? 'is-head' : ''}"
            aria-current=${at === here ? 'true' : nothing}
          >
            <span class="code-number">${first + at}</span
            ><code
              >${tokensOf(line).map(({ tone, text }) => (tone === '' ? text : html`<span class="tok-${tone}">${text}</span>`))}</code
            >
          </li>`,
      )}
    </ol>`;
  }
}

/** A word to our linter says nothing of the method. */
const LINT = /^\s*\/\/ ox\w+-/;

const isComment = (line: string): boolean => /^\s*(\*|\/\*|\/\/)/.test(line);

/** The line that calls `inner`; undefined where none does, or more than one. */
function lineOfCall(lines: readonly string[], inner: string | undefined): number | undefined {
  if (inner === undefined) return undefined;
  const method = inner.split('.').at(-1) ?? '';
  const member = memberName(method).replaceAll('$', String.raw`\$`);
  const owner = inner.split('.').at(-2) ?? '';
  const pattern =
    method === '__init__' && owner !== ''
      ? new RegExp(String.raw`\bcreate\(\s*${owner}\b|\.init\(|\bnew ${owner}\(`)
      : new RegExp(String.raw`\.${member}\(|\b${member}\(|['"]${member}['"]`);
  const hits = lines.flatMap((line, at) => (at > 0 && pattern.test(line) && !isComment(line) ? [at] : []));
  return hits.length === 1 ? hits[0] : undefined;
}
