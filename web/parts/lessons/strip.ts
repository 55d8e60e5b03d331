/** The lesson that is open, above the panes: what is said at its stop, what is asked, and the ways on. */
import { html, nothing, render } from 'lit/html.js';
import type { Lesson, LessonStep, Prediction } from '../../../src/lessons/lesson.ts';
import { placeText } from '../../../src/lessons/places.ts';
import type { Face } from '../../kit/face.ts';
import { icon } from '../../kit/icons.ts';
import type { LessonState, Lessons } from '../../session/lessons/lessons.ts';
import { download, isOnDisk, oneFileWith } from './download.ts';
import { following } from './library.ts';
import { marked, plain } from './marked.ts';

export interface StripPort {
  open(id: string): void;
  overview(): void;
  leave(): void;
}

export class Strip {
  readonly element = document.createElement('section');
  private readonly _face: Face;
  private readonly _lessons: Lessons;
  private readonly _port: StripPort;
  /** Why the lesson could not be saved. */
  private _fault = '';

  constructor(face: Face, lessons: Lessons, port: StripPort) {
    this._face = face;
    this._lessons = lessons;
    this._port = port;
    this.element.className = 'lesson-strip';
    lessons.onChange(() => this._draw(), face.scope);
    face.onTexts(() => this._draw());
  }

  /** The way on gets the focus; where one cannot go on yet, the question. */
  focus(): void {
    const selector = this._lessons.isAsking ? '.lesson-choice' : '.lesson-next';
    this.element.querySelector<HTMLElement>(selector)?.focus();
  }

  private _draw(): void {
    const { state } = this._lessons;
    this.element.hidden = state === undefined;
    if (state === undefined) return void render(nothing, this.element);
    const { texts } = this._face;
    const title = plain(texts, state.lesson.title);
    this.element.setAttribute('aria-label', texts.say('lessons.strip', { title }));
    this.element.dataset['kind'] = this._lessons.kind;
    render(
      html`<header>
          <h2>${title}</h2>
          <span class="lesson-place">${this._place(state)}</span>
          <progress aria-hidden="true" max=${this._lessons.stops - 1} value=${state.stop}></progress>
          <button
            class="quiet icon"
            aria-label=${texts.say('lessons.leave')}
            title=${texts.say('lessons.leave')}
            @click=${() => this._port.leave()}
          >
            ${icon('cross')}
          </button>
        </header>
        <div class="lesson-text">
          <p class="lesson-said" aria-live="polite" aria-atomic="true">${this._said(state)}</p>
          ${this._text(state)}
        </div>
        ${this._moves()}`,
      this.element,
    );
    return undefined;
  }

  private _place({ lesson, stop }: LessonState): string {
    const { texts } = this._face;
    const { kind } = this._lessons;
    return kind === 'step'
      ? texts.say('lessons.step', { step: stop + 1, steps: lesson.steps.length })
      : texts.say(`lessons.${kind}`);
  }

  private _text(state: LessonState): unknown {
    const { kind } = this._lessons;
    if (kind === 'task') return this._task(state);
    const step = state.lesson.steps[state.stop];
    return step === undefined ? this._end(state) : this._step(state, step);
  }

  /** What is said at the stop. */
  private _said(state: LessonState): unknown {
    const { texts } = this._face;
    const { lesson, stop } = state;
    const { kind } = this._lessons;
    if (kind === 'end') return texts.say('lessons.finished', { title: plain(texts, lesson.title) });
    const said = kind === 'task' ? lesson.task?.ask : lesson.steps[stop]?.say;
    return html`<span class="sr">${this._place(state)}: </span>${said === undefined ? nothing : marked(texts, said)}`;
  }

  private _step(state: LessonState, { at, prediction }: LessonStep): unknown {
    const trouble = this._trouble(state, placeText(at));
    return html`<p class="lesson-note" role="status">${trouble}</p>
      ${prediction === undefined ? nothing : this._prediction(prediction, state.chosen[state.stop])}`;
  }

  /** What is to be known of the machine. */
  private _trouble({ machine, isMissing }: LessonState, place: string): string {
    const { texts } = this._face;
    if (machine === 'coming') return texts.say('lessons.coming');
    if (machine === 'failed') return texts.say('lessons.failed');
    return isMissing ? texts.say('lessons.missing', { place }) : '';
  }

  private _prediction({ ask, choices, right, because }: Prediction, chosen: number | undefined): unknown {
    const { texts } = this._face;
    const verdict =
      chosen === right
        ? texts.say('lessons.predict.right')
        : texts.say('lessons.predict.wrong', { right: plain(texts, choices[right] ?? ask) });
    return html`<div class="lesson-prediction" role="group" aria-label=${texts.say('lessons.predict')}>
      <h3>${marked(texts, ask)}</h3>
      <div class="lesson-choices">
        ${choices.map(
          (choice, index) =>
            html`<button
              class="lesson-choice"
              data-verdict=${chosen === undefined ? '' : index === right ? 'right' : index === chosen ? 'wrong' : 'other'}
              aria-pressed=${index === chosen}
              ?disabled=${chosen !== undefined && index !== chosen}
              @click=${() => this._choose(index)}
            >
              ${marked(texts, choice)}
            </button>`,
        )}
      </div>
      <p class="lesson-because" role="status">
        ${chosen === undefined ? nothing : html`<strong>${verdict}</strong> ${marked(texts, because)}`}
      </p>
    </div>`;
  }

