/** The foot of the editor: whether the text is served and kept, or what is wrong with it. */
import { html, nothing } from 'lit/html.js';
import { noticeText } from '../../session/notices.ts';
import type { PageProblem } from '../../session/store.ts';
import type { Texts } from '../../texts/texts.ts';

export interface FootState {
  /** The text has changed, and is not served yet. */
  readonly isPending: boolean;
  /** The text is the source as it came. */
  readonly isOriginal: boolean;
  /** The browser has kept the reader's changes. */
  readonly isKept: boolean;
  readonly isServed: boolean;
  readonly problem: PageProblem | undefined;
}

const PROBLEMS = {
  compile: 'editor.problem.compile',
  load: 'editor.problem.load',
  request: 'editor.problem.request',
} as const;

const PROBLEM_LINES = {
  compile: 'editor.problem.compile.line',
  load: 'editor.problem.load.line',
  request: 'editor.problem.request.line',
} as const;

/** @param goTo called with the line of the problem. */
export function footView(texts: Texts, state: FootState, goTo: (line: number) => void): unknown {
  const { isPending, isKept, isServed, problem } = state;
  if (isPending) {
    const changed = texts.say(isKept ? 'editor.changed' : 'editor.changed.unkept');
    return html`<span class="dot busy"></span><span>${changed}</span>`;
  }
  if (problem !== undefined) return problemView(texts, problem, isServed, goTo);
  return html`<span class="dot ${isServed ? 'good' : 'idle'}"></span>
    <span>${servedText(texts, state)}</span>
    <span class="spring"></span>
    <span class="faint hint">${texts.say('editor.tab')}</span>`;
}

function problemView(
  texts: Texts,
  { line, notice, when }: PageProblem,
  isServed: boolean,
  goTo: (line: number) => void,
): unknown {
  const what = line === undefined ? texts.say(PROBLEMS[when]) : texts.say(PROBLEM_LINES[when], { line });
  return html`<span class="dot bad"></span>
    <button class="problem" title=${texts.say('editor.problem.hint')} @click=${() => goTo(line ?? 1)}>
      <b>${what}</b> <span class="mono">${noticeText(texts, notice)}</span>
    </button>
    ${when === 'compile' && isServed ? html`<span class="hint">${texts.say('editor.problem.serves')}</span>` : nothing}`;
}

function servedText(texts: Texts, { isOriginal, isKept, isServed }: FootState): string {
  if (isServed) {
    if (isOriginal) return texts.say('editor.served');
    return texts.say(isKept ? 'editor.served.changed' : 'editor.served.unkept');
  }
  if (isOriginal) return texts.say('editor.waiting');
  return texts.say(isKept ? 'editor.waiting.changed' : 'editor.waiting.unkept');
}
