/** The list of steps as a pane of its own, with the kinds that are shown. */
import type { Face } from '../../kit/face.ts';
import { StepFilterRow, StepList } from '../../parts/steps/index.ts';
import type { TimeModel } from '../../session/time/time-model.ts';

export class StepsPane {
  readonly element = document.createElement('section');

  constructor(face: Face, time: TimeModel) {
    const list = new StepList(face.child(), time);
    this.element.className = 'pane steps-pane';
    this.element.append(new StepFilterRow(face.child(), time).element, list.element);
    face.late('timeline.moments.missing', () => time.session.moments.load());
    face.onTexts((texts) => this.element.setAttribute('aria-label', texts.say('stage.pane.steps')));
  }
}
