/** The timeline as a pane of its own. */
import type { Face } from '../../kit/face.ts';
import { Timeline } from '../../parts/timeline/index.ts';
import type { TimeModel } from '../../session/time/time-model.ts';

export class TimelinePane {
  readonly element = document.createElement('section');

  constructor(face: Face, time: TimeModel) {
    this.element.className = 'pane time';
    this.element.append(new Timeline(face, time).element);
    face.late('timeline.moments.missing', () => time.session.moments.load());
    face.onTexts((texts) => this.element.setAttribute('aria-label', texts.say('stage.pane.timeline')));
  }
}
