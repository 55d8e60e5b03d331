/**
 * Finds the moments of a log, row by row, as it grows. First version: the walk of each connection, by names of
 * methods; sentences and events come with the rules.
 */
import type { Moment, MomentRow, WalkName } from './moment.ts';

/** The method whose call is a stop of the walk, by the end of its qualified name. */
const STOPS: Readonly<Record<string, WalkName>> = {
  run_simple: 'run_simple',
  make_server: 'make_server',
  'BaseServer.serve_forever': 'serve_forever',
  get_request: 'get_request',
  process_request: 'process_request',
  finish_request: 'finish_request',
  'StreamRequestHandler.setup': 'setup',
  handle_one_request: 'handle_one_request',
  parse_request: 'parse_request',
  run_wsgi: 'run_wsgi',
  make_environ: 'make_environ',
  'run_wsgi.<locals>.execute': 'app',
  'run_wsgi.<locals>.start_response': 'start_response',
  'run_wsgi.<locals>.write': 'write',
  'StreamRequestHandler.finish': 'finish',
  shutdown_request: 'close',
};

/** Moments at whose return there is more to see than at their call. */
const SHOWN_AT_RETURN: ReadonlySet<WalkName> = new Set<WalkName>([
  ...(['make_server', 'get_request', 'setup', 'parse_request', 'make_environ', 'start_response', 'write'] as const),
  ...(['finish', 'close'] as const),
]);

export class MomentFinder {
  readonly moments: Moment[] = [];
  private _length = 0;
  private _client: number | undefined;

  /** How many rows were read. */
  get length(): number {
    return this._length;
  }

  /** Reads the next row. */
  add(row: MomentRow): void {
    this._length = row.number + 1;
    const name = stopOf(row.name);
    if (name === undefined) return;
    if (row.kind === 'call' && !SHOWN_AT_RETURN.has(name)) this._found(name, row, row.number);
    if (row.kind === 'return' && SHOWN_AT_RETURN.has(name)) this._found(name, row, row.number);
  }

  /** Forgets what was found from step `length` on: the log is another one from there. */
  truncate(length: number): void {
    while ((this.moments.at(-1)?.step ?? -1) >= length) this.moments.pop();
    this._length = Math.min(this._length, length);
  }

  private _found(name: WalkName, row: MomentRow, from: number): void {
    if (name === 'get_request') this._client = (this._client ?? -1) + 1;
    const cause = { code: name, values: {} };
    this.moments.push({
      name,
      from,
      step: row.number,
      tid: row.tid,
      client: this._client,
      request: 0,
      cause,
      light: {},
    });
  }
}

function stopOf(name: string): WalkName | undefined {
  const parts = name.split('.');
  for (let from = 0; from < parts.length; from += 1) {
    const stop = STOPS[parts.slice(from).join('.')];
    if (stop !== undefined) return stop;
  }
  return undefined;
}
