/**
 * What a client's terminal shows, piece by piece, each with its place in what its connection did and received. So for
 * any moment in the past one can tell which pieces had happened by then, and which had not.
 */
import type { ClientAction } from '../../../src/host/protocol.ts';
import type { Remark } from './remarks.ts';

/** A piece of a transcript. */
export type Piece =
  /** How to begin, for the first client. */
  | { readonly kind: 'hint' }
  /** `did`: for a remark about a connection, how many actions that connection had done before it. */
  | {
      readonly kind: 'remark';
      readonly remark: Remark;
      readonly connection?: number | undefined;
      readonly did?: number | undefined;
    }
  /** `from`: how many bytes its connection had sent before it. */
  | {
      readonly kind: 'sent';
      readonly bytes: Uint8Array;
      readonly connection: number;
      readonly did: number;
      readonly from: number;
    }
  /** `from`: how many bytes its connection had received before it. */
  | { readonly kind: 'received'; readonly bytes: Uint8Array; readonly connection: number; readonly from: number };

/** A piece, or a part of one, as it is drawn at a moment. */
export interface Drawn {
  readonly piece: Piece;
  /** True if it had not happened at that moment. */
  readonly isFuture: boolean;
  /** It belongs to an earlier machine. */
  readonly isOld?: boolean;
}

/** What of the future is left out: all of it, or all but what is sent before the next answer. */
export type Hiding = 'nothing' | 'answers' | 'future';

/** What a connection does; `eof`: it closes because the server has closed. */
export type Action = ClientAction['act'] | 'eof';

/** A transcript drops its oldest pieces beyond these limits. */
const MOST_BYTES = 200_000;
const MOST_PIECES = 2_000;
/** Of more bytes at once only the first and the last ones are drawn: the page would freeze. */
const FIRST_BYTES = 4_096;
const LAST_BYTES = 61_440;
/** What a piece without bytes counts towards MOST_BYTES. */
const REMARK_SIZE = 32;
/** How many bytes before and after the moment are drawn. */
const BYTES_AROUND = 16_000;
const MORE: Drawn = { piece: { kind: 'remark', remark: { about: 'more' } }, isFuture: false };

export class Transcript {
  private _pieces: Piece[] = [];
  private _bytes = 0;
  /** How many of the first pieces belong to earlier machines: they have happened. */
  private _old = 0;
  private readonly _actions = new Map<number, Action[]>();
  private readonly _received = new Map<number, number>();
  private readonly _sent = new Map<number, number>();

  /** Starts over: the machine has another past. */
  clear(): void {
    this.forget();
    this._forgetCounts();
  }

  /** Keeps what is there as the past of an earlier machine. */
  seal(): void {
    this._old = this._pieces.length;
    this._forgetCounts();
  }

  private _forgetCounts(): void {
    for (const counts of [this._actions, this._received, this._sent]) counts.clear();
  }

  /** Drops all pieces. What was done and received still counts. */
  forget(): void {
    this._pieces = [];
    this._bytes = 0;
    this._old = 0;
  }

  hint(): Piece {
    return this._add({ kind: 'hint' });
  }

  /** @param connection the connection whose next action the remark is about, if it is about one. */
  remark(remark: Remark, connection?: number): Piece {
    const did = connection === undefined ? undefined : this._did(connection).length;
    return this._add({ kind: 'remark', remark, connection, did });
  }

  /** Counts an action of a connection. */
  act(connection: number, action: Action): void {
    this._did(connection).push(action);
  }

  /** Bytes that a connection sends. Counts as an action. */
  sent(connection: number, bytes: Uint8Array): readonly Piece[] {
    const actions = this._did(connection);
    actions.push('send');
    const did = actions.length - 1;
    const before = this._sent.get(connection) ?? 0;
    this._sent.set(connection, before + bytes.length);
    const { hidden, parts } = shortened(bytes);
    const [first, last] = parts.map(({ bytes, at }): Piece => ({
      ...{ kind: 'sent', bytes, connection, did },
      from: before + at,
    }));
    return this._addAll(first, hidden, last);
  }

  received(connection: number, bytes: Uint8Array): readonly Piece[] {
    const before = this._received.get(connection) ?? 0;
    this._received.set(connection, before + bytes.length);
    const { hidden, parts } = shortened(bytes);
    const [first, last] = parts.map(({ bytes, at }): Piece => ({
      ...{ kind: 'received', bytes, connection },
      from: before + at,
    }));
    return this._addAll(first, hidden, last);
  }

  /** With a remark on what is left out between the first and the last bytes. */
  private _addAll(first: Piece | undefined, hidden: number, last: Piece | undefined): readonly Piece[] {
    const remark: Piece = { kind: 'remark', remark: { about: 'hidden', bytes: hidden } };
    return [first, hidden > 0 ? remark : undefined, last]
      .flatMap((piece) => piece ?? [])
      .map((piece) => this._add(piece));
  }

