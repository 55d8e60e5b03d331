/** The text of the editor: CodeMirror with the colours of the page, and a mark at the line where something is wrong. */
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { javascript } from '@codemirror/lang-javascript';
import { HighlightStyle, bracketMatching, indentOnInput, syntaxHighlighting } from '@codemirror/language';
import { lintGutter, setDiagnostics } from '@codemirror/lint';
import { EditorState } from '@codemirror/state';
import {
  EditorView,
  drawSelection,
  highlightActiveLine,
  highlightActiveLineGutter,
  keymap,
  lineNumbers,
} from '@codemirror/view';
import { tags } from '@lezer/highlight';
import type { AppProblem } from '../../../src/host/protocol.ts';

const colour = (name: string): string => `var(--glaswerk-${name})`;

const HIGHLIGHT = HighlightStyle.define([
  { tag: [tags.keyword, tags.modifier, tags.operatorKeyword], color: colour('violet') },
  { tag: [tags.string, tags.special(tags.string), tags.regexp], color: colour('green') },
  { tag: [tags.number, tags.bool, tags.null], color: colour('amber') },
  { tag: [tags.comment], color: colour('faint'), fontStyle: 'italic' },
  { tag: [tags.typeName, tags.className, tags.definition(tags.typeName)], color: colour('blue') },
  { tag: [tags.function(tags.variableName), tags.function(tags.propertyName)], color: colour('accent') },
]);

const THEME = EditorView.theme({
  '&': { height: '100%', backgroundColor: colour('surface'), color: colour('text') },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { fontFamily: colour('mono'), fontSize: colour('size-small'), lineHeight: '1.6' },
  '.cm-content': { padding: '6px 0', caretColor: colour('accent') },
  '.cm-cursor': { borderLeftColor: colour('accent'), borderLeftWidth: '2px' },
  '.cm-gutters': { border: 'none', backgroundColor: colour('surface'), color: colour('faint') },
  '.cm-activeLine, .cm-activeLineGutter': { backgroundColor: colour('raised') },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': {
    background: colour('selection'),
  },
  '&.cm-focused .cm-matchingBracket': { backgroundColor: colour('accent-soft'), outline: 'none' },
  '.cm-gutter-lint': { width: '14px' },
  '.cm-gutter-lint .cm-gutterElement': { padding: '0 0 0 3px' },
  '.cm-lint-marker': { width: '8px', height: '8px', marginTop: '6px' },
  '.cm-lint-marker-error': { content: '""', borderRadius: '50%', backgroundColor: colour('red') },
  '.cm-lintRange-error': {
    backgroundImage: 'none',
    textDecoration: `underline wavy ${colour('red')}`,
    textUnderlineOffset: '3px',
  },
  '.cm-tooltip': {
    border: `1px solid ${colour('line-strong')}`,
    borderRadius: colour('radius-small'),
    backgroundColor: colour('raised'),
    color: colour('text'),
  },
  '.cm-diagnostic-error': { borderLeftColor: colour('red') },
});

export class CodeView {
  readonly element = document.createElement('div');
  private readonly _view: EditorView;
  private _marked: AppProblem | undefined;
  private _isOurs = false;

  /** @param root where it stands. @param label what it is, for a screen reader. @param onEdit called when the reader has changed the text. */
  constructor(root: ShadowRoot, label: string, onEdit: () => void) {
    this.element.className = 'code';
    const extensions = [
      lineNumbers(),
      lintGutter(),
      highlightActiveLine(),
      highlightActiveLineGutter(),
      history(),
      drawSelection(),
      indentOnInput(),
      bracketMatching(),
      javascript({ typescript: true }),
      syntaxHighlighting(HIGHLIGHT),
      keymap.of([...defaultKeymap, ...historyKeymap]),
      EditorView.lineWrapping,
      EditorView.contentAttributes.of({ 'aria-label': label, spellcheck: 'false', autocapitalize: 'off' }),
      EditorView.updateListener.of(({ docChanged }) => {
        if (docChanged && !this._isOurs) onEdit();
      }),
      THEME,
    ];
    this._view = new EditorView({ state: EditorState.create({ extensions }), parent: this.element, root });
  }

  get text(): string {
    return this._view.state.doc.toString();
  }

  /** Puts another text into the place of the old one; undo brings that back. */
  set text(text: string) {
    this._isOurs = true;
    this._view.dispatch({ changes: { from: 0, to: this._view.state.doc.length, insert: text } });
    this._isOurs = false;
  }

  /** Marks the line of a problem; undefined takes the mark away. */
  mark(problem: AppProblem | undefined): void {
    if (problem === this._marked) return;
    this._marked = problem;
    const { doc } = this._view.state;
    const line =
      problem?.line === undefined || problem.line < 1 || problem.line > doc.lines ? undefined : doc.line(problem.line);
    const diagnostics =
      problem === undefined || line === undefined
        ? []
        : [
            {
              from: line.from + (/^\s*/.exec(line.text)?.[0].length ?? 0),
              to: line.to,
              severity: 'error' as const,
              message: problem.message,
            },
          ];
    this._view.dispatch(setDiagnostics(this._view.state, diagnostics));
  }

  /** Puts the caret at a line, from 1. */
  goTo(line: number): void {
    const { doc } = this._view.state;
    const { from } = doc.line(Math.min(Math.max(1, line), doc.lines));
    this._view.dispatch({ selection: { anchor: from }, scrollIntoView: true });
    this._view.focus();
  }

  focus(): void {
    this._view.focus();
  }

  destroy(): void {
    this._view.destroy();
  }
}
