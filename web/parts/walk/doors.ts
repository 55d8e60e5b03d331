/** Doors: what a reader can do next, beside the cause of the moment. */
import { html } from 'lit/html.js';
import type { TextKey } from '../../texts/sentences.ts';
import type { Texts } from '../../texts/texts.ts';

export interface Door {
  readonly name: Extract<TextKey, `walk.door.${string}`>;
  readonly open: () => void;
}

export const doorsTemplate = (texts: Texts, doors: readonly Door[]): unknown =>
  html`<div class="doors" role="group" aria-label=${texts.say('walk.doors')}>
    ${doors.map(({ name, open }) => html`<button class="door" @click=${open}>${texts.say(name)}</button>`)}
  </div>`;
