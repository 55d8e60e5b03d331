/**
 * What a terminal has shown, piece by piece, with the place of each in what its connection did and received: so that of any moment in
 * the past it can be said what had happened, and what had not.
 */
import type { ClientAction } from '../../../src/host/protocol.ts';

/** Something on the screen. */
export type Piece =
  | { readonly kind: 'note'; readonly text: string }
  /** `did`: how many things its connection had done before it, for what is said of one of them. */
  | {
      readonly kind: 'rule';
      readonly text: string;
      readonly connection?: number | undefined;
      readonly did?: number | undefined;
    }
  | { readonly kind: 'sent'; readonly bytes: Uint8Array; readonly connection: number; readonly did: number }
  /** `from`: how many bytes its connection had received before. */
  | { readonly kind: 'received'; readonly bytes: Uint8Array; readonly connection: number; readonly from: number };

/** A piece, or a part of one, as it is drawn. */
export interface Drawn {
  readonly piece: Piece;
  /** It had not happened. */
  readonly isFuture: boolean;
}

/** What a connection does; `eof`: it closes because the server has. */
export type Action = ClientAction['act'] | 'eof';

/** More than that is not kept for showing the past; of the screen itself it is a small part. */
const MOST_BYTES = 200_000;
const MOST_PIECES = 2_000;
/** So many bytes before and after the moment are drawn. */
const BYTES_AROUND = 16_000;
const MORE: Drawn = { piece: { kind: 'rule', text: 'more at the live end' }, isFuture: false };

export class Transcript {
  private _pieces: Piece[] = [];
  private _bytes = 0;
  /** How many pieces, the first ones, are of machines before this one: they have happened. */
  private _old = 0;
  private readonly _actions = new Map<number, Action[]>();
  private readonly _received = new Map<number, number>();

  /** Another past of the machine. */
  clear(): void {
    this.forget();
    this._actions.clear();
    this._received.clear();
  }

  /** Another machine: what is there stays. */
  seal(): void {
    this._old = this._pieces.length;
    this._actions.clear();
    this._received.clear();
  }

  /** The screen is empty; what has been done and received still counts. */
  forget(): void {
    this._pieces = [];
    this._bytes = 0;
    this._old = 0;
  }

  note(text: string): Piece {
    return this._add({ kind: 'note', text });
  }

  /** Says something, of what a connection does next if there is one. */
  rule(text: string, connection?: number): Piece {
    const did = connection === undefined ? undefined : this._did(connection).length;
    return this._add({ kind: 'rule', text, connection, did });
  }

  /** A connection has done one more thing. */
  act(connection: number, action: Action): void {
    this._did(connection).push(action);
  }

  /** Bytes that a connection sends, which is one more thing that it does. */
  sent(connection: number, bytes: Uint8Array): Piece {
    const actions = this._did(connection);
    actions.push('send');
    return this._add({ kind: 'sent', bytes, connection, did: actions.length - 1 });
  }

  /** @param shown how many of the bytes are drawn, the last ones. */
  received(connection: number, bytes: Uint8Array, shown = bytes.length): Piece {
    const before = this._received.get(connection) ?? 0;
    this._received.set(connection, before + bytes.length);
    const from = before + bytes.length - shown;
    return this._add({ kind: 'received', bytes: bytes.subarray(bytes.length - shown), connection, from });
  }

  /** What a connection had done. @param seen two numbers for each connection: how much it had done, how many bytes it had received. */
  actionsAt(connection: number, seen: Int32Array): readonly Action[] {
    return this._did(connection).slice(0, seen[2 * connection] ?? 0);
  }

  /** Everything, as it is now. */
  now(): Drawn[] {
    return this._pieces.map((piece) => ({ piece, isFuture: false }));
  }

  /** What is around a moment, as it was then. */
  at(seen: Int32Array): Drawn[] {
    let isBefore = true;
    const drawn = this._pieces.flatMap((piece, place) => {
      const had = place < this._old ? Infinity : happened(piece, seen);
      // What is said of nothing in particular belongs to what stands before it.
      const isFuture = had === undefined ? !isBefore : had === 0;
      isBefore = !isFuture;
      if (piece.kind !== 'received' || had === undefined || had === 0 || had >= piece.bytes.length) {
        return [{ piece, isFuture }];
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

const sizeOf = (piece: Piece): number => ('bytes' in piece ? piece.bytes.length : piece.text.length);

/** Only what is near the first piece that has not happened: a cursor that is dragged asks for it many times a second. */
function around(drawn: readonly Drawn[]): Drawn[] {
  const first = drawn.findIndex(({ isFuture }) => isFuture);
  const here = first === -1 ? drawn.length : first;
  const from = reach(drawn, here - 1, -1) + 1;
  const to = reach(drawn, here, 1);
  return [...(from > 0 ? [MORE] : []), ...drawn.slice(from, to), ...(to < drawn.length ? [MORE] : [])];
}

/** The first place from `place` on, in a direction, that is too far away. */
function reach(drawn: readonly Drawn[], place: number, direction: 1 | -1): number {
  let bytes = 0;
  for (; place >= 0 && place < drawn.length; place += direction) {
    if (bytes > BYTES_AROUND) break;
    bytes += sizeOf((drawn[place] as Drawn).piece);
  }
  return place;
}

/** How much of a piece had happened; of one that is whole or not at all, 0 or something; undefined where nobody knows. */
function happened(piece: Piece, seen: Int32Array): number | undefined {
  if (piece.kind === 'note' || piece.connection === undefined) return undefined;
  const [did, received] = [seen[2 * piece.connection] ?? 0, seen[2 * piece.connection + 1] ?? 0];
  if (piece.kind === 'received') return Math.max(0, Math.min(piece.bytes.length, received - piece.from));
  return piece.did === undefined ? undefined : Math.max(0, did - piece.did);
}
