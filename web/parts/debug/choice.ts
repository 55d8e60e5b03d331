/** Who runs next: a card for each thread that could. Be the scheduler. */
import { html, nothing } from 'lit/html.js';
import type { Candidate, ChoicePoint } from '../../../src/index.ts';
import { candidateName } from '../../session/debug/texts.ts';

/** Numbers that have a key. */
const KEYS = 9;

export interface ChoiceView {
  readonly choice: ChoicePoint;
  /** Whether one has been chosen, and the machine goes on. */
  readonly isOver: boolean;
  colourOf(tid: number): number;
  choose(tid: number): void;
  /** Ends the asking. */
  leave(): void;
}

/** The question, with its answers. */
export function choiceTemplate(view: ChoiceView): unknown {
  const { choice, candidates } = { ...view.choice };
  const [first] = candidates;
  return html`
    <div class="halt-line">
      <h3 class="halt-text" id="who-runs">Who runs next?</h3>
      <span class="faint">choice ${(choice + 1).toLocaleString('en')} · ${candidates.length} threads could</span>
      <span class="spring"></span>
      <button
        class="quiet outlined"
        title="The first one runs, as it would if nobody was asked (F8)"
        aria-disabled=${view.isOver}
        @click=${() => first !== undefined && view.choose(first.tid)}
      >
        Let the usual rule decide
      </button>
      <button class="quiet" title="The machine runs on by the usual rule" @click=${() => view.leave()}>
        Stop asking
      </button>
    </div>
    <div class="cards" role="group" aria-labelledby="who-runs">
      ${candidates.map((candidate, at) => card(candidate, at, view))}
    </div>
  `;
}

function card(candidate: Candidate, at: number, view: ChoiceView): unknown {
  const { tid, thread, process, pid, why } = candidate;
  const name = candidateName(candidate);
  const owner = `${thread === name || process === thread ? '' : `${thread}, `}pid ${pid}, tid ${tid}`;
  return html`<button
    class="card"
    data-thread=${view.colourOf(tid)}
    aria-disabled=${view.isOver}
    aria-keyshortcuts=${at < KEYS ? at + 1 : nothing}
    title="${name} (${owner}): ${why}"
    @click=${() => view.choose(tid)}
  >
    <span class="card-head">
      ${at < KEYS ? html`<kbd>${at + 1}</kbd>` : nothing}
      <b>${name}</b>
      ${at === 0 ? html`<span class="badge" title="Who runs when nobody is asked">usual</span>` : nothing}
    </span>
    <span class="card-owner">${owner}</span>
    <span class="card-why">${why}</span>
  </button>`;
}
