/**
 * The server pane: the class ladders with the call stack, the state of the server behind tabs, and the source of a call
 * in one of them.
 */
import { html, render } from 'lit/html.js';
import { takesDatagrams } from '../../../src/host/server-address.ts';
import type { FrameSnapshot } from '../../../src/index.ts';
import type { Face } from '../../kit/face.ts';
import { Ladders, StateDrawer, momentOf, subjectText } from '../../parts/ladder/index.ts';
import { SourceView } from '../../parts/source/index.ts';
import { isLive } from '../../session/session.ts';
import type { Session } from '../../session/session.ts';
import type { Tab } from '../../parts/ladder/index.ts';

export class ServerPane {
  readonly element = document.createElement('section');
  private readonly _head = document.createElement('div');
  private readonly _face: Face;
  private readonly _session: Session;
  private readonly _ladders: Ladders;
  private readonly _drawer: StateDrawer;
  private readonly _source: SourceView;
  private _moment: ReturnType<typeof momentOf>;
  /** Stays as it was while the server has no address. */
  private _isDatagram = false;
  /** The call that was picked in the stack, by the step at which it was entered; undefined for the innermost. */
  private _picked: number | undefined;

  constructor(face: Face, session: Session) {
    this._face = face;
    this._session = session;
    this._moment = momentOf(session.state, false);
    this._ladders = new Ladders(face.child(), session, ({ step }) => {
      this._picked = step;
      this._drawer.open('source');
    });
    const { asks } = session;
    this._source = new SourceView(face.child(), asks && ((step) => asks({ step })));
    this._drawer = new StateDrawer(face.child(), session, {
      source: () => this._sourceElement(),
      onTab: () => this._draw(),
    });
    this.element.className = 'pane server';
    this._head.className = 'pane-head';
    this.element.append(this._head, this._ladders.element, this._drawer.element);
    for (const near of ['pointerenter', 'focusin'])
      this.element.addEventListener(near, () => session.pointing.prepare());
    const follow = face.paced(
      () => this._follow(),
      () => isLive(session.state),
    );
    session.select(
      ({ options, shown, connection, health, failure, cursor, complaints, address }) => [
        ...[options, shown, connection, health, failure, cursor === undefined, complaints, address],
      ],
      follow,
      face.scope,
    );
    session.notes.events.on('ready', () => this._draw(), face.scope);
    face.onTexts((texts) => {
      this.element.setAttribute('aria-label', texts.say('ladder.title'));
      this._draw();
    });
  }

  /** The tab of the state that is open. */
  get tab(): Tab {
    return this._drawer.tab;
  }

  /** Opens a tab of the state. */
  show(tab: Tab): void {
    this._drawer.open(tab);
  }

  private _follow(): void {
    const { state } = this._session;
    if (state.address !== undefined) this._isDatagram = takesDatagrams(state.address);
    this._moment = momentOf(state, this._isDatagram);
    this._draw();
  }

  private _draw(): void {
    const { texts } = this._face;
    const subject = subjectText(texts, this._moment);
    render(
      html`<h2>${texts.say('ladder.title')}</h2>
        <span class="pane-subject" title=${subject}>${subject}</span>`,
      this._head,
    );
    this._ladders.show(this._moment, this._drawer.tab === 'source' ? this._frame : undefined);
    this._drawer.show(this._moment);
    if (this._drawer.tab === 'source') this._source.follow();
  }

  /** The call whose source is shown. */
  private get _frame(): FrameSnapshot | undefined {
    const stack = this._moment.focus?.stack;
    return stack?.find(({ step }) => step === this._picked) ?? stack?.at(-1);
  }

  private _sourceElement(): HTMLElement {
    const thread = this._moment.focus;
    const frame = this._frame;
    const at = frame === undefined ? -1 : (thread?.stack.indexOf(frame) ?? -1);
    // The innermost call may wait in a system call.
    const systemCall = thread?.waitsIn?.replace(/\(.*/, '');
    this._source.show(frame, thread?.stack[at + 1]?.name ?? systemCall);
    return this._source.element;
  }
}
