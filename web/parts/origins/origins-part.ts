/**
 * Where a thing came from and where it goes: a list in which time runs downwards, with the thing in the middle. Each
 * link is a button: the cursor goes there, and the link becomes the thing. It lies over a pane that was not asked in.
 */
import { html, nothing, render } from 'lit/html.js';
import type { OriginSubject } from '../../../src/explain/origin/link.ts';
import type { Face } from '../../kit/face.ts';
import { icon } from '../../kit/icons.ts';
import cellsCss from '../../kit/step-cells.css?inline';
import type { Chain, ChainLink } from '../../session/origins/chain.ts';
import { Origins } from '../../session/origins/origins.ts';
import { isLive } from '../../session/session.ts';
import type { Session } from '../../session/session.ts';
import { linkRow } from './link-row.ts';
import css from './origins.css?inline';

/** The pane that is covered, where there is room for several. */
export type Over = 'clients' | 'server';

export class OriginsPart {
  readonly element = document.createElement('section');
  private readonly _face: Face;
  private readonly _session: Session;
  private readonly _origins: Origins;
  private _chain: Chain | undefined;
  /** What had the focus before. */
  private _opener: Element | null = null;

  constructor(face: Face, session: Session) {
    face.adopt(cellsCss, css);
    this._face = face;
    this._session = session;
    const { scope } = face;
    this._origins = new Origins(session, scope, (tell) => face.paced(tell, () => isLive(session.state)));
    this.element.className = 'pane origins';
    this.element.hidden = true;
    this.element.addEventListener('keydown', (event) => this._onKey(event));
    this._origins.events.on('changed', () => this._draw(), scope);
    face.onTexts((texts) => {
      this.element.setAttribute('aria-label', texts.say('origins.title'));
      this._draw();
    });
  }

  /** @param takesFocus false for what is asked in a terminal, where the reader goes on typing. */
  ask(subject: OriginSubject, over: Over, takesFocus: boolean): void {
    if (this.element.hidden) this._opener = this._face.activeElement;
    this.element.dataset['over'] = over;
    this._origins.ask(subject);
    if (takesFocus) this._focus();
  }

  /** The focus returns to where it was, if it is in here. */
  close(): void {
    const { activeElement } = this._face;
    const hasFocus = activeElement !== null && this.element.contains(activeElement);
    this._origins.close();
    if (hasFocus && this._opener instanceof HTMLElement) this._opener.focus();
    this._opener = null;
  }

  private _draw(): void {
    const { subject, chain } = this._origins.state;
    this.element.hidden = subject === undefined;
    if (subject === undefined) return;
    const isNew = JSON.stringify(chain?.thing) !== JSON.stringify(this._chain?.thing);
    this._chain = chain;
    render(html`${this._head()}${this._body(chain)}`, this.element);
    if (isNew) this._reveal();
  }

  private _head(): unknown {
    const { texts } = this._face;
    return html`<div class="pane-head">
      <h2>${texts.say('origins.title')}</h2>
      <span class="spring"></span>
      <button class="quiet" ?disabled=${!this._origins.state.canGoBack} @click=${() => this._back()}>
        ${icon('before')}${texts.say('origins.back')}
      </button>
      <button
        class="quiet icon"
        aria-label=${texts.say('origins.close')}
        title=${texts.say('origins.close.hint')}
        @click=${() => this.close()}
      >
        ${icon('cross')}
      </button>
    </div>`;
  }

  private _body(chain: Chain | undefined): unknown {
    const { texts } = this._face;
    if (chain === undefined) return html`<p class="empty" tabindex="-1">${texts.say('origins.unknown')}</p>`;
    const { origin, thing, fate } = chain;
    return html`<ol class="chain" aria-label=${texts.say('origins.chain')}>
      ${origin.length === 0 ? this._note(texts.say('origins.begins')) : this._rows(origin, 'origin')}
      ${this._rows([thing], 'thing')}
      ${fate.length === 0 ? this._note(texts.say('origins.ends')) : this._rows(fate, 'fate')}
    </ol>`;
  }

  private _note(text: string): unknown {
    return html`<li class="chain-note">${text}</li>`;
  }

  private _rows(links: readonly ChainLink[], role: 'origin' | 'thing' | 'fate'): unknown {
    const chain = this._chain;
    if (chain === undefined) return nothing;
    const { texts } = this._face;
    const { finder, state } = this._origins;
    return links.map((link) =>
      linkRow(
        { texts, finder, log: this._session.log, chain, subject: state.subject },
        { link, role, pick: () => this._walkTo(link) },
      ),
    );
  }

  private _walkTo(link: ChainLink): void {
    this._origins.walkTo(link);
    this._focus();
  }

  private _back(): void {
    this._origins.back();
    this._focus();
  }

  private get _thing(): HTMLElement | null {
    return this.element.querySelector<HTMLElement>('.is-thing button, .empty');
  }

  private _focus(): void {
    this._thing?.focus({ preventScroll: true });
  }

  /** What was asked stands in the middle, with what was before it above and what follows below. */
  private _reveal(): void {
    this._thing?.scrollIntoView({ block: 'center' });
  }

  private _onKey(event: KeyboardEvent): void {
    const { key, ctrlKey, metaKey, altKey } = event;
    if (ctrlKey || metaKey || altKey) return;
    if (key === 'Escape') this.close();
    else if (key === 'Backspace') this._back();
    else if (key === 'ArrowDown') this._moveFocus(1);
    else if (key === 'ArrowUp') this._moveFocus(-1);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  private _moveFocus(by: 1 | -1): void {
    const rows = [...this.element.querySelectorAll<HTMLElement>('.chain button')];
    const at = rows.findIndex((row) => row === this._face.activeElement);
    const next = at < 0 ? this._thing : rows[at + by];
    next?.focus();
    next?.scrollIntoView({ block: 'nearest' });
  }
}
