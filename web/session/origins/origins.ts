/**
 * What the reader asked the origin of, and the way through its chain: each link can become the thing that is asked
 * about, and Back returns to the one before.
 */
import type { OriginSubject } from '../../../src/explain/origin/link.ts';
import { Events } from '../../kit/events.ts';
import type { Scope } from '../../kit/scope.ts';
import type { Session } from '../session.ts';
import { stepOf } from './chain.ts';
import type { Chain, ChainLink } from './chain.ts';
import { knownBy, OriginFinder } from './finder.ts';

export interface OriginsState {
  /** Undefined while nothing is asked. */
  readonly subject: OriginSubject | undefined;
  /** Undefined when nothing is known of it. */
  readonly chain: Chain | undefined;
  readonly canGoBack: boolean;
}

/** What is asked, and the link that led there. */
interface Thing {
  readonly subject: OriginSubject;
  readonly via: ChainLink | undefined;
}

/** Something that was asked before, and where the cursor was then. */
interface Before extends Thing {
  readonly cursor: number | undefined;
}

const NOTHING: OriginsState = { subject: undefined, chain: undefined, canGoBack: false };

/** How many things Back can return to. */
const MOST_BEFORE = 50;

export class Origins {
  readonly events = new Events<{ changed: undefined }>();
  readonly finder: OriginFinder;
  private readonly _session: Session;
  private readonly _before: Before[] = [];
  private _thing: Thing | undefined;
  private _state = NOTHING;

  /** @param pace makes a function that is called less often while the session changes too fast to be read. */
  constructor(session: Session, scope: Scope, pace = (tell: () => void): (() => void) => tell) {
    this._session = session;
    this.finder = new OriginFinder(session.log, () => session.state.live);
    session.select(
      ({ length, live, hidesFuture, cursor }) => [length, live, session.log.version, hidesFuture && cursor],
      pace(() => this._show(this._thing)),
      scope,
    );
    session.on('reset', () => this.close(), scope);
  }

  get state(): OriginsState {
    return this._state;
  }

  /** Shows the origin and the fate of something that the reader sees. */
  ask(subject: OriginSubject): void {
    const { shown } = this._session.state;
    const cursor = shown?.step ?? this._session.log.length;
    this._goTo({ subject: this.finder.settle({ subject, cursor }), via: undefined });
  }

  /** Moves the cursor to a link, which becomes the thing that is asked about. */
  walkTo(link: ChainLink): void {
    const { chain, subject } = this._state;
    if (chain === undefined || subject === undefined) return;
    const next = this.finder.subjectOf(link, chain, subject);
    if (next !== undefined && link !== chain.thing) this._goTo({ subject: next, via: link });
    const step = stepOf(link, chain);
    if (step !== undefined) this._seek(step + 1);
  }

  /** Returns to what was asked before, and to where the cursor was. */
  back(): void {
    const before = this._before.pop();
    if (before === undefined) return;
    this._show(before);
    this._session.seek(before.cursor);
  }

  close(): void {
    this._before.length = 0;
    this._show(undefined);
  }

  private _goTo(thing: Thing): void {
    const before = this._thing;
    if (before !== undefined && JSON.stringify(before) !== JSON.stringify(thing)) {
      this._before.push({ ...before, cursor: this._session.state.cursor });
      if (this._before.length > MOST_BEFORE) this._before.shift();
    }
    this._show(thing);
  }

  private _show(thing: Thing | undefined): void {
    if (thing === undefined && this._thing === undefined) return;
    const found = thing && this.finder.find(thing.subject, thing.via);
    this._thing = thing && { subject: thing.subject, via: thing.via };
    this._state =
      thing === undefined
        ? NOTHING
        : {
            subject: thing.subject,
            chain: found && knownBy(found, this._session.state),
            canGoBack: this._before.length > 0,
          };
    const { chain, subject } = this._state;
    const asked = chain === undefined || subject === undefined ? undefined : this.finder.marks(chain, subject);
    if (JSON.stringify(asked) !== JSON.stringify(this._session.state.asked)) this._session.store.set({ asked });
    this.events.emit('changed', undefined);
  }

  private _seek(cursor: number): void {
    this._session.seek(cursor >= this._session.log.length ? undefined : cursor);
  }
}
