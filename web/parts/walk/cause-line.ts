/** The line under the walk bar: the moment that is shown, and why it comes, in one sentence. */
import { html, nothing, render } from 'lit/html.js';
import type { Moment } from '../../../src/explain/moments/moment.ts';
import type { Face } from '../../kit/face.ts';
import { withCode } from '../../kit/with-code.ts';
import type { Walk } from '../../session/walk/walk.ts';
import { doorsTemplate } from './doors.ts';
import type { Door } from './doors.ts';
import css from './walk.css?inline';

export interface CauseLineOptions {
  /** Why a moment comes, in the reader's language; code is in backticks. Undefined while that is not loaded. */
  say(moment: Moment): string | undefined;
  /** Why the step at the cursor is harmless, where it looks like a fault: that is said in place of the cause. */
  harmless(): string | undefined;
  /** Why a client that the reader looks at hangs: that is said in place of the moment. */
  hangs(): string | undefined;
  /** What is offered in place of the hint. */
  doors(): readonly Door[];
}

export class CauseLine {
  readonly element = document.createElement('div');
  private readonly _sentence = document.createElement('p');
  private readonly _beside = document.createElement('div');
  private readonly _face: Face;
  private readonly _walk: Walk;
  private readonly _options: CauseLineOptions;
  private _key = '';

  constructor(face: Face, walk: Walk, options: CauseLineOptions) {
    face.adopt(css);
    this._face = face;
    this._walk = walk;
    this._options = options;
    this.element.className = 'cause';
    this._sentence.className = 'cause-sentence';
    this._beside.className = 'cause-beside';
    this.element.append(this._sentence, this._beside);
    walk.events.on('changed', () => this.draw(), face.scope);
    face.onTexts(() => this.draw());
  }

  draw(): void {
    const { texts } = this._face;
    const { state } = this._walk;
    const { moment, isPlaying, isWalking } = state;
    this.element.classList.toggle('is-playing', isPlaying);
    this.element.classList.toggle('is-walking', isWalking);
    const harmless = this._options.harmless();
    const hangs = harmless ?? this._options.hangs();
    this.element.classList.toggle('has-reason', hangs !== undefined);
    const name = harmless !== undefined ? texts.say('steps.harmless') : hangs === undefined ? moment?.name : undefined;
    const said = moment === undefined ? texts.say('walk.waiting') : (this._options.say(moment) ?? '');
    const key = `${name} ${harmless ?? said}`;
    if (key !== this._key) {
      // Another sentence is another text: nothing of the one before is moved.
      render(nothing, this._sentence);
      this._key = key;
    }
    render(
      html`${name === undefined ? nothing : html`<b class="cause-name">${name}</b>`}
        <span>${withCode(hangs ?? said)}</span>`,
      this._sentence,
    );
    const hint = isPlaying ? texts.say('walk.hint.playing') : isWalking ? texts.say('walk.hint.next') : '';
    const doors = this._options.doors();
    this.element.classList.toggle('has-doors', doors.length > 0);
    render(
      doors.length > 0 ? doorsTemplate(texts, doors) : html`<span class="cause-hint">${hint}</span>`,
      this._beside,
    );
  }
}
