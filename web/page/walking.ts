/**
 * The walk on the page: the bar and the line below it. They have their places from the start, and are loaded right
 * after the first paint.
 */
import type { Face } from '../kit/face.ts';
import { lazily } from '../kit/lazy.ts';
import type { Door, WalkBarPort } from '../parts/walk/index.ts';
import type { Unit } from '../parts/walk/unit.ts';
import type { Session } from '../session/session.ts';
import type { TimeModel } from '../session/time/time-model.ts';
import type { Walk } from '../session/walk/walk.ts';
import { keepUnit, readUnit } from './preferences.ts';

export const loadWalk = lazily(() => import('../parts/walk/index.ts'));

/** A lesson speaks in place of the line. */
const BESIDE_LESSON = ':has(~ .lesson-frame > .lesson-strip:not([hidden]))';

export class Walking {
  readonly element = document.createElement('div');
  /** What is offered beside the cause. */
  doors: () => readonly Door[] = () => [];
  /** Why the client that is looked at hangs. */
  hangs: () => string | undefined = () => undefined;
  private readonly _face: Face;
  private readonly _session: Session;
  private readonly _time: TimeModel;
  private readonly _look: (client: number) => void;
  private _walk: Walk | undefined;
  private _unit = readUnit();

  /** @param look shows the client of a moment that is gone to. */
  constructor(face: Face, session: Session, time: TimeModel, look: (client: number) => void) {
    this._face = face;
    this._session = session;
    this._time = time;
    this._look = look;
    this.element.className = 'walking';
  }

  /** Undefined until it is loaded. */
  get walk(): Walk | undefined {
    return this._walk;
  }

  /** Loads it. */
  async load(): Promise<void> {
    const [{ CauseLine, Walk, WalkBar }] = await Promise.all([loadWalk(), this._session.moments.load()]);
    if (this._face.scope.hasEnded || this._walk !== undefined) return;
    const walk = (this._walk = new Walk(this._session, this._face.scope, this._look));
    this._time.follow(walk, this._face.scope);
    const bar = new WalkBar(this._face.child(), walk, this._port(walk));
    const { causes } = this._session.moments;
    const line = new CauseLine(this._face.child(), walk, {
      say: (moment) => causes.of(moment),
      harmless: () => this._harmless(),
      hangs: () => this._reason(walk),
      doors: () => this.doors(),
    });
    const { waits, notes } = this._session;
    const tell = (): void => {
      const isTold = this._reason(walk) !== undefined && !this.element.matches(BESIDE_LESSON);
      waits.told = isTold ? this._session.state.connection : undefined;
    };
    const draw = (): void => {
      line.draw();
      tell();
    };
    walk.events.on('changed', tell, this._face.scope);
    causes.events.on('changed', draw, this._face.scope);
    waits.events.on('ready', draw, this._face.scope);
    notes.events.on('ready', draw, this._face.scope);
    this._time.select(() => this._harmless(), draw, this._face.scope);
    this._session.select(() => this._reason(walk), draw, this._face.scope);
    this._face.onTexts(({ language }) => this._face.late('walk.causes.missing', () => causes.speak(language)));
    this.element.replaceChildren(bar.element, line.element);
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

  /** Why the client that is looked at waits, unless the walk leads through the past. */
  private _reason({ state: { isPlaying, isWalking } }: Walk): string | undefined {
    const { state, waits } = this._session;
    const { connection } = state;
    const isWaiting = connection !== undefined && !isPlaying && !isWalking;
    return this.hangs() ?? (isWaiting ? waits.beforeAccept(connection, this._face.texts.language) : undefined);
  }

  /** Why the step that the reader has gone to is harmless, where it looks like a fault. */
  private _harmless(): string | undefined {
    const { notes, log } = this._session;
    const { at, isLive } = this._time.state;
    const step = isLive ? undefined : log.at(at - 1);
    if (step === undefined) return undefined;
    const { harmless, looksLikeFault } = notes.of(step, this._face.texts.language);
    return looksLikeFault ? harmless : undefined;
  }
}
