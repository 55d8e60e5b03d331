/** How far a reader is with each lesson, kept in this browser. A browser that stores nothing is not an error. */
import type { TextStorage } from '../drafts.ts';

/** In their order: `read` has seen all steps, `done` has also done the task, if there is one. */
const MARKS = ['begun', 'read', 'done'] as const;
export type Mark = (typeof MARKS)[number];

const KEY = 'glaswerk-lessons';
/** What is kept of someone who stores more than that is not ours. */
const MOST = 10_000;

export class LessonProgress {
  private readonly _storage: () => TextStorage;
  /** Holds until the page is closed where nothing can be stored. */
  private _marks: ReadonlyMap<string, Mark>;

  constructor(storage: () => TextStorage) {
    this._storage = storage;
    this._marks = this._read();
  }

  of(id: string): Mark | undefined {
    return this._marks.get(id);
  }

  /** Whether there is something to forget. */
  get isEmpty(): boolean {
    return this._marks.size === 0;
  }

  /** Notes how far a lesson is; a lesson does not go back. */
  mark(id: string, mark: Mark): void {
    // Another tab may have gone on.
    const marks = new Map([...this._marks, ...this._read()]);
    const before = marks.get(id);
    if (before === undefined || MARKS.indexOf(before) < MARKS.indexOf(mark)) marks.set(id, mark);
    this._marks = marks;
    this._keep();
  }

  reset(): void {
    this._marks = new Map();
    this._keep();
  }

  private _keep(): void {
    try {
      if (this.isEmpty) this._storage().removeItem(KEY);
      else this._storage().setItem(KEY, JSON.stringify(Object.fromEntries(this._marks)));
    } catch {
      // Nothing is stored here.
    }
  }

  private _read(): ReadonlyMap<string, Mark> {
    try {
      const text = this._storage().getItem(KEY) ?? '{}';
      const data: unknown = text.length > MOST ? {} : JSON.parse(text);
      if (typeof data !== 'object' || data === null) return new Map();
      return new Map(Object.entries(data).filter((entry): entry is [string, Mark] => MARKS.includes(entry[1] as Mark)));
    } catch {
      return new Map();
    }
  }
}
