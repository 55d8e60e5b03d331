/** The head of the editor: which app is edited, and the ways back to an earlier version of it. */
import { html, nothing } from 'lit/html.js';
import { icon } from '../../kit/icons.ts';
import type { Texts } from '../../texts/texts.ts';

export interface HeadState {
  readonly preset: string;
  /** Whether the source came with a link. */
  readonly isLinked: boolean;
  /** Whether the text is the source as it came. */
  readonly isOriginal: boolean;
  /** Whether the reader's version of it is kept. */
  readonly hasDraft: boolean;
}

export interface HeadActions {
  reset(): void;
  restore(): void;
  close(): void;
}

export function headView(texts: Texts, state: HeadState, actions: HeadActions): unknown {
  const { preset, isLinked, isOriginal, hasDraft } = state;
  const close = texts.say('editor.close');
  return html`
    <h2>${texts.say('editor.title')}</h2>
    <span class="pane-subject mono">${preset}.ts</span>
    <span class="spring"></span>
    ${isOriginal && hasDraft ? restoreButton(texts, actions) : nothing}
    <button
      class="quiet"
      ?disabled=${isOriginal}
      title=${texts.say(isLinked ? 'editor.reset.link.hint' : 'editor.reset.preset.hint')}
      @click=${() => actions.reset()}
    >
      ${texts.say(isLinked ? 'editor.reset.link' : 'editor.reset.preset')}
    </button>
    <button class="quiet icon" aria-label=${close} title=${close} @click=${() => actions.close()}>
      ${icon('cross')}
    </button>
  `;
}

const restoreButton = (texts: Texts, actions: HeadActions): unknown =>
  html`<button class="quiet" title=${texts.say('editor.restore.hint')} @click=${() => actions.restore()}>
    ${texts.say('editor.restore')}
  </button>`;
