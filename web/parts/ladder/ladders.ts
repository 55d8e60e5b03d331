/** The upper half of the server pane: both class ladders, and the call stack of the thread that is shown. */
import { html, render } from 'lit/html.js';
import { AfterLayout } from '../../kit/after-layout.ts';
import type { FrameSnapshot } from '../../../src/index.ts';
import type { Face } from '../../kit/face.ts';
import { onPointed } from '../../kit/pointed.ts';
import { frameOf } from '../../session/frames.ts';
import type { Pointed } from '../../session/origins/pointed.ts';
import type { Session } from '../../session/session.ts';
import { callStack } from './call-stack.ts';
import { classLadders } from './class-ladders.ts';
import css from './ladder.css?inline';
import type { ServerMoment } from './moment.ts';

export class Ladders {
  readonly element = document.createElement('div');
  private readonly _face: Face;
  private readonly _afterLayout: AfterLayout;
  private readonly _session: Session;
  private readonly _pick: (frame: FrameSnapshot) => void;
  private _shown: Parameters<Ladders['show']> | undefined;

  /** @param pick called with a call of the stack that was clicked. */
  constructor(face: Face, session: Session, pick: (frame: FrameSnapshot) => void) {
    this._face = face;
    this._session = session;
    this._pick = pick;
    face.adopt(css);
    this.element.className = 'ladders';
    this._afterLayout = new AfterLayout(this.element, face.scope);
    onPointed(this.element, (subject) => session.pointing.point(subject as Pointed | undefined));
    session.select(
      ({ marked, asked }) => (marked ?? asked)?.step,
      () => this._shown !== undefined && this._draw(...this._shown),
      face.scope,
    );
  }

  /** @param frame the call whose source is shown; undefined while none is. */
  show(moment: ServerMoment, frame: FrameSnapshot | undefined): void {
    this._shown = [moment, frame];
    this._draw(moment, frame);
    this._afterLayout.do(() => this._showLit());
  }

  private _draw(moment: ServerMoment, shown: FrameSnapshot | undefined): void {
    const { texts } = this._face;
    const { focus, snapshot } = moment;
    const { asks, log, notes, state } = this._session;
    const step = snapshot?.step ?? 0;
    const waitsIn = focus?.waitsIn;
    const files = waitsIn === undefined ? '' : notes.filesIn(waitsIn, focus?.pid ?? 0, step, texts.language);
    const at = (state.marked ?? state.asked)?.step;
    const stack = callStack(texts, focus, {
      ...{ shown, files, pick: this._pick },
      ask: asks && ((frame) => asks({ step: frame.step })),
      marked: focus === undefined || at === undefined || at >= step ? undefined : frameOf(focus, log, at),
    });
    render(html`${classLadders(texts, moment)} ${stack}`, this.element);
  }

  /** Where the ladders are higher than their room: scrolls to the class whose method runs. */
  private _showLit(): void {
    const { element } = this;
    if (element.scrollHeight <= element.clientHeight) return;
    const lit = element.querySelector('.rung.is-lit')?.getBoundingClientRect();
    if (lit === undefined) return;
    const { top, bottom } = element.getBoundingClientRect();
    element.scrollTop += Math.min(0, lit.top - top) + Math.max(0, lit.bottom - bottom);
  }
}
