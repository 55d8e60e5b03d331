/** The timeline as a pane of its own. */
import type { Face } from '../../kit/face.ts';
import { Timeline } from '../../parts/timeline/index.ts';
import type { TimeModel } from '../../session/time/time-model.ts';

export class TimelinePane {
  readonly element = document.createElement('section');

  constructor(face: Face, time: TimeModel) {
    this.element.className = 'pane time';
    this.element.append(new Timeline(face, time).element);
    // Without them there are lanes alone.
    void time.session.moments.load().catch(() => undefined);
    face.onTexts((texts) => this.element.setAttribute('aria-label', texts.say('stage.pane.timeline')));
  }
}
