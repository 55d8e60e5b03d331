/**
 * What is pointed at in one pane is marked in all of them: bytes in each lane, the step that made them, the key in the environ. What
 * finds that is loaded when the pointer or the focus comes near.
 */
import type { ConnectionSnapshot } from '../../src/index.ts';
import type { ByteLink, ByteLinks } from './byte-links.ts';
import { lazily } from '../kit/lazy.ts';
import type { Rows } from './log/moves.ts';

/** What pointing needs of the page. */
export interface PointingPort {
  /** The connection that is looked at. */
  connection(): ConnectionSnapshot | undefined;
  /** Marks what belongs together; undefined takes the marks away. */
  mark(link: ByteLink | undefined): void;
  /** Goes to the moment after a step. */
  goTo(cursor: number): void;
  /** What is pointed at cannot be found out. */
  unable(message: string): void;
}

/** Finds what belongs to what is pointed at. */
export type Find = (links: ByteLinks, connection: ConnectionSnapshot) => ByteLink | undefined;

export const loadByteLinks = lazily(() => import('./byte-links.ts'));

export class Pointing {
  private _link: ByteLink | undefined;
  private _links: ByteLinks | undefined;
  private _isLoading = false;
  /** What is pointed at while it is loaded, and whether it was picked. */
  private _wanted: Find | undefined;
  private _isPicked = false;
  private readonly _rows: Rows;
  private readonly _port: PointingPort;

  constructor(rows: Rows, port: PointingPort) {
    this._rows = rows;
    this._port = port;
  }

  /** Something may be pointed at next. */
  prepare(): void {
    if (this._links !== undefined || this._isLoading) return;
    this._isLoading = true;
    void loadByteLinks().then(
      ({ ByteLinks }) => {
        this._links = new ByteLinks(this._rows);
        this.point(this._wanted);
        if (this._isPicked) this.pick();
      },
      () => {
        this._isLoading = false;
        if (this._isPicked)
          this._port.unable('The step of a byte can not be found: a part of the page could not be loaded.');
        this._isPicked = false;
      },
    );
  }

  /** Something is pointed at, and what belongs to it is found in the connection that is looked at; undefined for nothing any more. */
  point(find: Find | undefined): void {
    const links = this._links;
    if (links === undefined) {
      // A finger leaves what it has picked.
      if (find !== undefined || !this._isPicked) this._wanted = find;
      return;
    }
    const connection = this._port.connection();
    const link = connection === undefined ? undefined : find?.(links, connection);
    if (link === undefined && this._link === undefined) return;
    this._link = link;
    this._port.mark(link);
  }

  /** Goes to the step that belongs to what is pointed at. */
  pick(): void {
    if (this._links === undefined) {
      this._isPicked = this._wanted !== undefined;
      this.prepare();
    }
    const step = this._link?.step;
    if (step !== undefined) this._port.goTo(step + 1);
  }
}
