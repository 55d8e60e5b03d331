/** Sources as they are shown. Heavy, with all the texts: only for a chunk that is loaded when somebody looks at one. */
import { html, nothing } from 'lit/html.js';
import type { Found } from './find.ts';
import { SourceIndex, memberName } from './find.ts';
import { tokensOf } from '../../kit/code/highlight.ts';
import { TEXTS } from './texts.ts';

/** Finds sources, and draws them. */
export class Listings {
  private readonly _index = new SourceIndex(TEXTS);
  private readonly _found = new Map<string, Found | undefined>();

  /** The source behind a Python name; undefined when there is none of ours. */
  find(name: string): Found | undefined {
    if (!this._found.has(name)) this._found.set(name, this._index.find(name));
    return this._found.get(name);
  }

  /** @param inner the name of what the method has called: the line that does is marked, when only one can. */
  listing(name: string, { lines, line: first }: Found, inner: string | undefined): unknown {
    const here = lineOfCall(lines, inner);
    const head = lines.findIndex((line) => !isComment(line));
    return html`<ol class="code" start=${first} aria-label="Source of ${name}">
      ${lines.map(
        (line, at) =>
          html`<li
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

const isComment = (line: string): boolean => /^\s*(\*|\/\*|\/\/)/.test(line);

/** The line that calls `inner`, when only one does. */
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
