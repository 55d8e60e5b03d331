/**
 * What the reader points at in one pane is marked in all of them: bytes in each lane, the step that read or wrote them,
 * the key in the environ. The code that finds these is loaded when the pointer or the focus comes near.
 */
import type { ConnectionSnapshot } from '../../src/index.ts';
import type { ByteLink, ByteLinks } from './byte-links.ts';
import { lazily } from '../kit/lazy.ts';
import type { Rows } from './log/moves.ts';

export interface PointingOptions {
  /** The connection that is shown. */
  connection(): ConnectionSnapshot | undefined;
  /** Marks what belongs together; undefined removes the marks. */
  mark(link: ByteLink | undefined): void;
  /** Goes to the moment after a step. */
  goTo(cursor: number): void;
  /** The step of a byte that was picked cannot be found, because the code for it could not be loaded. */
  failed(): void;
}

/** Finds what belongs to what the reader points at. */
export type Find = (links: ByteLinks, connection: ConnectionSnapshot) => ByteLink | undefined;

export const loadByteLinks = lazily(() => import('./byte-links.ts'));

export class Pointing {
  private _link: ByteLink | undefined;
  private _links: ByteLinks | undefined;
  private _isLoading = false;
  /** What the reader points at while the code is loading, and whether it was picked. */
  private _pending: Find | undefined;
  private _isPicked = false;
  private readonly _rows: Rows;
  private readonly _options: PointingOptions;

  constructor(rows: Rows, options: PointingOptions) {
    this._rows = rows;
    this._options = options;
  }

  /** The reader may point at something next: loads what that needs. */
  prepare(): void {
    if (this._links !== undefined || this._isLoading) return;
    this._isLoading = true;
    void loadByteLinks().then(
      ({ ByteLinks }) => {
        this._links = new ByteLinks(this._rows);
        this.point(this._pending);
        if (this._isPicked) this.pick();
      },
      () => {
        this._isLoading = false;
        if (this._isPicked) this._options.failed();
        this._isPicked = false;
      },
    );
  }

  /** Marks what the reader points at, in the connection that is shown; undefined for nothing. */
  point(find: Find | undefined): void {
    const links = this._links;
    if (links === undefined) {
      // After a tap the finger leaves: what was picked stays pending.
      if (find !== undefined || !this._isPicked) this._pending = find;
      return;
    }
    const connection = this._options.connection();
    const link = connection === undefined ? undefined : find?.(links, connection);
    if (link === undefined && this._link === undefined) return;
    this._link = link;
    this._options.mark(link);
  }

  /** Goes to the step that belongs to what the reader points at. */
  pick(): void {
    if (this._links === undefined) {
      this._isPicked = this._pending !== undefined;
      this.prepare();
    }
    const step = this._link?.step;
    if (step !== undefined) this._options.goTo(step + 1);
  }
}