  /** What was asked is answered: the way on is open. */
  private _choose(index: number): void {
    this._lessons.choose(index);
    this.element.querySelector<HTMLElement>('.lesson-next')?.focus();
  }

  private _task({ lesson: { task }, isHinted, isTrying, isReached, machine }: LessonState): unknown {
    if (task === undefined) return nothing;
    const { texts } = this._face;
    return html`<p class="lesson-verdict" role="status" data-reached=${isReached}>
        ${isReached ? html`<span aria-hidden="true">✓</span> ${texts.say('lessons.reached')}` : isTrying ? texts.say('lessons.waiting') : nothing}
      </p>
      <p class="lesson-note" role="status">${machine === 'failed' ? texts.say('lessons.failed') : nothing}</p>
      <div class="lesson-ways">
        <button class="primary" ?hidden=${isReached} @click=${() => void this._lessons.attempt()}>
          ${texts.say(isTrying ? 'lessons.try.again' : 'lessons.try')}
        </button>
        <button class="quiet lesson-way" ?hidden=${isHinted} @click=${() => this._lessons.hint()}>
          ${texts.say('lessons.hint')}
        </button>
      </div>
      <p class="lesson-hint" role="status">
        ${isHinted ? html`<strong>${texts.say('lessons.hint')}</strong> ${marked(texts, task.hint)}` : nothing}
      </p>`;
  }

  private _end({ lesson, isOurs }: LessonState): unknown {
    const { texts } = this._face;
    const next = isOurs ? following(lesson.id) : undefined;
    const open = (): void => {
      if (next !== undefined) this._port.open(next.id);
    };
    return html`<p class="lesson-met">
        <strong>${texts.say('lessons.met')}</strong> ${marked(texts, lesson.met)}
        <a href=${lesson.link} target="_blank" rel="noopener noreferrer">${texts.say('lessons.met.link')}</a>
      </p>
      <div class="lesson-ways">
        ${
          next === undefined
            ? nothing
            : html`<button class="primary" @click=${open}>
                ${texts.say('lessons.following', { title: plain(texts, next.title) })}
              </button>`
        }
        <button class="quiet lesson-way" @click=${() => this._port.overview()}>${texts.say('lessons.all')}</button>
        <button
          class="quiet lesson-way"
          ?hidden=${isOnDisk()}
          title=${texts.say('lessons.html.hint')}
          @click=${() => void this._save(lesson)}
        >
          ${texts.say('lessons.html')}
        </button>
      </div>
      <p class="lesson-note" role="status">${this._fault}</p>`;
  }

  /** Gives the reader the whole page, with this lesson, in one file. */
  private async _save(lesson: Lesson): Promise<void> {
    const { texts, scope, theme } = this._face;
    this._fault = '';
    try {
      const page = await oneFileWith({ lesson, language: texts.language, theme });
      download(scope, `${lesson.id}.html`, 'text/html', page);
    } catch (error) {
      this._fault = texts.say('lessons.html.failed', { reason: String(error) });
    }
    this._draw();
  }

  private _moves(): unknown {
    const { texts } = this._face;
    const { kind, isAsking, state } = this._lessons;
    if (state === undefined) return nothing;
    const isSkipped = kind === 'task' && !state.isReached;
    return html`<nav class="lesson-moves">
      <button class="lesson-back" ?disabled=${state.stop === 0} @click=${() => this._go(() => this._lessons.back())}>
        ${icon('back')}<span>${texts.say('lessons.back')}</span>
      </button>
      <button
        class="lesson-next ${isSkipped ? '' : 'primary'}"
        ?hidden=${kind === 'end'}
        aria-disabled=${isAsking}
        title=${isAsking ? texts.say('lessons.predict.first') : ''}
        @click=${() => this._go(() => this._lessons.next())}
      >
        <span>${texts.say(isSkipped ? 'lessons.skip' : 'lessons.next')}</span>${icon('forward')}
      </button>
    </nav>`;
  }

  /** The focus stays on the way that was taken, unless that is gone. */
  private _go(move: () => void): void {
    this._fault = '';
    if (this._lessons.isAsking && this._face.activeElement?.matches('.lesson-next') === true) return this.focus();
    const before = this._face.activeElement;
    move();
    if (before instanceof HTMLButtonElement && (before.disabled || before.hidden)) {
      const other = before.matches('.lesson-next') ? '.lesson-ways button, .lesson-back' : '.lesson-next';
      this.element.querySelector<HTMLElement>(other)?.focus();
    }
    return undefined;
  }
}
