/** The list of keys, in a window of its own. */
import css from './keyboard.css?inline';
import { html, render } from 'lit/html.js';
import type { Face } from '../../kit/face.ts';
import { icon } from '../../kit/icons.ts';

type Key = readonly [keys: string, does: string];

/** Keys that are alternatives are parted by ` / `. */
const KEYS: readonly (readonly [where: string, keys: readonly Key[]])[] = [
  [
    'Anywhere',
    [
      ['F6 / Shift+F6', 'To the next pane, to the one before'],
      ['Tab / Shift+Tab', 'To the next part of a pane; out of a terminal, too'],
      ['← / → / Home / End', 'Inside a toolbar or a row of tabs'],
      ['F8', 'Pauses the machine, lets it go on; asked who runs, the usual rule decides'],
      ['F1 / ?', 'This list; ? where nobody types'],
      ['Esc', 'Closes what lies over a pane'],
    ],
  ],
  [
    'Terminal',
    [
      ['Enter', 'Sends the line, connects if need be'],
      ['↑ / ↓', 'Lines that were sent before'],
      ['Ctrl+D', 'Half-closes: you send no more'],
      ['Ctrl+C', 'Resets the connection'],
      ['Ctrl+L', 'Clears the screen'],
    ],
  ],
  [
    'Steps and timeline',
    [
      ['← / →', 'A step back, a step forward; a paused machine makes one'],
      ['Shift+← / Shift+→', 'To the previous, the next of the chosen kind'],
      ['Page Up / Page Down', 'Many steps'],
      ['Home / End', 'To the start, to the live end'],
      ['I / O / U', 'Into a call, over it, out of it'],
      ['Space', 'Plays what is recorded'],
      ['/', 'Searches; Enter and Shift+Enter go on'],
      ['B', 'Breaks at what the step does'],
      ['1 … 9', 'Says who runs next, where that is asked'],
      ['+ / - / 0', 'Timeline: nearer, farther, all of it'],
      ['Ctrl+← / Ctrl+→', 'Timeline: along'],
      ['F2', 'Names the branch that has the focus'],
    ],
  ],
  [
    'Comparison',
    [
      ['↑ / ↓', 'A line up, a line down'],
      ['P / N', 'To the previous, the next difference'],
    ],
  ],
];

/** Shows the list until it is closed; the focus goes back to where it was. */
export function showKeys(face: Face): void {
  face.adopt(css);
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
        <h2 id="keys-title">Keys</h2>
        <button
          class="quiet icon"
          aria-label="Close the list of keys"
          title="Close (Esc)"
          @click=${() => dialog.close()}
        >
          ${icon('cross')}
        </button>
      </header>
      <div class="keys-body" tabindex="0" role="group" aria-labelledby="keys-title">
        ${KEYS.map(
          ([where, keys]) =>
            html`<section>
              <h3>${where}</h3>
              <dl>
                ${keys.map(
                  ([names, does]) =>
                    html`<div>
                      <dt>${names.split(' / ').map((name) => html`<kbd>${name}</kbd> `)}</dt>
                      <dd>${does}</dd>
                    </div>`,
                )}
              </dl>
            </section>`,
        )}
      </div>`,
    dialog,
  );
  face.root.append(dialog);
  dialog.showModal();
}
