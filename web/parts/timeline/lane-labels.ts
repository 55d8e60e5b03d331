/**
 * The names of the lanes, beside the canvas. Only those in view are elements; the list scrolls, and the canvas with it.
 */
import type { Face } from '../../kit/face.ts';
import type { StepLog } from '../../session/log/step-log.ts';
import { laneLabel, laneTitle } from '../../session/log/lane-names.ts';
import { USUAL_REM } from '../../kit/text-size.ts';
import { LANE_HEIGHT } from './scene.ts';

/** Lanes that are visible without scrolling. */
export const MOST_ROWS = 5;

export class LaneLabels {
  readonly element = document.createElement('ol');
  /** How far the list is scrolled, in pixels of the picture. Kept here: asking the document would lay it out. */
  scrollTop = 0;
  private readonly _face: Face;
  private readonly _log: StepLog;
  private _shown: readonly HTMLElement[] = [];
  /** What the labels were made from. */
  private _key = '';

  /** @param scrolled called when other lanes are in view. */
  constructor(face: Face, log: StepLog, scrolled: () => void) {
    this._face = face;
    this._log = log;
    this.element.className = 'timeline-labels';
    face.onTexts((texts) => this.element.setAttribute('aria-label', texts.say('timeline.lanes')));
    this.element.addEventListener(
      'scroll',
      () => {
        this.scrollTop = (this.element.scrollTop * USUAL_REM) / face.rem;
        scrolled();
      },
      { passive: true },
    );
  }

  /** @param rows places of the lanes in the track, from top to bottom. */
  draw(rows: readonly number[]): void {
    const first = Math.max(0, Math.floor(this.scrollTop / LANE_HEIGHT) - 1);
    const inView = rows.slice(first, first + MOST_ROWS + 2);
    const { lanes } = this._log.track;
    const names = inView.map((place) => `${place} ${lanes[place]?.name}`).join();
    const key = `${this._face.texts.language}/${first}/${names}`;
    if (key !== this._key) {
      this._key = key;
      this._shown = inView.map((place) => this._labelOf(place));
      this.element.replaceChildren(...this._shown);
    }
    const below = rows.length - first - inView.length;
    // The room is a margin of the labels: padding of the list would make the list itself higher.
    this._shown.at(0)?.style.setProperty('margin-top', this._height(first));
    this._shown.at(-1)?.style.setProperty('margin-bottom', this._height(below));
    if (rows.length > MOST_ROWS) this.element.tabIndex = 0;
    else this.element.removeAttribute('tabindex');
  }

  private _height(lanes: number): string {
    return `${(lanes * LANE_HEIGHT * this._face.rem) / USUAL_REM}px`;
  }

  private _labelOf(place: number): HTMLElement {
    const { texts } = this._face;
    const { lanes } = this._log.track;
    const label = document.createElement('li');
    const lane = lanes[place];
    if (lane === undefined) return label;
    label.dataset['thread'] = String(this._log.colourOf(lane.tid));
    label.textContent = laneLabel(texts, lane, place === lanes.findIndex(({ name }) => name === 'MainThread'));
    label.title = laneTitle(texts, lane);
    return label;
  }
}
