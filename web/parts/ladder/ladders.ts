/** The upper half of the server pane: both class ladders, and the call stack of the thread that is shown. */
import { html, render } from 'lit/html.js';
import type { FrameSnapshot } from '../../../src/index.ts';
import type { Face } from '../../kit/face.ts';
import { callStack } from './call-stack.ts';
import { classLadders } from './class-ladders.ts';
import css from './ladder.css?inline';
import type { ServerMoment } from './moment.ts';

export class Ladders {
  readonly element = document.createElement('div');
  private readonly _face: Face;
  private readonly _pick: (frame: FrameSnapshot) => void;

  /** @param pick called with a call of the stack that was clicked. */
  constructor(face: Face, pick: (frame: FrameSnapshot) => void) {
    this._face = face;
    this._pick = pick;
    face.adopt(css);
    this.element.className = 'ladders';
  }

  /** @param frame the call whose source is shown; undefined while none is. */
  show(moment: ServerMoment, frame: FrameSnapshot | undefined): void {
    const { texts } = this._face;
    render(html`${classLadders(texts, moment)} ${callStack(texts, moment.focus, frame, this._pick)}`, this.element);
  }
}
