/** Where a person writes down what a client is to do later. It lies over the terminals, and keeps what was typed while it is away. */
import { html, nothing, render } from 'lit/html.js';
import css from './later.css?inline';
import type { Face } from '../../kit/face.ts';
import { icon } from '../../kit/icons.ts';
import { glyphText } from '../../kit/glyphs.ts';
import type { LaterAct, LaterDraft, LaterFaults, LaterPlan, LaterWhen, Moment } from './later-draft.ts';
import { FIRST_DRAFT, bytesOfDraft, futureOf, isPlan, placeText, readDraft } from './later-draft.ts';
import { bytesText } from '../../kit/bytes-text.ts';
import { secondsText } from './plan-text.ts';

/** What is to be known of the client. */
export interface LaterClient {
  readonly number: number;
  /** Whether it has a connection on which something can be done. */
  readonly isConnected: boolean;
  readonly isWritable: boolean;
}

export interface LaterPort {
  client(): LaterClient;
  moment(): Moment;
  plan(plan: LaterPlan): void;
  connect(): void;
  /** The panel is to be put away. */
  close(): void;
}

/** Of the bytes to be sent so many are shown. */
const SHOWN_BYTES = 48;

const ACTS: readonly (readonly [LaterAct, string])[] = [
  ['send', 'Send'],
  ['shutdownWrite', 'Half-close'],
  ['reset', 'Reset'],
  ['close', 'Close'],
];

const WHENS: readonly (readonly [LaterWhen, string])[] = [
  ['time', 'At a time'],
  ['step', 'At a step'],
  ['rest', 'At rest'],
];

const ACT_HINTS: Readonly<Record<Exclude<LaterAct, 'send'>, string>> = {
  shutdownWrite: 'Says that no more will be sent, as Ctrl+D does. The server may still answer.',
  reset: 'Breaks the connection off, as Ctrl+C does. The server sees ECONNRESET.',
  close: 'Ends the connection in the ordinary way.',
};

export class LaterPanel {
  readonly element = document.createElement('div');
  private readonly _form = this.element.appendChild(document.createElement('form'));
  private _draft = FIRST_DRAFT;
  private _faults: LaterFaults = {};
  private readonly _port: LaterPort;

  constructor(face: Face, port: LaterPort) {
    face.adopt(css);
    this._port = port;
    this.element.className = 'later';
    this.element.setAttribute('role', 'dialog');
    this.element.tabIndex = -1;
    this._form.noValidate = true;
    this._form.addEventListener('submit', (event) => {
      event.preventDefault();
      this._submit();
    });
    this.element.addEventListener('keydown', (event) => this._onKey(event));
  }

  focus(): void {
    // On a touch screen a field that has the focus brings up the keyboard.
    if (matchMedia('(pointer: coarse)').matches) return this.element.focus();
    const field =
      this._form.querySelector<HTMLElement>('textarea') ??
      this._form.querySelector<HTMLElement>('[aria-pressed="true"]');
    field?.focus();
  }

  /** The client, or the moment, has changed. */
  update(): void {
    const client = this._port.client();
    this.element.setAttribute('aria-label', `Client ${client.number}, later`);
    render(this._template(client), this._form);
  }

  private _change(change: Partial<LaterDraft>): void {
    this._draft = { ...this._draft, ...change };
    // What has become right is no fault any more; what is not finished yet is none before it is sent off.
    const faults = this._fields();
    this._faults = {
      ...(this._faults.text === undefined || faults.text === undefined ? {} : { text: faults.text }),
      ...(this._faults.place === undefined || faults.place === undefined ? {} : { place: faults.place }),
    };
    this.update();
  }

  private _fields(): LaterFaults {
    const read = readDraft(this._draft, this._port.moment());
    return isPlan(read) ? {} : read;
  }

  private _submit(): void {
    if (this._obstacle(this._port.client()) !== '') return;
    const read = readDraft(this._draft, this._port.moment());
    this._faults = isPlan(read) ? {} : read;
    if (isPlan(read)) {
      // The text is kept for the next time, the place has been.
      this._draft = { ...this._draft, step: undefined, time: undefined };
      this._port.plan(read);
      return;
    }
    this.update();
    this.element.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }

  /** Why the client can do nothing later, if that is so. */
  private _obstacle({ number, isConnected, isWritable }: LaterClient): string {
    if (!isConnected) return `Client ${number} is not connected. A plan needs a connection.`;
    const { act } = this._draft;
    if (isWritable || act === 'reset' || act === 'close') return '';
    return `Client ${number} has half-closed: it sends no more.`;
  }

