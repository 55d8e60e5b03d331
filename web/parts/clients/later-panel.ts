/**
 * The panel in which a person plans what the active client does later. It lies over the terminals, and keeps what was
 * typed while it is closed.
 */
import { html, nothing, render } from 'lit/html.js';
import type { ClientCommand } from '../../../src/vocabulary.ts';
import type { Face } from '../../kit/face.ts';
import { glyphText } from '../../kit/glyphs.ts';
import { icon } from '../../kit/icons.ts';
import type { Client } from '../../session/clients/client.ts';
import type { TextKey } from '../../texts/sentences.ts';
import { placeFaultText } from './fault-text.ts';
import css from './later.css?inline';
import type { LaterDraft, LaterFaults, LaterPlan, LaterWhen, Moment } from './later-draft.ts';
import { FIRST_DRAFT, bytesOfDraft, futureOf, isPlan, placeText, readDraft } from './later-draft.ts';
import { secondsText } from './plan-text.ts';

export interface LaterEvents {
  client(): Client;
  moment(): Moment;
  plan(plan: LaterPlan): void;
  connect(): void;
  close(): void;
}

/** How many of the bytes to send are shown. */
const SHOWN_BYTES = 48;

const ACTS: readonly ClientCommand[] = ['send', 'shutdownWrite', 'reset', 'close'];
const WHENS: readonly LaterWhen[] = ['time', 'step', 'rest'];

/** Datagrams have no end to send, and no connection to reset. */
const isPossible = (act: ClientCommand, { isDatagram }: Client): boolean =>
  !isDatagram || act === 'send' || act === 'close';

/** A choice of a row of buttons. */
interface Choice<T> {
  readonly value: T;
  readonly text: string;
  readonly isDisabled?: boolean;
}

export class LaterPanel {
  readonly element = document.createElement('div');
  private readonly _form = this.element.appendChild(document.createElement('form'));
  private readonly _face: Face;
  private readonly _events: LaterEvents;
  private _draft = FIRST_DRAFT;
  private _faults: LaterFaults = {};

  constructor(face: Face, events: LaterEvents) {
    face.adopt(css);
    this._face = face;
    this._events = events;
    this.element.className = 'later';
    this.element.setAttribute('role', 'dialog');
    this.element.tabIndex = -1;
    this._form.noValidate = true;
    this._form.addEventListener('submit', (event) => {
      event.preventDefault();
      this._submit();
    });
    this.element.addEventListener('keydown', (event) => this._onKey(event));
    face.onTexts(() => this.update());
  }

  focus(): void {
    // On a touch screen a field that has the focus brings up the keyboard.
    if (matchMedia('(pointer: coarse)').matches) return this.element.focus();
    const field =
      this._form.querySelector<HTMLElement>('textarea') ??
      this._form.querySelector<HTMLElement>('[aria-pressed="true"]');
    field?.focus();
  }

  /** Redraws the panel: the client, the moment or the language has changed. */
  update(): void {
    const client = this._events.client();
    this.element.setAttribute('aria-label', this._face.texts.say('clients.later.title', { number: client.number }));
    render(this._template(client), this._form);
  }

  private _change(change: Partial<LaterDraft>): void {
    this._draft = { ...this._draft, ...change };
    // A fault goes once it is mended. A new one is not shown before the form is submitted.
    const read = readDraft(this._draft, this._events.moment());
    const { text, place } = isPlan(read) ? {} : read;
    this._faults = {
      ...(this._faults.text === undefined || text === undefined ? {} : { text }),
      ...(this._faults.place === undefined || place === undefined ? {} : { place }),
    };
    this.update();
  }

  private _submit(): void {
    if (this._obstacle(this._events.client()) !== undefined) return;
    const read = readDraft(this._draft, this._events.moment());
    this._faults = isPlan(read) ? {} : read;
    if (isPlan(read)) {
      // The text is kept for the next plan, the place is not.
      this._draft = { ...this._draft, step: undefined, time: undefined };
      this._events.plan(read);
      return;
    }
    this.update();
    this.element.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }

  /** Why the client cannot do this later; undefined if it can. */
  private _obstacle(client: Client): string | undefined {
    const { texts } = this._face;
    const { number, isConnected, isWritable, isDatagram } = client;
    const { act } = this._draft;
    if (!isConnected)
      return texts.say(isDatagram ? 'clients.later.noSocket' : 'clients.later.notConnected', { number });
    if (!isPossible(act, client)) return texts.say('clients.later.datagram');
    return isWritable || act === 'reset' || act === 'close'
      ? undefined
      : texts.say('clients.later.halfClosed', { number });
  }

