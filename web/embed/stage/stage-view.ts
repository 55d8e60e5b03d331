/**
 * The stage of an example in its element: the step bar, the panes that there is room for, and a foot. It fills one
 * element of the loader's, in a shadow root of its own.
 */
import { html, render } from 'lit/html.js';
import baseCss from '../../kit/base.css?inline';
import forcedCss from '../../kit/forced-colours.css?inline';
import { Face } from '../../kit/face.ts';
import type { Release, Scope } from '../../kit/scope.ts';
import tokensCss from '../../kit/tokens.css?inline';
import { announceNews } from '../../page/hearing.ts';
import { tellMissingWords } from '../../page/late-words.ts';
import { noticeText } from '../../session/notices.ts';
import { commandOfKey } from '../../session/time/commands.ts';
import type { TextKey } from '../../texts/sentences.ts';
import type { Texts } from '../../texts/texts.ts';
import type { PaneName, Wanted } from '../contract.ts';
import type { CodeOptions } from './code-pane.ts';
import type { StageMachine } from './machine.ts';
import { PaneChoice } from './pane-choice.ts';
import { makePane } from './panes.ts';
import type { Pane, PaneOptions, StagePane } from './panes.ts';
import css from './stage.css?inline';
import { StepBar } from './step-bar.ts';

/** From this width on there is room for two panes. */
const ROOM = 740;
const PANES: readonly PaneName[] = ['terminal', 'buffers', 'server', 'steps'];

/** What the foot says of the place where the focus is. */
type Hint = 'stage.leave' | 'stage.leave.code' | undefined;

export interface StageEvents {
  /** Back to the author's example. */
  reset(): void;
  /** Shows this machine in the workbench. */
  open(link: HTMLAnchorElement, event: MouseEvent): void;
  /** The reader is about to open the workbench. */
  prepare(link: HTMLAnchorElement): void;
}

export interface StageOptions {
  readonly wanted: Wanted;
  /** One pane by itself, without bar and foot. */
  readonly only?: PaneName | undefined;
  readonly events: StageEvents;
}

export class StageView {
  readonly face: Face;
  private readonly _machine: StageMachine;
  private readonly _events: StageEvents;
  private readonly _options: StageOptions;
  private readonly _choice: PaneChoice<StagePane>;
  private readonly _stage = document.createElement('div');
  /** For the timeline. */
  private readonly _strip = document.createElement('div');
  private readonly _note = document.createElement('p');
  private readonly _missing = document.createElement('div');
  private readonly _tabs = document.createElement('div');
  private readonly _body = document.createElement('div');
  private readonly _foot = document.createElement('div');
  private readonly _panes = new Map<StagePane, Pane>();
  /** The panes that have come, or are on their way. */
  private readonly _loading = new Map<StagePane, Promise<void>>();
  private _hint: Hint;
  private _noted: (texts: Texts) => string = () => '';
  private _code: CodeOptions | undefined;
  private _cancel: Release = () => undefined;

  constructor(where: HTMLElement, scope: Scope, machine: StageMachine, options: StageOptions) {
    const face = (this.face = Face.in(where, scope));
    const { wanted, only, events } = options;
    this._machine = machine;
    this._events = events;
    this._options = options;
    this._choice = new PaneChoice(only === undefined ? namesOf(wanted) : [only]);
    face.adopt(tokensCss, baseCss, css, forcedCss);
    face.onMissing = (missing, again) => this._drawMissing(missing, again);
    tellMissingWords(face, machine.session);
    this.update(wanted);
    this._stage.className = only === undefined ? 'stage' : 'stage is-single';
    if (only !== undefined) where.dataset['single'] = only;
    scope.onEnd(() => delete where.dataset['single']);
    this._stage.setAttribute('role', 'group');
    this._strip.className = 'stage-strip';
    this._note.className = 'stage-note';
    this._note.setAttribute('role', 'status');
    this._missing.className = 'stage-note stage-missing';
    this._missing.setAttribute('role', 'status');
    this._missing.hidden = true;
    this._tabs.className = 'stage-tabs';
    this._body.className = 'stage-body';
    this._foot.className = 'stage-foot';
    if (only === undefined) {
      const bar = new StepBar(face.child(), machine.time);
      this._stage.append(bar.element, this._strip, this._note, this._missing, this._tabs, this._body, this._foot);
      this._listenToKeys(bar);
    } else this._stage.append(this._missing, this._body);
    this._stage.append(face.voice);
    // Elements that show one machine together are heard once.
    if (only === undefined || only === 'terminal') announceNews(face.child(), machine.session);
    face.root.append(this._stage);
    this._follow();
  }

