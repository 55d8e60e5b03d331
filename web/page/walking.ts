/**
 * The walk on the page: the bar and the line below it. They have their places from the start, and are loaded right
 * after the first paint.
 */
import type { CauseSentences } from '../../src/explain/moments/moment-text.ts';
import type { Cause, Moment } from '../../src/explain/moments/moment.ts';
import type { Face } from '../kit/face.ts';
import { lazily } from '../kit/lazy.ts';
import type { Door, WalkBarPort } from '../parts/walk/index.ts';
import type { Unit } from '../parts/walk/unit.ts';
import type { Session } from '../session/session.ts';
import type { TimeModel } from '../session/time/time-model.ts';
import type { Walk } from '../session/walk/walk.ts';
import type { Language } from '../texts/texts.ts';
import { loadSentences } from '../session/sentences.ts';
import { keepUnit, readUnit } from './preferences.ts';

export const loadWalk = lazily(() => import('../parts/walk/index.ts'));

export class Walking {
  readonly element = document.createElement('div');
  /** What is offered beside the cause. */
  doors: () => readonly Door[] = () => [];
  private readonly _face: Face;
  private readonly _session: Session;
  private readonly _time: TimeModel;
  private _walk: Walk | undefined;
  private _unit = readUnit();
  private readonly _sentences = new Map<Language, CauseSentences>();
  private readonly _asked = new Set<Language>();
  private _text: ((cause: Cause, sentences: CauseSentences) => string) | undefined;

  constructor(face: Face, session: Session, time: TimeModel) {
    this._face = face;
    this._session = session;
    this._time = time;
    this.element.className = 'walking';
  }

  /** Undefined until it is loaded. */
  get walk(): Walk | undefined {
    return this._walk;
  }

  /** Loads it; `false` when that failed. */
  async load(): Promise<boolean> {
    try {
      const [{ CauseLine, Walk, WalkBar }] = await Promise.all([loadWalk(), this._session.moments.load()]);
      if (this._face.scope.hasEnded || this._walk !== undefined) return true;
      const walk = (this._walk = new Walk(this._session, this._face.scope));
      const bar = new WalkBar(this._face.child(), walk, this._port(walk));
      const line = new CauseLine(this._face.child(), walk, {
        say: (moment) => this._say(moment),
        doors: () => this.doors(),
      });
      this.element.replaceChildren(bar.element, line.element);
      return true;
    } catch {
      return false;
    }
  }

  private _port(walk: Walk): WalkBarPort {
    const unit = (): Unit => this._unit;
    return {
      get unit() {
        return unit();
      },
      next: () => this._move(walk, 1),
      previous: () => this._move(walk, -1),
      choose: (unit) => {
        this._unit = unit;
        keepUnit(unit);
        walk.events.emit('changed', undefined);
      },
    };
  }

  private _move(walk: Walk, direction: 1 | -1): void {
    if (this._unit === 'step') return this._time.moveRows(direction);
    if (this._unit === 'call') return this._time.moveToCall(direction);
    return direction === 1 ? walk.next() : walk.previous();
  }

  /** Why a moment comes, in the reader's language; in English while the Chinese sentences are not there. */
  private _say({ cause }: Moment): string | undefined {
    const { language } = this._face.texts;
    const sentences = this._sentences.get(language);
    if (sentences === undefined) void this._learn(language);
    const known = sentences ?? this._sentences.get('en');
    return known === undefined ? undefined : this._text?.(cause, known);
  }

  private async _learn(language: Language): Promise<void> {
    if (this._asked.has(language)) return;
    this._asked.add(language);
    try {
      const { causeText, sentences } = await loadSentences(language);
      this._text = causeText;
      this._sentences.set(language, sentences);
      this._walk?.events.emit('changed', undefined);
    } catch {
      this._asked.delete(language);
    }
  }
}
