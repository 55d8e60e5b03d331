/** A text that is put together from bytes, and remembers which of its characters were made of which bytes. */

/** A part of a text, and the bytes that it was made of. */
export interface Piece {
  /** The bytes, counted from the first one of the stream. */
  readonly from: number;
  readonly to: number;
  /** The characters. When there are as many as bytes, each one is made of one byte. */
  readonly at: number;
  readonly end: number;
}

const isCopy = ({ from, to, at, end }: Piece): boolean => to - from === end - at;

export class PieceText {
  text = '';
  readonly pieces: Piece[] = [];

  /** Adds characters that were made of the bytes `from` to `to`. */
  add(text: string, from: number, to: number): void {
    const piece = { from, to, at: this.text.length, end: this.text.length + text.length };
    this.text += text;
    const last = this.pieces.at(-1);
    const goesOn = last !== undefined && last.to === from && last.end === piece.at && isCopy(last) && isCopy(piece);
    if (goesOn) this.pieces[this.pieces.length - 1] = { ...last, to, end: piece.end };
    else if (text !== '') this.pieces.push(piece);
  }

  /** Adds characters that were made of no byte. */
  addMade(text: string): void {
    this.text += text;
  }

  /** Adds what another text is made of. */
  append({ text, pieces }: { readonly text: string; readonly pieces: readonly Piece[] }): void {
    const start = this.text.length;
    this.text += text;
    for (const { from, to, at, end } of pieces) this.pieces.push({ from, to, at: at + start, end: end + start });
  }
}

/** The bytes that a part of a text was made of. */
export function bytesOfPiece(piece: Piece, at: number, end: number): { readonly from: number; readonly to: number } {
  if (!isCopy(piece)) return { from: piece.from, to: piece.to };
  const from = piece.from + Math.max(0, at - piece.at);
  return { from, to: Math.max(from, piece.to - Math.max(0, piece.end - end)) };
}

/** The part of a text that bytes were made into. */
export function textOfPiece(piece: Piece, from: number, to: number): { readonly at: number; readonly end: number } {
  if (!isCopy(piece)) return { at: piece.at, end: piece.end };
  const at = piece.at + Math.max(0, from - piece.from);
  return { at, end: Math.max(at, piece.end - Math.max(0, piece.to - to)) };
}
