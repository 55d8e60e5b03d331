/** Bytes on their way from one lane to the next: a copy of what is new slides from where it came from. */
import type { ConnectionSnapshot } from '../../../../src/index.ts';
import type { LaneName } from '../../../../src/vocabulary.ts';
import type { Face } from '../../../kit/face.ts';
import { runsOf } from '../../../kit/glyphs.ts';
import type { LaneView } from '../lane-view.ts';
import { mayMove } from './motion.ts';

const FLIGHT_MS = 340;
/** Of more bytes at once the first ones are seen. */
const MOST_BYTES = 400;

/** Where the bytes of a lane come from; `headers_set` is the cell beside the lanes. */
const FROM: Readonly<Partial<Record<LaneName, LaneName | 'headers_set'>>> = {
  'wire to server': 'client out',
  'kernel receive': 'client out',
  rfile: 'kernel receive',
  'headers buffer': 'headers_set',
  wfile: 'headers buffer',
  'wire to client': 'wfile',
  'client in': 'wfile',
};

export class Flights {
  private readonly _face: Face;
  private readonly _grid: HTMLElement;
  private readonly _lanes: readonly LaneView[];
  private readonly _headers: HTMLElement;
  /** How many bytes had come into each lane. */
  private _totals = new Map<LaneName, number>();
  private _client: number | undefined;

  /** @param headers the cell of `headers_set`. */
  constructor(face: Face, grid: HTMLElement, lanes: readonly LaneView[], headers: HTMLElement) {
    this._face = face;
    this._grid = grid;
    this._lanes = lanes;
    this._headers = headers;
  }

  /** The lanes show another moment. @param isForward whether it is a later one of the past. */
  draw(connection: ConnectionSnapshot | undefined, isForward: boolean): void {
    const before = connection?.client === this._client ? this._totals : new Map<LaneName, number>();
    this._client = connection?.client;
    this._totals = new Map(connection?.lanes.map(({ name, bytes, dropped }) => [name, bytes.length + dropped]));
    if (!isForward || !mayMove() || connection === undefined) return;
    for (const { name, bytes, dropped } of connection.lanes) {
      const count = bytes.length + dropped - (before.get(name) ?? 0);
      if (count > 0) this._fly(name, bytes.subarray(Math.max(0, bytes.length - count)));
    }
  }

  private _fly(name: LaneName, bytes: Uint8Array): void {
    const to = this._lanes.find(({ info }) => info.name === name)?.body;
    const from = this._placeOf(FROM[name]);
    if (to === undefined || from === undefined) return;
    const [here, there, grid] = [from, to, this._grid].map((element) => element.getBoundingClientRect());
    if (here === undefined || there === undefined || grid === undefined || there.width === 0) return;
    const ghost = document.createElement('pre');
    ghost.className = 'flight';
    ghost.setAttribute('aria-hidden', 'true');
    ghost.textContent = runsOf(bytes.subarray(0, MOST_BYTES))
      .map(({ text, isLineEnd }) => (isLineEnd ? `${text}\n` : text))
      .join('');
    const { style } = ghost;
    style.left = `${there.left - grid.left}px`;
    style.top = `${there.top - grid.top}px`;
    style.width = `${there.width}px`;
    style.maxHeight = `${there.height}px`;
    this._grid.append(ghost);
    const start = `translate(${here.left - there.left}px, ${here.top - there.top}px)`;
    const timing = { duration: FLIGHT_MS, easing: 'cubic-bezier(0.3, 0, 0.2, 1)' };
    const flight = ghost.animate([{ transform: start }, { transform: 'none' }], timing);
    to.animate([{ opacity: 0 }, { opacity: 0, offset: 0.9 }, { opacity: 1 }], timing);
    const forget = this._face.scope.onEnd(() => ghost.remove());
    const land = (): void => {
      forget();
      ghost.remove();
    };
    flight.addEventListener('finish', land);
    flight.addEventListener('cancel', land);
  }

  private _placeOf(name: LaneName | 'headers_set' | undefined): HTMLElement | undefined {
    if (name === 'headers_set') return this._headers;
    return this._lanes.find(({ info }) => info.name === name)?.body;
  }
}
