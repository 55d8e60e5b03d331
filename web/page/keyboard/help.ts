/** The list of keys, in a window of its own. */
import css from './keyboard.css?inline';
import { html, nothing, render } from 'lit/html.js';
import type { Face } from '../../kit/face.ts';
import type { TextKey } from '../../texts/sentences.ts';
import { icon } from '../../kit/icons.ts';

/** Keys that are alternatives are parted by ` / `. */
const KEYS = [
  [
    'keys.anywhere',
    [
      ['F6 / Shift+F6', 'keys.anywhere.panes'],
      ['Tab / Shift+Tab', 'keys.anywhere.tab'],
      ['← / → / Home / End', 'keys.anywhere.toolbar'],
      ['F8', 'keys.anywhere.hold'],
      ['F1 / ?', 'keys.anywhere.list'],
      ['Esc', 'keys.anywhere.close'],
    ],
  ],
  [
    'keys.panes',
    [
      ['F9', 'keys.panes.enlarge'],
      ['Shift+F9', 'keys.panes.fold'],
      ['← / → / ↑ / ↓ / Home / End', 'keys.panes.border'],
      ['Enter', 'keys.panes.foldAtBorder'],
      ['Delete', 'keys.panes.back'],
    ],
  ],
  [
    'keys.terminal',
    [
      ['Enter', 'keys.terminal.send'],
      ['↑ / ↓', 'keys.terminal.recall'],
      ['Ctrl+D', 'keys.terminal.halfClose'],
      ['Ctrl+C', 'keys.terminal.reset'],
      ['Ctrl+L', 'keys.terminal.clear'],
    ],
  ],
  [
    'keys.bytes',
    [
      ['↑ / ↓', 'keys.bytes.line'],
      ['← / →', 'keys.bytes.byte'],
      ['Enter', 'keys.bytes.ask'],
      ['Alt+↑ / Alt+↓', 'keys.bytes.terminal'],
      ['Backspace', 'keys.bytes.back'],
    ],
  ],
  [
    'keys.steps',
    [
      ['← / →', 'keys.steps.step'],
      ['Shift+← / Shift+→', 'keys.steps.target'],
      ['Page Up / Page Down', 'keys.steps.page'],
      ['Home / End', 'keys.steps.ends'],
      ['I / O / U', 'keys.steps.calls'],
      ['Space', 'keys.steps.play'],
      ['/', 'keys.steps.search'],
      ['B', 'keys.steps.break'],
      ['1 … 9', 'keys.steps.choose'],
      ['+ / - / 0', 'keys.steps.zoom'],
      ['Ctrl+← / Ctrl+→', 'keys.steps.pan'],
      ['F2', 'keys.steps.rename'],
    ],
  ],
  [
    'keys.comparison',
    [
      ['↑ / ↓', 'keys.comparison.line'],
      ['P / N', 'keys.comparison.difference'],
    ],
  ],
] as const satisfies readonly (readonly [where: TextKey, keys: readonly (readonly [keys: string, does: TextKey])[]])[];

/**
 * Shows the list until it is closed; the focus goes back to where it was.
 * @param arrange puts all panes back as they were at first.
 */
export function showKeys(face: Face, arrange: () => void): void {
  face.adopt(css);
  const { texts } = face;
  const dialog = document.createElement('dialog');
  dialog.className = 'keys';
  dialog.setAttribute('aria-labelledby', 'keys-title');
  dialog.addEventListener('close', () => dialog.remove());
  // Beside it lies nothing but what it covers.
  dialog.addEventListener('click', ({ target }) => {
    if (target === dialog) dialog.close();
  });
  render(
    html`<header>
        <h2 id="keys-title">${texts.say('keys.title')}</h2>
        <button
          class="quiet icon"
          aria-label=${texts.say('keys.close')}
          title=${texts.say('keys.close.hint')}
          @click=${() => dialog.close()}
        >
          ${icon('cross')}
        </button>
      </header>
      <div class="keys-body" tabindex="0" role="group" aria-labelledby="keys-title">
        ${KEYS.map(
          ([where, keys]) =>
            html`<section>
              <h3>${texts.say(where)}</h3>
              <dl>
                ${keys.map(
                  ([names, does]) =>
                    html`<div>
                      <dt>${names.split(' / ').map((name) => html`<kbd>${name}</kbd> `)}</dt>
                      <dd>${texts.say(does)}</dd>
                    </div>`,
                )}
              </dl>
              ${where === 'keys.panes' ? html`<button class="chip" @click=${arrange}>${texts.say('keys.panes.reset')}</button>` : nothing}
            </section>`,
        )}
      </div>`,
    dialog,
  );
  face.root.append(dialog);
  dialog.showModal();
}
