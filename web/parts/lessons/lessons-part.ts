/**
 * Lessons on a page: the overview, the strip of the lesson that is open, and files. Only for a chunk that is loaded
 * when lessons are opened.
 */
import { SchemaError } from '../../../src/index.ts';
import type { Lesson } from '../../../src/lessons/lesson.ts';
import { LESSON_LIMITS } from '../../../src/lessons/lesson-limits.ts';
import type { Face } from '../../kit/face.ts';
import { readLessonText } from '../../session/lessons/lesson-file.ts';
import { Lessons } from '../../session/lessons/lessons.ts';
import type { LessonPort } from '../../session/lessons/lessons.ts';
import { LessonProgress } from '../../session/lessons/progress.ts';
import { sourceIn } from '../../session/link-check.ts';
import type { Session } from '../../session/session.ts';
import type { Connect } from '../../session/lessons/rehearsal.ts';
import css from './lessons.css?inline';
import { headOf, loadLesson } from './library.ts';
import { Overview } from './overview.ts';
import { Strip } from './strip.ts';
import { Writing } from './writing.ts';

/** What lessons need of the page. */
export interface LessonsPort extends LessonPort {
  /** Asks whether an app that someone else wrote may run. */
  mayRun(source: string): Promise<boolean>;
  /** The lesson that the address names from now on; undefined for none. */
  address(id: string | undefined): void;
  /** Another machine, which nobody sees. */
  readonly connect: Connect;
  readonly storage: () => Storage;
}

export class LessonsPart {
  /** The strip of the lesson that is open. */
  readonly element: HTMLElement;
  private readonly _face: Face;
  private readonly _port: LessonsPort;
  private readonly _lessons: Lessons;
  private readonly _overview: Overview;
  private readonly _strip: Strip;

  constructor(face: Face, session: Session, port: LessonsPort) {
    face.adopt(css);
    this._face = face;
    this._port = port;
    const lessons = (this._lessons = new Lessons(session, face.scope, port, new LessonProgress(port.storage)));
    const writing = new Writing(face.child(), session, port.connect, (file) => void this.openFile(file));
    this._overview = new Overview(face.child(), lessons.progress, {
      open: (id) => void this.open(id),
      file: (file) => void this.openFile(file),
      write: () => writing.open(),
    });
    this._strip = new Strip(face.child(), lessons, {
      open: (id) => void this.open(id),
      overview: () => this.overview(),
      leave: () => {
        lessons.close();
        port.address(undefined);
      },
    });
    this.element = this._strip.element;
  }

  /** Shows all lessons. */
  overview(complaint?: string): void {
    this._overview.open(complaint);
  }

  /** Opens a lesson that came with the page. Answers whether it is open; if not, the reader was told why. */
  async open(id: string, takesFocus = true): Promise<boolean> {
    const { texts } = this._face;
    if (headOf(id) === undefined) return this._complain(texts.say('lessons.unknown', { id: id.slice(0, 80) }));
    try {
      const lesson = await loadLesson(id);
      if (lesson === undefined) return this._complain(texts.say('lessons.unknown', { id }));
      this._start(lesson, true);
      if (takesFocus) this._strip.focus();
      return true;
    } catch {
      return this._complain(texts.say('lessons.body.unloaded'));
    }
  }

  /** Opens a lesson that a reader has, in a file. */
  async openFile(file: File): Promise<boolean> {
    const { texts } = this._face;
    // A character has at most three bytes of UTF-8 for each unit of its own.
    if (file.size > 3 * LESSON_LIMITS.file)
      return this._bad(file.name, texts.say('lessons.file.large', { count: file.size, limit: LESSON_LIMITS.file }));
    return this._openText(file.name, () => file.text());
  }

  /** Opens a lesson that stands in the page: data that nobody has checked. */
  openOwn(lesson: unknown): Promise<boolean> {
    return this._openText('glaswerk-options', () => JSON.stringify(lesson));
  }

  private async _openText(name: string, read: () => string | Promise<string>): Promise<boolean> {
    try {
      return await this._openData(await read());
    } catch (error) {
      return this._bad(name, error instanceof SchemaError ? error.message : String(error));
    }
  }

  private _bad(name: string, reason: string): false {
    return this._complain(this._face.texts.say('lessons.file.bad', { file: name.slice(0, 80), reason }));
  }

  /** Opens a lesson from the text of its file. Throws SchemaError for one that is none. */
  private async _openData(text: string): Promise<boolean> {
    const lesson = readLessonText(text);
    const source = sourceIn(lesson.scenario);
    this._overview.close();
    if (source !== undefined && !(await this._port.mayRun(source)))
      return this._complain(this._face.texts.say('lessons.refused'));
    this._start(lesson, false);
    this._strip.focus();
    return true;
  }

  private _start(lesson: Lesson, isOurs: boolean): void {
    this._overview.close();
    this._port.address(isOurs ? lesson.id : undefined);
    this._lessons.open(lesson, isOurs);
  }

  private _complain(text: string): false {
    this._overview.open(text);
    return false;
  }
}