  /** The theme or the language has changed. */
  update({ theme, lang, height }: Wanted): void {
    const host = this.face.root.host as HTMLElement;
    if (this.face.theme !== theme) this.face.theme = theme;
    this.face.late('page.language.failed', () => this.face.speak(lang));
    if (height !== undefined) host.style.setProperty('--glaswerk-stage-height', height);
  }

  /** Says something about the example, in the reader's language; nothing if it is empty. */
  note(text: (texts: Texts) => string): void {
    this._noted = text;
    this._drawNote();
  }

  /** Adds the author's app to the panes. */
  offer(code: CodeOptions): void {
    if (this._code !== undefined || this._options.only !== undefined) return;
    this._code = code;
    this._choice.add('code');
    this._drawTabs();
    this._show();
  }

  private _follow(): void {
    const { face, _machine: machine } = this;
    const sized = new ResizeObserver(([entry]) => this._measure(entry?.contentRect.width ?? 0));
    face.scope.observe(sized).observe(this._stage);
    face.onTexts((texts) => {
      this._stage.setAttribute('aria-label', texts.say('stage.title'));
      this._drawNote();
      this._drawTabs();
      this._drawFoot();
    });
    machine.session.select(
      ({ health, failure }) => [health, failure],
      () => this._drawHealth(),
      face.scope,
    );
    this._show();
  }

  /** Where the focus is decides what the foot says. */
  private _listenToKeys(bar: StepBar): void {
    const { scope } = this.face;
    scope.listen(this._stage, 'keydown', (event: KeyboardEvent) => {
      const target = event.target as HTMLElement;
      if (event.defaultPrevented || target.closest('input, select, textarea, .steps, .screen, .cm-editor, [role=tab]'))
        return;
      const command = commandOfKey(event, 'steps');
      if (command === undefined || (event.key === ' ' && target.closest('button, a') !== null)) return;
      event.preventDefault();
      if (event.key === 'ArrowLeft') bar.move(-1);
      else if (event.key === 'ArrowRight') bar.move(1);
      else command.run(this._machine.time);
    });
    const look = (): void => {
      const { activeElement } = this.face;
      const place = activeElement?.closest('.screen, .cm-editor');
      const isTerminal = place?.matches('.screen') === true;
      this._say(isTerminal ? 'stage.leave' : place instanceof Element ? 'stage.leave.code' : undefined);
    };
    scope.listen(this._stage, 'focusin', look);
    scope.listen(this._stage, 'focusout', () => {
      this._cancel();
      this._cancel = scope.timeout(look, 0);
    });
  }

  private _say(hint: Hint): void {
    if (hint === this._hint) return;
    this._hint = hint;
    this._drawFoot();
  }

  private _measure(width: number): void {
    if (width === 0) return;
    const room = this._options.only === undefined && width >= ROOM ? 2 : 1;
    if (room === this._choice.room) return;
    this._choice.room = room;
    this._drawTabs();
    this._show();
  }

  /** Loads and shows the panes that are in sight. */
  private _show(): void {
    const { shown } = this._choice;
    this._body.classList.toggle('is-double', shown.length > 1);
    for (const [name, pane] of this._panes) pane.element.hidden = !shown.includes(name);
    for (const name of shown) this._panes.get(name)?.open?.();
    this.face.late('stage.pane.missing', () => this._fill());
  }

  /** Loads what is in sight and is not there. Rejects where any of that cannot be loaded. */
  private async _fill(): Promise<void> {
    const load = (name: StagePane, make: () => Promise<void>): Promise<void> => {
      const loading = this._loading.get(name) ?? make();
      this._loading.set(name, loading);
      return loading.catch((error: unknown) => {
        this._loading.delete(name);
        throw error;
      });
    };
    const panes = this._choice.shown.map((name) => load(name, () => this._make(name)));
    await Promise.all(this._hasStrip ? [...panes, load('timeline', () => this._fillStrip())] : panes);
  }

  /** Beside others the timeline is a strip above them. */
  private get _hasStrip(): boolean {
    const { only, wanted } = this._options;
    return only === undefined && wanted.view.length > 1 && wanted.view.includes('timeline');
  }

