/** A text field in place of typing into the terminal, which does not work well on touch screens. */
import { html, render } from 'lit/html.js';
import type { Face } from '../../kit/face.ts';
import type { Client } from '../../session/clients/client.ts';

export class LineField {
  readonly element = document.createElement('form');
  private readonly _face: Face;

  constructor(face: Face, onText: (text: string) => void) {
    this._face = face;
    this.element.className = 'plain-input';
    this.element.addEventListener('submit', (event) => {
      event.preventDefault();
      const input = this.element.querySelector('input');
      if (input === null) return;
      onText(input.value);
      input.value = '';
    });
  }

  /** In character mode a text is sent without a line end, and an empty text stands for one. */
  update({ sendsKeys, sendsCrLf, isDatagram }: Client): void {
    const { texts } = this._face;
    const example = isDatagram ? 'hello' : 'GET / HTTP/1.1';
    const end = sendsCrLf ? '␍␊' : '␊';
    render(
      html`
        <input
          type="text"
          aria-label=${texts.say(sendsKeys ? 'clients.field.text' : 'clients.field.line')}
          placeholder=${sendsKeys ? texts.say('clients.field.noEnd', { end }) : example}
          autocomplete="off"
          autocapitalize="none"
          spellcheck="false"
          enterkeyhint="send"
        />
        <button class="primary">${texts.say('clients.field.send')}</button>
      `,
      this.element,
    );
  }
}
