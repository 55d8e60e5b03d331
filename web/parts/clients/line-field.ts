/** A text field in place of typing into the terminal, which does not work well on touch screens. */
import { html, render } from 'lit/html.js';
import type { Face } from '../../kit/face.ts';
import type { Client } from '../../session/clients/client.ts';

export class LineField {
  readonly element = document.createElement('form');
  private readonly _face: Face;
  private _client: Client | undefined;
  private readonly _hasText: () => boolean;

  /** @param hasText whether something is written in the terminal that was not sent. */
  constructor(face: Face, hasText: () => boolean, onText: (text: string) => void) {
    this._face = face;
    this._hasText = hasText;
    this.element.className = 'plain-input';
    this.element.addEventListener('submit', (event) => {
      event.preventDefault();
      const input = this.element.querySelector('input');
      if (input === null) return;
      onText(input.value === '' ? (this._example ?? '') : input.value);
      input.value = '';
      this._render();
    });
  }

  update(client: Client): void {
    this._client = client;
    this._render();
  }

  /** What an empty field sends: what is shown in it. Undefined where an empty line is of use. */
  private get _example(): string | undefined {
    const client = this._client;
    // In character mode a text is sent without a line end, and an empty text stands for one.
    if (client === undefined || client.sendsKeys || this._hasText()) return undefined;
    if (client.isDatagram) return 'hello';
    // A request that was begun is ended by an empty line, also one that waits to be sent.
    const last = client.view.at(-1)?.piece;
    const isBegun = last?.kind === 'sent' || (last?.kind === 'remark' && last.remark.about === 'held');
    return isBegun ? undefined : 'GET / HTTP/1.1';
  }

  private get _placeholder(): string {
    const { texts } = this._face;
    const end = this._client?.sendsCrLf === false ? '␊' : '␍␊';
    if (this._client?.sendsKeys === true) return texts.say('clients.field.noEnd', { end });
    if (this._hasText()) return texts.say('clients.field.above');
    return this._example ?? texts.say('clients.field.empty', { end });
  }

  private _render(): void {
    const { texts } = this._face;
    render(
      html`
        <input
          type="text"
          aria-label=${texts.say(this._client?.sendsKeys === true ? 'clients.field.text' : 'clients.field.line')}
          placeholder=${this._placeholder}
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
