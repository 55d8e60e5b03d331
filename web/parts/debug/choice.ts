/** Who runs next: a card for each thread that could run. */
import { html, nothing } from 'lit/html.js';
import type { Candidate, ChoicePoint } from '../../../src/index.ts';
import type { Texts } from '../../texts/texts.ts';
import { candidateName } from './sentences.ts';

/** Candidates that have a key: a digit. */
const KEYS = 9;

export interface ChoiceView {
  readonly texts: Texts;
  readonly choice: ChoicePoint;
  /** Id of the heading. */
  readonly headingId: string;
  /** Whether one has been chosen, and the machine runs. */
  readonly isOver: boolean;
  colourOf(tid: number): number;
  choose(tid: number): void;
  /** What the reader is asked about. */
  readonly option: unknown;
  stopAsking(): void;
}

/** The question, with a card for each answer. */
export function choiceTemplate(view: ChoiceView): unknown {
  const { texts, headingId } = view;
  const { choice, candidates } = view.choice;
  const [first] = candidates;
  return html`
    <div class="halt-line">
      <h3 class="halt-text" id=${headingId}>${texts.say('debug.whoRuns')}</h3>
      <span class="faint">${texts.say('debug.choice', { choice: choice + 1, candidates: candidates.length })}</span>
      <span class="spring"></span>
      <button
        class="quiet outlined"
        title=${texts.say('debug.usual.title')}
        aria-disabled=${view.isOver}
        @click=${() => first !== undefined && view.choose(first.tid)}
      >
        ${texts.say('debug.usual')}
      </button>
      ${view.option}
      <button class="quiet" title=${texts.say('debug.stopAsking.title')} @click=${() => view.stopAsking()}>
        ${texts.say('debug.stopAsking')}
      </button>
    </div>
    <div class="cards" role="group" aria-labelledby=${headingId}>
      ${candidates.map((candidate, at) => card(candidate, at, view))}
    </div>
  `;
}

function card(candidate: Candidate, at: number, view: ChoiceView): unknown {
  const { texts } = view;
  const { tid, why } = candidate;
  const name = candidateName(texts, candidate);
  const owner = ownerOf(texts, candidate, name);
  return html`<button
    class="card"
    data-thread=${view.colourOf(tid)}
    aria-disabled=${view.isOver}
    aria-keyshortcuts=${at < KEYS ? at + 1 : nothing}
    title=${texts.say('debug.candidate', { name, owner, why })}
    @click=${() => view.choose(tid)}
  >
    <span class="card-head">
      ${at < KEYS ? html`<kbd>${at + 1}</kbd>` : nothing}
      <b>${name}</b>
      ${
        at === 0
          ? html`<span class="badge" title=${texts.say('debug.usual.badge.title')}
              >${texts.say('debug.usual.badge')}</span
            >`
          : nothing
      }
    </span>
    <span class="card-owner">${owner}</span>
    <span class="card-why">${why}</span>
  </button>`;
}

/** Process and thread of a candidate, with the thread's own name where the card has another one. */
function ownerOf(texts: Texts, { tid, thread, process, pid }: Candidate, name: string): string {
  const ids = { pid: String(pid), tid: String(tid) };
  return thread === name || process === thread
    ? texts.say('debug.candidate.owner', ids)
    : texts.say('debug.candidate.thread', { thread, ...ids });
}
