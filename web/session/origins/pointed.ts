/**
 * What belongs to something that is pointed at, as its chain has it: bytes in each stream, keys of the environ, what
 * the handler has set, lines of the log, and the step. Loaded when the pointer or the focus comes near.
 */
import type { OriginSubject } from '../../../src/explain/origin/link.ts';
import { linkAt } from '../byte-links.ts';
import type { ByteLink } from '../byte-links.ts';
import type { Stream } from '../lanes.ts';
import type { StepLog } from '../log/step-log.ts';
import type { Marked, PageState } from '../store.ts';
import { knownBy, OriginFinder } from './finder.ts';
import { buffered, fromHeadersBuffer } from './subjects.ts';

/** A byte of a stream of the connection that is shown, or what can be asked for. */
export type Pointed = { readonly stream: Stream; readonly offset: number } | OriginSubject;

const LF = 0x0a;

export class PointedFinder {
  private readonly _log: StepLog;
  private readonly _state: () => PageState;
  private readonly _finder: OriginFinder;
  private _key = '';
  private _found: Marked | undefined;

  constructor(log: StepLog, state: () => PageState) {
    this._log = log;
    this._state = state;
    this._finder = new OriginFinder(log, () => state().live);
  }

  /** Undefined for what leads nowhere. */
  find(pointed: Pointed): Marked | undefined {
    const { connection, cursor, live, shown, hidesFuture } = this._state();
    const { length, version } = this._log;
    // A pointer that moves on stays at the same thing for long.
    const key = JSON.stringify([pointed, connection, cursor, live?.step, shown?.step, hidesFuture, length, version]);
    if (key !== this._key) this._found = this._find(pointed, connection);
    this._key = key;
    return this._found;
  }

  private _find(pointed: Pointed, connection: number | undefined): Marked | undefined {
    if ('stream' in pointed) {
      return connection === undefined ? undefined : this._bytes(connection, pointed.stream, pointed.offset);
    }
    if ('byte' in pointed) {
      if (pointed.client !== connection) return undefined;
      return this._bytes(connection, pointed.direction, pointed.byte);
    }
    const isOfConnection = 'environ' in pointed || 'attribute' in pointed || 'header' in pointed;
    return this._of(isOfConnection && connection !== undefined ? { ...pointed, client: connection } : pointed);
  }

  private _bytes(client: number, stream: Stream, offset: number): Marked | undefined {
    const trail = this._finder.trail(client);
    const link = trail && linkAt(trail, this._log, stream, offset);
    if (trail === undefined || link === undefined) return undefined;
    const { direction, from, to } = link;
    const headers = direction === 'request' ? undefined : buffered(trail, from, to);
    const at = stream === 'headers' ? (fromHeadersBuffer(trail, offset) ?? from) : offset;
    const part = headers === undefined ? { from, to } : this._lineAt(client, link, at);
    const marks = this._of({ client, direction, byte: part.from, to: part.to });
    return {
      ...{ environKeys: [], values: [], logLines: [], ...marks },
      ...{ link, step: link.step, [direction]: { from, to } },
      ...(headers === undefined ? {} : { headers }),
    };
  }

  /** The line of a head that was written at once. */
  private _lineAt(client: number, { direction, from, to }: ByteLink, at: number): { from: number; to: number } {
    const bytes = this._finder.bytes({ client, direction, from, to });
    const feed = bytes.indexOf(LF, at - from);
    return { from: from + bytes.lastIndexOf(LF, at - from - 1) + 1, to: feed === -1 ? to : from + feed + 1 };
  }

  private _of(asked: OriginSubject): Marked | undefined {
    const state = this._state();
    const subject = this._finder.settle({ subject: asked, cursor: state.shown?.step ?? this._log.length });
    const found = this._finder.find(subject);
    if (found === undefined) return undefined;
    const chain = knownBy(found, state);
    const marks = this._finder.marks(chain, subject);
    const link = 'byte' in subject || 'step' in subject ? undefined : this._read(state.connection, marks.request?.from);
    return { ...marks, link, step: link?.step ?? marks.step };
  }

  /** The line of the request that something was made of. */
  private _read(client: number | undefined, at: number | undefined): ByteLink | undefined {
    const trail = client === undefined ? undefined : this._finder.trail(client);
    return trail && at !== undefined ? linkAt(trail, this._log, 'request', at) : undefined;
  }
}
