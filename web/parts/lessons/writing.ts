/** Writes a lesson of what is on the page: its scenario, and a sentence at each moment that the author picks. */
import { html, nothing, render } from 'lit/html.js';
import { SchemaError } from '../../../src/index.ts';
import { causeText } from '../../../src/explain/moments/moment-text.ts';
import type { CauseSentences } from '../../../src/explain/moments/moment-text.ts';
import type { Cause } from '../../../src/explain/moments/moment.ts';
import { ROADS } from '../../../src/lessons/lesson.ts';
import type { Lesson, Road } from '../../../src/lessons/lesson.ts';
import { lessonFileName, lessonText, writeLesson } from '../../../src/lessons/write-lesson.ts';
import type { LessonDraft } from '../../../src/lessons/write-lesson.ts';
import type { Face } from '../../kit/face.ts';
import { icon } from '../../kit/icons.ts';
import { download } from './download.ts';
import type { Language } from '../../texts/texts.ts';
import type { TextKey } from '../../texts/sentences.ts';
import type { SessionEvents } from '../../session/events.ts';
import { readLessonText } from '../../session/lessons/lesson-file.ts';
import { rehearse } from '../../session/lessons/rehearsal.ts';
import type { Connect, Rehearsed } from '../../session/lessons/rehearsal.ts';
import { withSource } from '../../session/shared.ts';
import type { Session } from '../../session/session.ts';

/** What the author is asked for, beside the moments. */
const FIELDS = ['name', 'question', 'met', 'link'] as const;
/** Moments of a long run that can be picked: the first ones. */
const MOST_MOMENTS = 200;

/** The sentences of the moments. */
const CAUSES: Readonly<Record<Language, () => Promise<CauseSentences>>> = {
  en: async () => (await import('../../../src/explain/moments/sentences/en.ts')).EN,
  zh: async () => (await import('../../../src/explain/moments/sentences/zh.ts')).ZH,
};

export class Writing {
  private readonly _face: Face;
  private readonly _session: Session;
  private readonly _connect: Connect;
  private readonly _try: (file: File) => void;
  private _dialog: HTMLDialogElement | undefined;
  private _shared: SessionEvents['exported'] | undefined;
  private _played: Rehearsed | undefined;
  private _complaint: string | undefined;
  private _causes: CauseSentences | undefined;
  /** What was typed; kept while the page is open. */
  private readonly _typed = new Map<string, string>();

  /** @param attempt opens the lesson on the page. */
  constructor(face: Face, session: Session, connect: Connect, attempt: (file: File) => void) {
    this._face = face;
    this._session = session;
    this._connect = connect;
    this._try = attempt;
    face.onTexts(() => this._draw());
    face.scope.onEnd(() => this._dialog?.close());
  }

  open(): void {
    const { texts } = this._face;
    this._played = undefined;
    this._complaint = this._session.state.health === 'running' ? undefined : texts.say('lessons.save.nothing');
    const dialog = (this._dialog ??= this._make());
    this._draw();
    if (!dialog.isConnected) {
      this._face.root.append(dialog);
      dialog.showModal();
    }
    if (this._complaint === undefined) void this._rehearse();
  }

  private _make(): HTMLDialogElement {
    const dialog = document.createElement('dialog');
    dialog.className = 'lessons lesson-writing';
    dialog.setAttribute('aria-labelledby', 'lesson-writing-title');
    dialog.addEventListener('close', () => {
      dialog.remove();
      this._dialog = undefined;
    });
    return dialog;
  }

  /** Plays again what happened on the machine, to its end, to know its moments and its bytes. */
  private async _rehearse(): Promise<void> {
    const { texts, scope } = this._face;
    const once = scope.child();
    const exported = new Promise<SessionEvents['exported']>((resolve) => {
      this._session.on('exported', resolve, once);
    });
    this._session.share();
    const { shared, source } = (this._shared = await exported.finally(() => once.end()));
    try {
      this._causes = await CAUSES[texts.language]();
      this._played = await rehearse(this._connect, scope, { ...shared, source });
      if (this._played === undefined) this._complaint = texts.say('lessons.save.failed', { reason: '' });
    } catch (error) {
      this._complaint = texts.say('lessons.save.failed', { reason: String(error) });
    }
    this._draw();
  }

  private _draw(): void {
    if (this._dialog === undefined) return;
    const { texts } = this._face;
    render(
      html`<header>
          <h2 id="lesson-writing-title">${texts.say('lessons.save.title')}</h2>
          <span class="spring"></span>
          <button class="quiet icon" aria-label=${texts.say('lessons.close')} @click=${() => this._dialog?.close()}>
            ${icon('cross')}
          </button>
        </header>
        <form
          class="lessons-body"
          @submit=${(event: Event) => event.preventDefault()}
          @input=${(event: Event) => this._note(event)}
        >
          ${this._complaint === undefined ? nothing : html`<p class="lessons-bad" role="alert">${this._complaint}</p>`}
          <p class="lessons-intro">${texts.say('lessons.save.intro')}</p>
          ${FIELDS.map((field) => this._field(field))} ${this._roads()} ${this._moments()}
        </form>
        <footer>
          <span class="spring"></span>
          <button class="quiet" ?disabled=${this._played === undefined} @click=${() => this._attempt()}>
            ${texts.say('lessons.save.try')}
          </button>
          <button class="primary" ?disabled=${this._played === undefined} @click=${() => this._save()}>
            ${texts.say('lessons.save.file')}
          </button>
        </footer>`,
      this._dialog,
    );
  }

