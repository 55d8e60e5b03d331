/** All lessons by their roads, and how far the reader is with each. */
import { html, nothing, render } from 'lit/html.js';
import { CATALOGUE } from '../../../src/lessons/catalogue.ts';
import { ROADS } from '../../../src/lessons/lesson.ts';
import type { LessonHead, Road } from '../../../src/lessons/lesson.ts';
import type { Face } from '../../kit/face.ts';
import { icon } from '../../kit/icons.ts';
import type { LessonProgress } from '../../session/lessons/progress.ts';
import { marked } from './marked.ts';

export interface OverviewPort {
  open(id: string): void;
  file(file: File): void;
  /** Writes a lesson of what is on the page. */
  write(): void;
}

export class Overview {
  private readonly _face: Face;
  private readonly _progress: LessonProgress;
  private readonly _port: OverviewPort;
  private _dialog: HTMLDialogElement | undefined;
  private _complaint: string | undefined;
  /** The reader is asked once more. */
  private _isForgetting = false;

  constructor(face: Face, progress: LessonProgress, port: OverviewPort) {
    this._face = face;
    this._progress = progress;
    this._port = port;
    face.onTexts(() => this._draw());
    face.scope.onEnd(() => this.close());
  }

  /** @param complaint why something else than the overview is not shown. */
  open(complaint?: string): void {
    this._complaint = complaint;
    this._isForgetting = false;
    if (this._dialog === undefined) this._show();
    this._draw();
    if (complaint === undefined) this._focusFirst();
    else this._dialog?.querySelector<HTMLElement>('[role="alert"]')?.scrollIntoView({ block: 'nearest' });
  }

  close(): void {
    this._dialog?.close();
  }

  private _show(): void {
    const dialog = (this._dialog = document.createElement('dialog'));
    dialog.className = 'lessons';
    dialog.setAttribute('aria-labelledby', 'lessons-title');
    dialog.addEventListener('close', () => {
      dialog.remove();
      if (this._dialog === dialog) this._dialog = undefined;
    });
    // Beside it lies nothing but what it covers.
    dialog.addEventListener('click', ({ target }) => {
      if (target === dialog) dialog.close();
    });
    this._face.root.append(dialog);
    dialog.showModal();
  }

  /** The lesson that comes next: the first one that is not done. */
  private _focusFirst(): void {
    const next = CATALOGUE.find(({ id }) => this._progress.of(id) !== 'done') ?? CATALOGUE[0];
    this._dialog?.querySelector<HTMLElement>(`[data-lesson="${next?.id ?? ''}"]`)?.focus();
  }

  private _draw(): void {
    if (this._dialog === undefined) return;
    const { texts } = this._face;
    const done = CATALOGUE.filter(({ id }) => this._progress.of(id) === 'done').length;
    render(
      html`<header>
          <h2 id="lessons-title">${texts.say('lessons.title')}</h2>
          <span class="lessons-count">${texts.say('lessons.count', { done, all: CATALOGUE.length })}</span>
          <button
            class="quiet icon"
            aria-label=${texts.say('lessons.close')}
            title=${texts.say('lessons.close')}
            @click=${() => this.close()}
          >
            ${icon('cross')}
          </button>
        </header>
        <div class="lessons-body">
          ${this._complaint === undefined ? nothing : html`<p class="lessons-bad" role="alert">${this._complaint}</p>`}
          <p class="lessons-intro">${texts.say('lessons.intro')}</p>
          ${ROADS.map((road) => this._road(road))}
        </div>
        ${this._foot()}`,
      this._dialog,
    );
  }

  private _road(road: Road): unknown {
    const { texts } = this._face;
    const heads = CATALOGUE.filter((head) => head.road === road);
    if (heads.length === 0) return nothing;
    return html`<section>
      <h3>${texts.say(`lessons.road.${road}`)}</h3>
      <p>${texts.say(`lessons.road.${road}.note`)}</p>
      <ol>
        ${heads.map((head) => html`<li>${this._lesson(head)}</li>`)}
      </ol>
    </section>`;
  }

  private _lesson({ id, title, question }: LessonHead): unknown {
    const { texts } = this._face;
    const mark = this._progress.of(id) ?? 'none';
    return html`<button class="lesson-card" data-lesson=${id} data-mark=${mark} @click=${() => this._port.open(id)}>
      <span class="lesson-mark" aria-hidden="true"></span>
      <span class="lesson-title">${marked(texts, title)}</span>
      <span class="lesson-question">${marked(texts, question)}</span>
      <span class="lesson-state">${texts.say(`lessons.mark.${mark}`)}</span>
    </button>`;
  }

  private _foot(): unknown {
    const { texts } = this._face;
    const forget = this._isForgetting ? 'lessons.reset.sure' : 'lessons.reset';
    const choose = ({ target }: Event): void => {
      const input = target as HTMLInputElement;
      const file = input.files?.[0];
      input.value = '';
      if (file !== undefined) this._port.file(file);
    };
    return html`<footer>
      <input class="lessons-file" type="file" accept=".json,application/json" hidden @change=${choose} />
      <button class="quiet" @click=${() => this._dialog?.querySelector<HTMLInputElement>('.lessons-file')?.click()}>
        ${texts.say('lessons.file')}
      </button>
      <button
        class="quiet"
        @click=${() => {
          this.close();
          this._port.write();
        }}
      >
        ${texts.say('lessons.save')}
      </button>
      <span class="spring"></span>
      <button class="quiet" ?hidden=${this._progress.isEmpty} @click=${() => this._forget()}>
        ${texts.say(forget)}
      </button>
    </footer>`;
  }

  private _forget(): void {
    if (this._isForgetting) this._progress.reset();
    this._isForgetting = !this._isForgetting;
    this._draw();
    if (this._progress.isEmpty) this._focusFirst();
  }
}
