/** The TypeScript of one mirrored method, with its Python name and what it was called with. The sources come when the first one is looked at. */
import { html, nothing } from 'lit/html.js';
import type { FrameSnapshot } from '../../src/index.ts';
import { frameArguments } from '../ladders.ts';
import type { Found } from './find.ts';
import { SourceIndex, memberName } from './find.ts';
import { tokensOf } from './highlight.ts';

export class SourceView {
  private _index: SourceIndex | undefined;
  private _failure = '';
  private _isLoading = false;
  private readonly _found = new Map<string, Found | undefined>();
  private readonly _onLoad: () => void;

  /** @param onLoad the sources have come: what was drawn before is to be drawn again. */
  constructor(onLoad: () => void) {
    this._onLoad = onLoad;
  }

  /**
   * @param frame the call that is looked at.
   * @param inner what it has called: the name of the next call, or of a system call.
   */
  view(frame: FrameSnapshot | undefined, inner: string | undefined): unknown {
    if (frame === undefined) return html`<p class="empty">No mirrored call is running.</p>`;
    return html`<div class="source">
      <header>
        <code class="source-name">${frame.name}</code>
        <span class="source-arguments" title="What it was called with">(${frameArguments(frame)})</span>
        <span class="spring"></span>
        ${this._place(frame)}
      </header>
      ${this._body(frame, inner)}
    </div>`;
  }

  private _place({ name, self }: FrameSnapshot): unknown {
    const found = this._find(name);
    return html`<span class="faint"
      >${self === '' ? nothing : html`on ${self}`}${found === undefined ? nothing : html` · ${found.path}:${found.line}`}</span
    >`;
  }

  private _body({ name }: FrameSnapshot, inner: string | undefined): unknown {
    if (this._failure !== '') return html`<p class="empty">The sources could not be loaded: ${this._failure}</p>`;
    if (this._index === undefined) {
      void this._load();
      return html`<p class="empty">The sources are being loaded.</p>`;
    }
    const found = this._find(name);
    if (found === undefined) return html`<p class="empty">${name} is not one of the mirrored methods.</p>`;
    const here = lineOfCall(found.lines, inner);
    const head = found.lines.findIndex((line) => !isComment(line));
    return html`<ol class="code" start=${found.line} aria-label="Source of ${name}">
      ${found.lines.map(
        (line, at) =>
          html`<li
            class="${at === here ? 'is-here' : ''} ${at === head ? 'is-head' : ''}"
            aria-current=${at === here ? 'true' : nothing}
          >
            <span class="code-number">${found.line + at}</span
            ><code
              >${tokensOf(line).map(({ tone, text }) => (tone === '' ? text : html`<span class="tok-${tone}">${text}</span>`))}</code
            >
          </li>`,
      )}
    </ol>`;
  }

  private _find(name: string): Found | undefined {
    if (this._index === undefined) return undefined;
    if (!this._found.has(name)) this._found.set(name, this._index.find(name));
    return this._found.get(name);
  }

  private async _load(): Promise<void> {
    if (this._isLoading) return;
    this._isLoading = true;
    try {
      const { TEXTS } = await import('./texts.ts');
      this._index = new SourceIndex(TEXTS);
    } catch (error) {
      this._failure = error instanceof Error ? error.message : String(error);
    }
    this._onLoad();
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
