/**
 * What is said beside a step: why it is harmless although it looks like a fault, and what its descriptors are open on.
 * Asked for the rows that are drawn, and for no others; nothing is said until the code for it is loaded.
 */
import type { Step } from '../../src/index.ts';
import { Events } from '../kit/events.ts';
import { lazily } from '../kit/lazy.ts';
import type { Language } from '../texts/texts.ts';
import type { StepLog } from './log/step-log.ts';
import type { Note, RowNotes } from './row-notes.ts';

const NONE: Note = { harmless: undefined, files: '', looksLikeFault: false, isOpen: false };

export const loadRowNotes = lazily(() => import('./row-notes.ts'));

export class Notes {
  /** The code has come, or cannot be loaded; that is tried again by `load`, and when it is wanted the next time. */
  readonly events = new Events<{ ready: undefined; missing: undefined }>();
  private readonly _log: StepLog;
  private _notes: RowNotes | undefined;
  private _isAsked = false;

  constructor(log: StepLog) {
    this._log = log;
  }

  /** Whether the code is there. */
  get isReady(): boolean {
    return this._notes !== undefined;
  }

  /** What is said beside a step of the log. */
  of(step: Step, language: Language): Note {
    if (step.kind !== 'syscall' && step.kind !== 'raise' && step.kind !== 'block') return NONE;
    return this._loaded?.of(step, language) ?? NONE;
  }

  /** The descriptors in a call that a thread of a process waits in, when `step` steps have happened. */
  filesIn(call: string, pid: number, step: number, language: Language): string {
    return this._loaded?.filesIn(call, pid, step, language) ?? '';
  }

  /** The numbers of those descriptors, each once. */
  fdsIn(call: string, pid: number, step: number): readonly number[] {
    return this._loaded?.fdsIn(call, pid, step) ?? [];
  }

  /** What a descriptor of a process is open on, when `step` steps have happened. */
  file(fd: number, pid: number, step: number, language: Language): string | undefined {
    return this._loaded?.file(fd, pid, step, language);
  }

  private get _loaded(): RowNotes | undefined {
    if (this._notes === undefined && !this._isAsked) this._want();
    return this._notes;
  }

  /** Loads the code. */
  async load(): Promise<void> {
    const { RowNotes } = await loadRowNotes();
    this._notes ??= new RowNotes(this._log);
    this.events.emit('ready', undefined);
  }

  private _want(): void {
    this._isAsked = true;
    this.load().catch(() => {
      this._isAsked = false;
      this.events.emit('missing', undefined);
    });
  }
}
