/** A button that moves the cursor, or the machine. */
import { html } from 'lit/html.js';
import { icon } from '../../kit/icons.ts';
import type { IconName } from '../../kit/icons.ts';
import type { Move } from './time-keys.ts';

/** A move that a button makes. */
export type ButtonMove = Exclude<Move, 'play' | 'search'>;

/** What one sees of it. */
export type MoveButton = readonly [move: ButtonMove, icon: IconName, title: string];

/** One that is stuck cannot be pressed. */
export function moveButton([move, name, title]: MoveButton, isStuck: boolean, go: (move: ButtonMove) => void): unknown {
  return html`<button
    class="quiet icon"
    aria-label=${title.replace(/( \(|:).*/, '')}
    title=${title}
    ?disabled=${isStuck}
    @click=${() => go(move)}
  >
    ${icon(name)}
  </button>`;
}
