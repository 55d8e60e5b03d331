/** A text field that stands in for the terminal where typing into one does not work: on touch screens, and for input methods. */
import { html, render } from 'lit/html.js';
import type { ClientTab } from '../terminal/client-tab.ts';

export class PlainInput {
  readonly element = document.createElement('form');

  constructor(onText: (text: string) => void) {
    this.element.className = 'plain-input';
    this.element.addEventListener('submit', (event) => {
      event.preventDefault();
      const input = this.element.querySelector('input');
      if (input === null) return;
      onText(input.value);
      input.value = '';
    });
  }

  /** In character mode a text goes out without a line end, which an empty one stands for. */
  update({ sendsKeys, sendsCrLf }: Pick<ClientTab, 'sendsKeys' | 'sendsCrLf'>): void {
    const placeholder = sendsKeys ? `No line end; empty: ${sendsCrLf ? '␍␊' : '␊'}` : 'GET / HTTP/1.1';
    render(
      html`
        <input
          type="text"
          aria-label=${sendsKeys ? 'Text to send' : 'Line to send'}
          placeholder=${placeholder}
          autocomplete="off"
          autocapitalize="none"
          spellcheck="false"
          enterkeyhint="send"
        />
        <button class="primary">Send</button>
      `,
      this.element,
    );
  }
}
