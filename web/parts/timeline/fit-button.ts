/** The button that shows all of the timeline; hidden while nothing is out of view. */
import { html, render } from 'lit/html.js';
import type { Face } from '../../kit/face.ts';
import { icon } from '../../kit/icons.ts';

export function makeFitButton(face: Face, press: () => void): HTMLButtonElement {
  const button = document.createElement('button');
  button.className = 'quiet icon';
  button.hidden = true;
  button.addEventListener('click', press);
  render(html`${icon('fit')}`, button);
  face.onTexts((texts) => {
    button.setAttribute('aria-label', texts.say('timeline.fit'));
    button.title = texts.say('timeline.fit.title');
  });
  return button;
}
