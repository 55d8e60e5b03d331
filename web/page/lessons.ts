/**
 * Lessons on the page: opened by the bar, by an address, or from a file that is dropped. What shows them is loaded when
 * they are wanted.
 */
import type { Face } from '../kit/face.ts';
import { loadLessons } from '../parts/lessons/index.ts';
import type { LessonsPart, LessonsPort } from '../parts/lessons/index.ts';
import type { Session } from '../session/session.ts';
import { isFramed } from './share/framed.ts';

/** What lessons need of the page: the rest is the same on every page. */
export type PageLessonsPort = Omit<LessonsPort, 'address' | 'storage' | 'mayRun'>;

const HASH = /^#lesson=(.+)$/;

/** The lesson that the address names; undefined when it names none. */
export function lessonInAddress(): string | undefined {
  const named = HASH.exec(location.hash)?.[1] ?? new URLSearchParams(location.search).get('lesson') ?? undefined;
  if (named === undefined) return undefined;
  try {
    return decodeURIComponent(named);
  } catch {
    return named;
  }
}

export class PageLessons {
  /** Where the lesson is shown. */
  readonly element = document.createElement('div');
  private readonly _face: Face;
  private readonly _session: Session;
  private readonly _port: PageLessonsPort;
  private _part: Promise<LessonsPart> | undefined;

  constructor(face: Face, session: Session, port: PageLessonsPort) {
    this._face = face;
    this._session = session;
    this._port = port;
    this.element.className = 'lesson-frame';
    const { scope } = face;
    scope.listen(window, 'hashchange', () => {
      if (HASH.test(location.hash)) void this.openAddress();
    });
    scope.listen(window, 'dragover', (event: DragEvent) => {
      if (event.dataTransfer?.types.includes('Files') === true) event.preventDefault();
    });
    scope.listen(window, 'drop', (event: DragEvent) => {
      const file = event.dataTransfer?.files[0];
      if (file === undefined) return;
      event.preventDefault();
      void this._load().then((part) => part?.openFile(file));
    });
  }

  /** Shows all lessons. */
  open(): void {
    void this._load().then((part) => part?.overview());
  }

  /** Opens the lesson that the address names. False when it names none, or that cannot be opened. */
  async openAddress(): Promise<boolean> {
    const id = lessonInAddress();
    if (id === undefined) return false;
    const part = await this._load();
    // Inside another page the focus would leave that, and scroll it.
    return (await part?.open(id, !isFramed())) === true;
  }

  /** Opens a lesson that stands in the page, or that its options name. */
  async openOwn(lesson: unknown): Promise<boolean> {
    const part = await this._load();
    const opened = typeof lesson === 'string' ? part?.open(lesson) : part?.openOwn(lesson);
    return (await opened) === true;
  }

  /** What cannot be loaded is said, and tried again when it is wanted the next time. */
  private async _load(): Promise<LessonsPart | undefined> {
    this._part ??= loadLessons().then(({ LessonsPart }) => this._make(LessonsPart));
    try {
      return await this._part;
    } catch {
      this._part = undefined;
      this._session.events.emit('rejected', this._face.texts.say('lessons.unloaded'));
      return undefined;
    }
  }

  private _make(Part: typeof LessonsPart): LessonsPart {
    const face = this._face.child();
    const part = new Part(face, this._session, {
      ...this._port,
      storage: () => localStorage,
      mayRun: async (source) =>
        (await import('./share/consent.ts')).askForConsent(this._face, source, face.scope.signal),
      address: (id) => nameInAddress(id),
    });
    this.element.append(part.element);
    return part;
  }
}

/** So that the lesson can be bookmarked; what else the address said is not true any more. */
function nameInAddress(id: string | undefined): void {
  const { pathname, search } = location;
  const others = new URLSearchParams(search);
  others.delete('lesson');
  const query = others.size === 0 ? '' : `?${String(others)}`;
  history.replaceState(null, '', pathname + query + (id === undefined ? '' : `#lesson=${encodeURIComponent(id)}`));
}
