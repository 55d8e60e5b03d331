/** The upper half of the server pane: both class ladders, and the call stack of the thread that is shown. */
import { html, render } from 'lit/html.js';
import { AfterLayout } from '../../kit/after-layout.ts';
import type { FrameSnapshot } from '../../../src/index.ts';
import type { Face } from '../../kit/face.ts';
import type { Notes } from '../../session/notes.ts';
import { callStack } from './call-stack.ts';
import { classLadders } from './class-ladders.ts';
import css from './ladder.css?inline';
import type { ServerMoment } from './moment.ts';

export class Ladders {
  readonly element = document.createElement('div');
  private readonly _face: Face;
  private readonly _afterLayout: AfterLayout;
  private readonly _notes: Notes;
  private readonly _pick: (frame: FrameSnapshot) => void;

  /** @param pick called with a call of the stack that was clicked. */
  constructor(face: Face, notes: Notes, pick: (frame: FrameSnapshot) => void) {
    this._face = face;
    this._notes = notes;
    this._pick = pick;
    face.adopt(css);
    this.element.className = 'ladders';
    this._afterLayout = new AfterLayout(this.element, face.scope);
  }

  /** @param frame the call whose source is shown; undefined while none is. */
  show(moment: ServerMoment, frame: FrameSnapshot | undefined): void {
    const { texts } = this._face;
    const { focus, snapshot } = moment;
    const files =
      focus?.waitsIn === undefined || snapshot === undefined
        ? ''
        : this._notes.filesIn(focus.waitsIn, focus.pid, snapshot.step, texts.language);
    const stack = callStack(texts, focus, { shown: frame, files, pick: this._pick });
    render(html`${classLadders(texts, moment)} ${stack}`, this.element);
    this._afterLayout.do(() => this._showLit());
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