  /**
   * The actions that a connection had done.
   * @param seen two numbers for each connection: how many actions it had done, and how many bytes it had received.
   */
  actionsAt(connection: number, seen: Int32Array): readonly Action[] {
    return this._did(connection).slice(0, seen[2 * connection] ?? 0);
  }

  /** All pieces, at the live end. */
  now(): Drawn[] {
    return this._pieces.map((piece, place) => ({ piece, isFuture: false, isOld: place < this._old }));
  }

  /** The pieces around a moment, as they were then. */
  at(seen: Int32Array): Drawn[] {
    let isBefore = true;
    const drawn = this._pieces.flatMap((piece, place): Drawn[] => {
      const had = place < this._old ? Infinity : happened(piece, seen);
      // A piece without a place belongs to the piece before it.
      const isFuture = had === undefined ? !isBefore : had === 0;
      isBefore = !isFuture;
      if (piece.kind !== 'received' || had === undefined || had === 0 || had >= piece.bytes.length) {
        return [{ piece, isFuture, isOld: place < this._old }];
      }
      isBefore = false;
      return [
        { piece: { ...piece, bytes: piece.bytes.subarray(0, had) }, isFuture: false },
        { piece: { ...piece, bytes: piece.bytes.subarray(had), from: piece.from + had }, isFuture: true },
      ];
    });
    return around(drawn);
  }

  private _did(connection: number): Action[] {
    const known = this._actions.get(connection);
    if (known !== undefined) return known;
    const actions: Action[] = [];
    this._actions.set(connection, actions);
    return actions;
  }

  private _add(piece: Piece): Piece {
    this._pieces.push(piece);
    this._bytes += sizeOf(piece);
    while (this._bytes > MOST_BYTES || this._pieces.length > MOST_PIECES) {
      const gone = this._pieces.shift();
      if (gone === undefined) break;
      this._bytes -= sizeOf(gone);
      this._old = Math.max(0, this._old - 1);
    }
    return piece;
  }
}

/** Without the future that is hidden. The hint says how to send a request: not while one stands below it. */
export function without(hiding: Hiding, drawn: readonly Drawn[]): readonly Drawn[] {
  if (hiding === 'nothing') return drawn;
  const shows = (piece: Piece): boolean =>
    hiding === 'answers' && (piece.kind === 'sent' || (piece.kind === 'remark' && piece.remark.about === 'connection'));
  const hidden = drawn.findIndex(({ piece, isFuture }) => isFuture && !shows(piece));
  const end = hidden === -1 ? drawn.length : hidden;
  const kept = drawn.filter(({ isFuture }, place) => !isFuture || place < end);
  return kept.some(({ isFuture }) => isFuture) ? kept.filter(({ piece }) => piece.kind !== 'hint') : kept;
}

/** The first and the last of many bytes, and how many are left out between them. */
function shortened(bytes: Uint8Array): {
  readonly hidden: number;
  readonly parts: readonly { readonly at: number; readonly bytes: Uint8Array }[];
} {
  const hidden = bytes.length - FIRST_BYTES - LAST_BYTES;
  if (hidden <= 0) return { hidden: 0, parts: [{ at: 0, bytes }] };
  const at = FIRST_BYTES + hidden;
  // Copies: the transcript would keep all of them.
  const parts = [
    { at: 0, bytes: bytes.slice(0, FIRST_BYTES) },
    { at, bytes: bytes.slice(at) },
  ];
  return { hidden, parts };
}

const sizeOf = (piece: Piece): number => ('bytes' in piece ? piece.bytes.length : REMARK_SIZE);

/** Only the pieces near the first one that has not happened: a dragged cursor asks for them many times a second. */
function around(drawn: readonly Drawn[]): Drawn[] {
  const first = drawn.findIndex(({ isFuture }) => isFuture);
  const here = first === -1 ? drawn.length : first;
  const from = reach(drawn, here - 1, -1) + 1;
  const to = reach(drawn, here, 1);
  return [...(from > 0 ? [MORE] : []), ...drawn.slice(from, to), ...(to < drawn.length ? [MORE] : [])];
}

/** From `place` on in a direction, the first place that is too far away. */
function reach(drawn: readonly Drawn[], place: number, direction: 1 | -1): number {
  let bytes = 0;
  for (; place >= 0 && place < drawn.length; place += direction) {
    if (bytes > BYTES_AROUND) break;
    bytes += sizeOf((drawn[place] as Drawn).piece);
  }
  return place;
}

/**
 * How many bytes of a received piece had happened. For other pieces 0 means no, more means yes; undefined if it has no
 * place.
 */
function happened(piece: Piece, seen: Int32Array): number | undefined {
  if (piece.kind === 'hint' || piece.connection === undefined) return undefined;
  const [did, received] = [seen[2 * piece.connection] ?? 0, seen[2 * piece.connection + 1] ?? 0];
  if (piece.kind === 'received') return Math.max(0, Math.min(piece.bytes.length, received - piece.from));
  return piece.did === undefined ? undefined : Math.max(0, did - piece.did);
}