  private _field(name: (typeof FIELDS)[number]): unknown {
    return html`<label class="lesson-field">
      <span>${this._face.texts.say(`lessons.save.${name}` satisfies TextKey)}</span>
      <input name=${name} .value=${this._typed.get(name) ?? ''} autocomplete="off" />
    </label>`;
  }

  private _roads(): unknown {
    const { texts } = this._face;
    const chosen = this._typed.get('road') ?? ROADS[0];
    return html`<label class="lesson-field">
      <span>${texts.say('lessons.save.road')}</span>
      <select name="road">
        ${ROADS.map(
          (road) =>
            html`<option value=${road} ?selected=${road === chosen}>${texts.say(`lessons.road.${road}`)}</option>`,
        )}
      </select>
    </label>`;
  }

  private _moments(): unknown {
    const { texts } = this._face;
    const { _played: played } = this;
    if (this._complaint !== undefined && played === undefined) return nothing;
    if (played === undefined) return html`<p role="status">${texts.say('lessons.save.coming')}</p>`;
    return html`<fieldset class="lesson-moments">
      <legend>${texts.say('lessons.save.moments')}</legend>
      ${played.moments.slice(0, MOST_MOMENTS).map(({ name, client, step, cause }) => {
        const say = `say-${step}`;
        const whose = client === undefined ? '' : texts.say('lessons.save.client', { number: client + 1 });
        const isPicked = this._typed.get(`pick-${step}`) === 'yes';
        return html`<div class="lesson-moment">
          <label>
            <input type="checkbox" name=${`pick-${step}`} value="yes" .checked=${isPicked} />
            <code>${name}</code> <span class="faint">${whose}</span>
          </label>
          <textarea
            name=${say}
            rows="2"
            ?hidden=${!isPicked}
            aria-label=${texts.say('lessons.save.say', { moment: name })}
            placeholder=${this._why(cause)}
            .value=${this._typed.get(say) ?? ''}
          ></textarea>
        </div>`;
      })}
    </fieldset>`;
  }

  /** Why the moment comes, for an author to begin from. */
  private _why(cause: Cause): string {
    return this._causes === undefined ? '' : causeText(cause, this._causes);
  }

  /** What is typed is kept, so that nothing is lost by closing. */
  private _note({ target }: Event): void {
    const field = target as HTMLInputElement;
    if (field.type === 'checkbox') {
      this._typed.set(field.name, field.checked ? 'yes' : '');
      this._draw();
      if (field.checked) field.closest('.lesson-moment')?.querySelector('textarea')?.focus();
    } else this._typed.set(field.name, field.value);
  }

  private _attempt(): void {
    const text = this._text();
    if (text === undefined) return;
    this._dialog?.close();
    this._try(new File([text.text], text.name));
  }

  private _save(): void {
    const file = this._text();
    if (file === undefined) return;
    download(this._face.scope, file.name, 'application/json', file.text);
  }

  /** The file; undefined when something is missing, which the author is told. */
  private _text(): { readonly text: string; readonly name: string } | undefined {
    const draft = this._draft();
    if (typeof draft === 'string') return this._complain(draft);
    try {
      const text = lessonText(writeLesson(draft));
      const lesson: Lesson = readLessonText(text);
      this._complaint = undefined;
      this._draw();
      return { text, name: lessonFileName(lesson) };
    } catch (error) {
      if (!(error instanceof SchemaError)) throw error;
      return this._complain(this._face.texts.say('lessons.save.bad', { reason: error.message }));
    }
  }

  private _complain(text: string): undefined {
    this._complaint = text;
    this._draw();
    this._dialog?.querySelector('.lessons-bad')?.scrollIntoView({ block: 'nearest' });
    return undefined;
  }

  /** What the author has given; or what is missing. */
  private _draft(): LessonDraft | string {
    const { texts } = this._face;
    const { _played: played, _shared: exported } = this;
    if (played === undefined || exported === undefined) return texts.say('lessons.save.nothing');
    const typed = (name: string): string => this._typed.get(name)?.trim() ?? '';
    if (typed('name') === '' || typed('question') === '') return texts.say('lessons.save.untitled');
    const notes = played.moments.flatMap((moment) => {
      const say = typed(`say-${moment.step}`) || this._why(moment.cause);
      return typed(`pick-${moment.step}`) === 'yes' && say !== '' ? [{ moment, say }] : [];
    });
    if (notes.length === 0) return texts.say('lessons.save.none');
    return {
      language: texts.language,
      road: (typed('road') || ROADS[0]) as Road,
      title: typed('name'),
      ...{ question: typed('question'), met: typed('met'), link: typed('link') },
      scenario: withSource(exported.shared.scenario, exported.source),
      ...{ moments: played.moments, notes, received: played.received },
    };
  }
}
