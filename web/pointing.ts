/** What is pointed at in one pane is marked in all of them: bytes in each lane, the step that made them, the key in the environ. */
import type { ConnectionSnapshot } from '../src/index.ts';
import type { ByteLink } from './byte-links.ts';

/** What pointing needs of the page. */
export interface PointingPort {
  /** The connection that is looked at. */
  connection(): ConnectionSnapshot | undefined;
  /** Marks what belongs together; undefined takes the marks away. */
  mark(link: ByteLink | undefined): void;
  /** Goes to the moment after a step. */
  goTo(cursor: number): void;
}

export class Pointing {
  private _link: ByteLink | undefined;
  private readonly _port: PointingPort;

  constructor(port: PointingPort) {
    this._port = port;
  }

  /** Something is pointed at, and what belongs to it is found in the connection that is looked at. */
  point(find: (connection: ConnectionSnapshot) => ByteLink | undefined): void {
    const connection = this._port.connection();
    const link = connection === undefined ? undefined : find(connection);
    if (link === undefined && this._link === undefined) return;
    this._link = link;
    this._port.mark(link);
  }

  /** Goes to the step that belongs to what is pointed at. */
  pick(): void {
    const step = this._link?.step;
    if (step !== undefined) this._port.goTo(step + 1);
  }
}