  private async _fillStrip(): Promise<void> {
    const { element } = await makePane('timeline', this.face.child(), this._machine, this._paneOptions);
    this._strip.append(element);
  }

  private get _paneOptions(): PaneOptions {
    return { isReadonly: this._options.wanted.isReadonly, code: this._code };
  }

  private async _make(name: StagePane): Promise<void> {
    const { scope } = this.face;
    const child = this.face.child();
    const pane = await makePane(name, child, this._machine, this._paneOptions);
    if (scope.hasEnded) return child.scope.end();
    this._panes.set(name, pane);
    const after = this._choice.names.slice(this._choice.names.indexOf(name) + 1);
    const next = after.map((other) => this._panes.get(other)?.element).find((element) => element !== undefined);
    this._body.insertBefore(pane.element, next ?? null);
    pane.element.hidden = !this._choice.isShown(name);
    if (!pane.element.hidden) pane.open?.();
  }

  /** The pane that was chosen last. */
  get latestPane(): StagePane | undefined {
    return this._choice.latest;
  }

  private _choose(name: StagePane): void {
    this._choice.choose(name);
    this._drawTabs();
    this._show();
  }

  private _drawNote(): void {
    const text = this._noted(this.face.texts);
    this._note.textContent = text;
    this._note.hidden = text === '';
  }

  private _drawMissing(missing: readonly TextKey[], again: () => void): void {
    const { texts } = this.face;
    this._missing.hidden = missing.length === 0;
    render(
      html`${missing.map((name) => texts.sayAny(name, {})).join(' ')}
        <button class="quiet" @click=${again}>${texts.say('page.pane.again')}</button>`,
      this._missing,
    );
  }

  private _drawTabs(): void {
    const { texts } = this.face;
    this._tabs.hidden = this._choice.names.length <= this._choice.room;
    render(
      html`<div class="segments" role="group" aria-label=${texts.say('stage.panes')}>
        ${this._choice.names.map(
          (name) =>
            html`<button aria-pressed=${this._choice.isShown(name)} @click=${() => this._choose(name)}>
              ${texts.say(`stage.pane.${name}`)}
            </button>`,
        )}
      </div>`,
      this._tabs,
    );
  }

  private _drawFoot(): void {
    const { texts } = this.face;
    const hint = this._hint === undefined ? '' : texts.say(this._hint);
    render(
      html`<span class="stage-hint">${hint}</span>
        <span class="spring"></span>
        <button class="quiet" title=${texts.say('stage.reset.title')} @click=${() => this._events.reset()}>
          ${texts.say('stage.reset')}
        </button>
        <a
          class="quiet stage-open"
          href="#"
          title=${texts.say('stage.open.title')}
          @pointerenter=${(event: Event) => this._events.prepare(event.currentTarget as HTMLAnchorElement)}
          @focus=${(event: Event) => this._events.prepare(event.currentTarget as HTMLAnchorElement)}
          @click=${(event: MouseEvent) => this._events.open(event.currentTarget as HTMLAnchorElement, event)}
          >${texts.say('stage.open')}</a
        >`,
      this._foot,
    );
  }

  /** Says that the machine starts, or why it has ended, in place of the panes. */
  private _drawHealth(): void {
    const { texts } = this.face;
    const { health, failure } = this._machine.session.state;
    const hasEnded = health === 'failed' || health === 'silent';
    this._stage.dataset['health'] = health;
    let ended = this._body.querySelector<HTMLElement>('.stage-ended');
    if (!hasEnded) return ended?.remove();
    ended ??= this._body.appendChild(document.createElement('div'));
    ended.className = 'stage-ended';
    const reason = failure === undefined ? texts.say('notices.noAnswer') : noticeText(texts, failure);
    render(
      html`<p role="alert">${texts.say('stage.failed', { reason })}</p>
        <button class="primary" @click=${() => this._events.reset()}>${texts.say('stage.again')}</button>`,
      ended,
    );
  }
}

/** Those that the author has named, or the usual ones. */
function namesOf({ view }: Wanted): readonly PaneName[] {
  const others = [...new Set(view)].filter((name) => name !== 'timeline');
  if (view.length === 0) return PANES;
  return others.length === 0 ? ['timeline'] : others;
}
