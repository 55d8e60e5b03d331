/**
 * The lanes as a stage, where there is room: beside them stand the environ and what `start_response` has set, bytes
 * slide from lane to lane while the reader walks through the past, and threads lead from bytes to the keys that were
 * made of them. Loaded when the pane is first wide enough.
 */
import type { ConnectionSnapshot } from '../../../../src/index.ts';
import type { Face } from '../../../kit/face.ts';
import type { Session } from '../../../session/session.ts';
import type { Marks } from '../../../session/store.ts';
import { Threads } from '../../../session/threads.ts';
import type { LaneView } from '../lane-view.ts';
import { Flights } from './flights.ts';
import css from './stage.css?inline';
import { ThreadLines } from './thread-lines.ts';
import { ValueCell } from './value-cell.ts';
import type { RowSubject } from './value-cell.ts';

const STATUS = 'status_set';

export class Stage {
  private readonly _session: Session;
  private readonly _threads: Threads;
  private readonly _environ: ValueCell;
  private readonly _headers: ValueCell;
  private readonly _flights: Flights;
  private readonly _lines: ThreadLines;
  private _cursor: number | undefined;

  constructor(face: Face, session: Session, grid: HTMLElement, lanes: readonly LaneView[]) {
    face.adopt(css);
    this._session = session;
    this._threads = new Threads(session);
    this._environ = new ValueCell(face, {
      title: 'environ',
      className: 'environ',
      empty: 'buffers.environ.empty',
      subjectOf: (environ) => ({ environ }),
      point: (subject) => session.pointing.point(subject),
      ask: (subject) => this._ask(subject),
    });
    this._headers = new ValueCell(face, {
      title: 'headers_set',
      className: 'headers-set',
      empty: 'buffers.headersSet.empty',
      subjectOf: (name) => (name === STATUS ? { attribute: STATUS } : { header: name }),
      point: (subject) => session.pointing.point(subject),
      ask: (subject) => this._ask(subject),
    });
    grid.append(this._environ.element, this._headers.element);
    this._flights = new Flights(face, grid, lanes, this._headers.element);
    this._lines = new ThreadLines(face, grid, lanes, this._environ);
  }

  /** The lanes show another moment. */
  draw(connection: ConnectionSnapshot | undefined): void {
    const { cursor } = this._session.state;
    const handler = connection?.handler;
    const isForward = cursor !== undefined && (this._cursor === undefined || cursor > this._cursor);
    this._cursor = cursor;
    const threads = handler?.environ === undefined ? [] : this._threads.now();
    const made = new Set(threads.map(({ key }) => key));
    const environ = handler?.environ ?? [];
    // What was made of bytes comes first.
    const rows = [...environ.filter(([key]) => made.has(key)), ...environ.filter(([key]) => !made.has(key))];
    this._environ.show(rows, { lit: threads, isBuilt: isForward });
    this._headers.show(headersOf(handler), { lit: [], isBuilt: isForward });
    this._flights.draw(connection, isForward);
    // From the environ to the response they would lead past each other.
    this._lines.show(handler?.statusSet === null ? threads : []);
  }

  private _ask(subject: RowSubject): void {
    const { asks, state } = this._session;
    if (state.connection !== undefined) asks?.({ ...subject, client: state.connection });
  }

  /** What belongs to something that is pointed at, or was asked. */
  mark(marks: Marks | undefined): void {
    this._environ.mark(marks?.environKeys ?? []);
    this._headers.mark(marks?.values ?? []);
  }
}

/** The status and the headers that `start_response` was called with. */
function headersOf(handler: ConnectionSnapshot['handler']): readonly (readonly [string, unknown])[] {
  if (handler === undefined || handler.statusSet === null || handler.statusSet === undefined) return [];
  const headers = Array.isArray(handler.headersSet) ? handler.headersSet : [];
  const rows = headers.flatMap((pair): (readonly [string, unknown])[] =>
    Array.isArray(pair) ? [[String(pair[0]), pair[1]]] : [],
  );
  return [[STATUS, handler.statusSet], ...rows];
}
