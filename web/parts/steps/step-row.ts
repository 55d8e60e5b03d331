/** One row of the list of steps: a step, and what is said beside it. */
import type { Step } from '../../../src/index.ts';
import type { Face } from '../../kit/face.ts';
import { StepCells } from '../../kit/step-cells.ts';
import type { Note } from '../../session/row-notes.ts';
import type { Session } from '../../session/session.ts';

export class StepRow {
  readonly element = document.createElement('div');
  private readonly _cells = new StepCells(this.element);
  /** The name of a moment that is seen best here. */
  private readonly _moment = document.createElement('span');
  /** What its descriptors are open on: seen in the row that is selected. */
  private readonly _files = document.createElement('span');
  private readonly _badge = document.createElement('span');
  /** The reason, in the name of the row: the eye has it in the title. */
  private readonly _spoken = document.createElement('span');
  private readonly _face: Face;
  private readonly _session: Session;
  private _shown = '';
  private _place = -1;
  /** The length of the log when a note was made that may have to be made again; undefined for one that stays. */
  private _openAt: number | undefined;

  constructor(face: Face, session: Session) {
    this._face = face;
    this._session = session;
    this.element.classList.add('step');
    this.element.setAttribute('role', 'option');
    this._moment.className = 'step-moment';
    this._files.className = 'step-files';
    this._badge.className = 'step-badge';
    this._badge.setAttribute('aria-hidden', 'true');
    this._spoken.className = 'sr';
    this.element.append(this._files, this._badge, this._spoken, this._moment);
  }

  /** Puts the row at a place of the list. @param count how many rows the list has. */
  put(place: number, count: number): void {
    this.element.setAttribute('aria-setsize', String(count));
    if (place === this._place) return;
    this._place = place;
    this.element.setAttribute('aria-posinset', String(place + 1));
    this.element.hidden = false;
  }

  draw(step: Step): void {
    const { number, tid } = step;
    const { texts } = this._face;
    const { log, moments, notes } = this._session;
    const own = moments.ofStep(number);
    const causes = own.map((moment) => moments.causes.of(moment) ?? '').join(' ');
    const shown = `${log.version}/${texts.language}/${number}/${notes.isReady}/${own.length}/${causes}`;
    if (shown === this._shown && (this._openAt === undefined || this._openAt === log.length)) return;
    if (shown !== this._shown) {
      this._shown = shown;
      this.element.id = this._face.id(`step-${number}`);
      this.element.dataset['number'] = String(number);
      this._cells.draw(step, log.colourOf(tid));
      this._cells.thread.title = tid === 0 ? texts.say('steps.input') : texts.say('steps.thread', { tid: String(tid) });
      this._cells.sign.title = texts.say(`steps.kind.${step.kind}`);
      this._moment.textContent = own.map((moment) => moment.name).join(' · ');
      this._moment.hidden = own.length === 0;
      this._moment.title = causes.replaceAll('`', '');
    }
    const note = notes.of(step, texts.language);
    this._openAt = note.isOpen ? log.length : undefined;
    this._drawNote(step, note);
  }

  hide(): void {
    if (this.element.hidden) return;
    this.element.hidden = true;
    this.element.removeAttribute('id');
    this.element.removeAttribute('aria-selected');
    this._shown = '';
    this._place = -1;
  }

  private _drawNote({ name, detail }: Step, { harmless: sentence, files }: Note): void {
    const { texts } = this._face;
    const harmless = sentence?.replaceAll('`', '');
    const why = harmless === undefined ? '' : texts.say('steps.harmless.why', { why: harmless });
    this.element.title = [`${name} ${detail}`, why, files].filter((line) => line !== '').join('\n');
    this.element.classList.toggle('is-harmless', harmless !== undefined);
    this._files.textContent = files;
    this._badge.textContent = harmless === undefined ? '' : texts.say('steps.harmless');
    this._spoken.textContent = why;
  }
}