  private _onKey(event: KeyboardEvent): void {
    if (event.key === 'Escape') this._port.close();
    else if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) this._submit();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  private _template(client: LaterClient): unknown {
    const { act, when } = this._draft;
    return html`
      <header class="later-head">
        <h3>Client ${client.number}, later</h3>
        <button
          type="button"
          class="quiet icon"
          aria-label="Put away"
          title="Put away (Esc)"
          @click=${() => this._port.close()}
        >
          ${icon('cross')}
        </button>
      </header>
      <div class="later-what">
        ${this._segments('What', ACTS, act, (act) => this._change({ act }))}
        ${act === 'send' ? this._textTemplate() : html`<p class="later-hint">${ACT_HINTS[act]}</p>`}
      </div>
      <div class="later-when">
        ${this._segments('When', WHENS, when, (when) => this._change({ when }))}
        ${when === 'rest' ? html`<p class="later-hint">As soon as nothing is left to be done.</p>` : this._placeTemplate(when)}
        ${this._endTemplate(client)}
      </div>
    `;
  }

  private _segments<T extends string>(
    name: string,
    choices: readonly (readonly [T, string])[],
    chosen: T,
    choose: (choice: T) => void,
  ): unknown {
    return html`<div class="segments" role="group" aria-label=${name}>
      ${choices.map(
        ([choice, text]) =>
          html`<button type="button" aria-pressed=${choice === chosen} @click=${() => choose(choice)}>${text}</button>`,
      )}
    </div>`;
  }

  private _textTemplate(): unknown {
    const { text } = this._draft;
    const fault = this._faults.text;
    const bytes = bytesOfDraft(text);
    return html`<textarea
        class="mono"
        rows="3"
        aria-label="Text to send"
        aria-describedby="later-bytes"
        aria-invalid=${fault !== undefined}
        autocapitalize="none"
        autocomplete="off"
        spellcheck="false"
        title="Line ends are sent as CR LF; \\r, \\n, \\t, \\0 and \\xNN stand for one byte each"
        .value=${text}
        @input=${(event: Event) => this._change({ text: (event.target as HTMLTextAreaElement).value })}
      ></textarea>
      <p class="later-hint ${fault === undefined ? '' : 'is-fault'}" id="later-bytes">
        ${fault ?? html`${bytesText(bytes.length)} <span class="mono">${glyphText(bytes, SHOWN_BYTES)}</span>`}
      </p>`;
  }

  private _placeTemplate(when: 'step' | 'time'): unknown {
    const fault = this._faults.place;
    const moment = this._port.moment();
    const { length, end } = moment;
    const now =
      when === 'step' ? `The log has ${length.toLocaleString('en')} steps.` : `It is ${secondsText(end)} now.`;
    return html`<label class="later-place">
        <span>${when === 'step' ? 'Step' : 'Seconds'}</span>
        <input
          class="mono"
          type="text"
          inputmode=${when === 'step' ? 'numeric' : 'decimal'}
          autocomplete="off"
          aria-describedby="later-place"
          aria-invalid=${fault !== undefined}
          .value=${placeText(this._draft, moment)}
          @input=${(event: Event) => this._change({ [when]: (event.target as HTMLInputElement).value })}
        />
      </label>
      <p class="later-hint ${fault === undefined ? '' : 'is-fault'}" id="later-place">${fault ?? now}</p>`;
  }

  private _endTemplate(client: LaterClient): unknown {
    const moment = this._port.moment();
    const obstacle = this._obstacle(client);
    const read = readDraft(this._draft, moment);
    const future = isPlan(read) ? futureOf(read.when, moment) : undefined;
    const isPast = moment.cursor !== undefined && future === undefined;
    const news =
      future === undefined
        ? isPast
          ? 'Counts from the live end, not from the step that is shown.'
          : ''
        : `Begins another future at step ${future.toLocaleString('en')}.`;
    return html`<footer class="later-end">
      <p class="later-news" role="status">
        ${obstacle === '' ? news : html`<span class="is-fault">${obstacle}</span>`}
      </p>
      ${
        client.isConnected
          ? nothing
          : html`<button type="button" class="primary" @click=${() => this._port.connect()}>Connect</button>`
      }
      <button class="primary" ?hidden=${!client.isConnected} ?disabled=${obstacle !== ''}>Plan it</button>
    </footer>`;
  }
}