  private _onKey(event: KeyboardEvent): void {
    if (event.key === 'Escape') this._events.close();
    else if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) this._submit();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  private _template(client: Client): unknown {
    const { texts } = this._face;
    const { act, when } = this._draft;
    const acts = ACTS.map((value) => ({
      value,
      text: texts.say(`clients.later.act.${value}`),
      isDisabled: !isPossible(value, client),
    }));
    const whens = WHENS.map((value) => ({ value, text: texts.say(`clients.later.when.${value}`) }));
    return html`
      <header class="later-head">
        <h3>${texts.say('clients.later.title', { number: client.number })}</h3>
        <button
          type="button"
          class="quiet icon"
          aria-label=${texts.say('clients.later.dismiss')}
          title=${texts.say('clients.later.dismiss.hint')}
          @click=${() => this._events.close()}
        >
          ${icon('cross')}
        </button>
      </header>
      <div class="later-what">
        ${this._segments('clients.later.what', acts, act, (act) => this._change({ act }))}
        ${act === 'send' ? this._textTemplate(client) : html`<p class="later-hint">${this._actHint(act, client)}</p>`}
      </div>
      <div class="later-when">
        ${this._segments('clients.later.when', whens, when, (when) => this._change({ when }))}
        ${
          when === 'rest'
            ? html`<p class="later-hint">${texts.say('clients.later.rest.hint')}</p>`
            : this._placeTemplate(when)
        }
        ${this._endTemplate(client)}
      </div>
    `;
  }

  private _actHint(act: Exclude<ClientCommand, 'send'>, { isDatagram }: Client): string {
    const isSocket = isDatagram && act === 'close';
    return this._face.texts.say(isSocket ? 'clients.later.closeSocket.hint' : `clients.later.${act}.hint`);
  }

  private _segments<T extends string>(
    name: TextKey & `clients.later.wh${string}`,
    choices: readonly Choice<T>[],
    chosen: T,
    choose: (choice: T) => void,
  ): unknown {
    return html`<div class="segments" role="group" aria-label=${this._face.texts.say(name)}>
      ${choices.map(
        ({ value, text, isDisabled = false }) =>
          html`<button
            type="button"
            aria-pressed=${value === chosen}
            ?disabled=${isDisabled}
            @click=${() => choose(value)}
          >
            ${text}
          </button>`,
      )}
    </div>`;
  }

  private _textTemplate({ isDatagram }: Client): unknown {
    const { texts } = this._face;
    const { text } = this._draft;
    const fault = this._faults.text;
    const bytes = bytesOfDraft(text);
    const count = texts.say(isDatagram ? 'clients.later.datagramBytes' : 'clients.later.bytes', {
      count: bytes.length,
    });
    return html`<textarea
        class="mono"
        rows="3"
        aria-label=${texts.say('clients.later.text')}
        aria-describedby="later-bytes"
        aria-invalid=${fault !== undefined}
        autocapitalize="none"
        autocomplete="off"
        spellcheck="false"
        title=${texts.say('clients.later.text.hint')}
        .value=${text}
        @input=${({ currentTarget }: InputEvent) => {
          if (currentTarget instanceof HTMLTextAreaElement) this._change({ text: currentTarget.value });
        }}
      ></textarea>
      <p class="later-hint ${fault === undefined ? '' : 'is-fault'}" id="later-bytes">
        ${
          fault === undefined
            ? html`${count} <span class="mono">${glyphText(bytes, SHOWN_BYTES)}</span>`
            : texts.say(`clients.fault.${fault}`)
        }
      </p>`;
  }

  private _placeTemplate(when: 'step' | 'time'): unknown {
    const { texts } = this._face;
    const fault = this._faults.place;
    const moment = this._events.moment();
    const now =
      when === 'step'
        ? texts.say('clients.later.step.now', { count: moment.length })
        : texts.say('clients.later.time.now', { time: secondsText(moment.end) });
    return html`<label class="later-place">
        <span>${texts.say(`clients.later.place.${when}`)}</span>
        <input
          class="mono"
          type="text"
          inputmode=${when === 'step' ? 'numeric' : 'decimal'}
          autocomplete="off"
          aria-describedby="later-place"
          aria-invalid=${fault !== undefined}
          .value=${placeText(this._draft, moment)}
          @input=${({ currentTarget }: InputEvent) => {
            if (currentTarget instanceof HTMLInputElement) this._change({ [when]: currentTarget.value });
          }}
        />
      </label>
      <p class="later-hint ${fault === undefined ? '' : 'is-fault'}" id="later-place">
        ${fault === undefined ? now : placeFaultText(texts, fault)}
      </p>`;
  }

  private _endTemplate(client: Client): unknown {
    const { texts } = this._face;
    const { isConnected, isDatagram } = client;
    const obstacle = this._obstacle(client);
    return html`<footer class="later-end">
      <p class="later-news" role="status">
        ${obstacle === undefined ? this._news() : html`<span class="is-fault">${obstacle}</span>`}
      </p>
      ${
        isConnected
          ? nothing
          : html`<button type="button" class="primary" @click=${() => this._events.connect()}>
              ${texts.say(isDatagram ? 'clients.newSocket' : 'clients.connect')}
            </button>`
      }
      <button class="primary" ?hidden=${!isConnected} ?disabled=${obstacle !== undefined}>
        ${texts.say('clients.later.plan')}
      </button>
    </footer>`;
  }

  /** What a reader of the past should know before planning. */
  private _news(): string {
    const { texts } = this._face;
    const moment = this._events.moment();
    const read = readDraft(this._draft, moment);
    const step = isPlan(read) ? futureOf(read.when, moment) : undefined;
    if (step !== undefined) return texts.say('clients.later.branches', { step });
    return moment.cursor === undefined ? '' : texts.say('clients.later.fromEnd');
  }
}
