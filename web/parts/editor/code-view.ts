/** The text of the editor: CodeMirror in the colours of the page, with a mark at the line that has a problem. */
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { javascript } from '@codemirror/lang-javascript';
import {
  HighlightStyle,
  bracketMatching,
  ensureSyntaxTree,
  indentOnInput,
  syntaxHighlighting,
} from '@codemirror/language';
import { lintGutter, setDiagnostics } from '@codemirror/lint';
import { Compartment, EditorState } from '@codemirror/state';
import type { Extension } from '@codemirror/state';
import {
  EditorView,
  drawSelection,
  highlightActiveLine,
  highlightActiveLineGutter,
  keymap,
  lineNumbers,
} from '@codemirror/view';
import { tags } from '@lezer/highlight';
import { noticeText } from '../../session/notices.ts';
import type { Texts } from '../../texts/texts.ts';
import type { PageProblem } from '../../session/store.ts';
import type { Face } from '../../kit/face.ts';

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
  '.cm-content': { padding: '0.375rem 0', caretColor: colour('accent') },
  '.cm-cursor': { borderLeftColor: colour('accent'), borderLeftWidth: '2px' },
  '.cm-gutters': { border: 'none', backgroundColor: colour('surface'), color: colour('faint') },
  '.cm-activeLine, .cm-activeLineGutter': { backgroundColor: colour('raised') },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': {
    background: colour('selection'),
  },
  '&.cm-focused .cm-matchingBracket': { backgroundColor: colour('accent-soft'), outline: 'none' },
  '.cm-gutter-lint': { width: '0.875rem' },
  '.cm-gutter-lint .cm-gutterElement': { padding: '0 0 0 0.1875rem' },
  '.cm-lint-marker': { width: '0.5rem', height: '0.5rem', marginTop: '0.375rem' },
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

/** @param label what a screen reader calls the text. */
const attributes = (label: string): Extension =>
  EditorView.contentAttributes.of({ 'aria-label': label, spellcheck: 'false', autocapitalize: 'off' });

/**
 * Types over a selection. A browser that did so itself would give the new text the look of the old, in a style
 * attribute, which the content security policy refuses.
 */
const TYPE_OVER = EditorView.domEventHandlers({
  beforeinput(event, view) {
    const { data, inputType, isComposing } = event;
    if (inputType !== 'insertText' || data === null || isComposing || view.state.selection.main.empty) return false;
    view.dispatch(view.state.replaceSelection(data), { userEvent: 'input.type', scrollIntoView: true });
    event.preventDefault();
    return true;
  },
});

export class CodeView {
  readonly element = document.createElement('div');
  private readonly _view: EditorView;
  private readonly _attributes = new Compartment();
  private _marked: PageProblem | undefined;
  /** The page is changing the text, not the reader. */
  private _isReplacing = false;

  /** @param onEdit called when the reader has changed the text. */
  constructor(face: Face, onEdit: () => void) {
    this.element.className = 'editor-code';
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
      TYPE_OVER,
      this._attributes.of([]),
      EditorView.updateListener.of(({ docChanged }) => {
        if (docChanged && !this._isReplacing) onEdit();
      }),
      THEME,
    ];
    const state = EditorState.create({ extensions });
    const view = (this._view = new EditorView({ state, parent: this.element, root: face.root }));
    face.onTexts((texts) =>
      view.dispatch({ effects: this._attributes.reconfigure(attributes(texts.say('editor.source'))) }),
    );
    face.scope.onEnd(() => view.destroy());
  }

  get text(): string {
    return this._view.state.doc.toString();
  }

  /** Replaces the whole text; undo brings the old one back. */
  set text(text: string) {
    this._isReplacing = true;
    this._view.dispatch({ changes: { from: 0, to: this._view.state.doc.length, insert: text } });
    this._isReplacing = false;
  }

  /**
   * The line of the first fault in the syntax that the editor's own parser finds; undefined where it finds none. The
   * text is parsed to its end, which takes about as long as it took to compile it.
   */
  get faultyLine(): number | undefined {
    const { state } = this._view;
    let line: number | undefined;
    ensureSyntaxTree(state, state.doc.length, Infinity)?.iterate({
      enter: ({ type, from }) => {
        if (type.isError) line ??= state.doc.lineAt(from).number;
        return line === undefined;
      },
    });
    return line;
  }

  /** Marks the line of a problem; `undefined` removes the mark. */
  mark(texts: Texts, problem: PageProblem | undefined): void {
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
              message: noticeText(texts, problem.notice),
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
}
