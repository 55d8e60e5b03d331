/** A printed answer in the page: where a character of its text is in the document. */
import { readBlock } from '../loader/read-block.ts';

interface Piece {
  readonly node: Node;
  readonly from: number;
}

/** A range over the characters of a block's text from one offset to another. */
export function rangeIn(block: Element, from: number, to: number): Range {
  const pieces: Piece[] = [];
  readBlock(block, (node, from) => void pieces.push({ node, from }));
  const range = new Range();
  range.selectNodeContents(block);
  const start = placeOf(pieces, from);
  const end = placeOf(pieces, to);
  if (start !== undefined) range.setStart(...start);
  if (end !== undefined) range.setEnd(...end);
  return range;
}

function placeOf(pieces: readonly Piece[], offset: number): [node: Node, offset: number] | undefined {
  const piece = pieces.findLast(({ from }) => from <= offset);
  // A line end may belong to no text node: then the text before it ends there.
  return piece && [piece.node, Math.min(offset - piece.from, piece.node.nodeValue?.length ?? 0)];
}
