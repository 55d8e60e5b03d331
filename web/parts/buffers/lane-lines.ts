/** The bytes of a lane, line by line. A line that has not changed keeps its element: most of a lane never changes. */
import { HEX_ROW } from '../../kit/hex.ts';
import { hexNodes, textNodes } from './byte-nodes.ts';

/** A part of a stream. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/** What is drawn. Offsets are those of `bytes`. */
export interface LaneBytes {
  readonly bytes: Uint8Array;
  /** How many bytes of the stream were dropped before these. */
  readonly dropped: number;
  /** Where drawing begins. */
  readonly first: number;
  /** How far the bytes have been read; never before `first`. */
  readonly edge: number;
  readonly marked: Range;
  /** The byte that the keys are at; -1 for none. */
  readonly at: number;
  readonly isHex: boolean;
}

interface LineRange extends Range {
  readonly isLast: boolean;
}

/** A drawn line, and a key that changes when it has to be drawn again. */
interface Line {
  readonly key: string;
  readonly element: HTMLElement;
}

const LF = 0x0a;

export class LaneLines {
  private readonly _body: HTMLElement;
  /** By their offset in the stream. */
  private _lines = new Map<number, Line>();
  private _isHex = false;

  constructor(body: HTMLElement) {
    this._body = body;
  }

  /** @param note an element that stands before the lines. */
  draw(what: LaneBytes, note: HTMLElement | undefined): void {
    if (what.isHex !== this._isHex) this._lines.clear();
    this._isHex = what.isHex;
    const { bytes, dropped } = what;
    const lines = new Map<number, Line>();
    const cuts = [what.edge, what.marked.from, what.marked.to, what.at];
    for (const range of bytes.length === 0 ? [] : linesOf(bytes, what.first, what.isHex)) {
      const { from, to, isLast } = range;
      // Only a cut inside a line, or at its beginning, changes how it looks.
      const inside = cuts.map((cut) => Math.max(-1, Math.min(to - from, cut - from)));
      const key = `${to - from}/${inside.join('/')}/${isLast}/${hash(bytes, from, to)}`;
      const known = this._lines.get(from + dropped);
      lines.set(from + dropped, { key, element: known?.key === key ? known.element : lineElement(range, what) });
    }
    this._lines = lines;
    const elements = [...lines.values()].map(({ element }) => element);
    reconcile(this._body, note === undefined ? elements : [note, ...elements]);
  }
}

/** A line in parts: read or unread, marked or not, with the edge between what has been read and what has not. */
function lineElement(
  { from, to, isLast }: LineRange,
  { bytes, dropped, edge, marked, at, isHex }: LaneBytes,
): HTMLElement {
  const line = document.createElement('span');
  line.className = 'line';
  const cuts = [from, marked.from, edge, marked.to, at, at + 1, to].filter((cut) => cut >= from && cut <= to);
  const sorted = [...new Set(cuts)].toSorted((one, other) => one - other);
  const draw = isHex ? hexNodes : textNodes;
  for (const [index, begin] of sorted.entries()) {
    // An edge between two lines is drawn at the beginning of the second one.
    if (begin === edge && (begin < to || isLast)) line.append(edgeMark());
    const end = sorted[index + 1] ?? begin;
    if (end === begin) continue;
    const isMarked = begin >= marked.from && end <= marked.to;
    const className = `${end <= edge ? 'read' : 'unread'}${isMarked ? ' is-marked' : ''}${begin === at ? ' is-at' : ''}`;
    line.append(draw(bytes.subarray(begin, end), className, { from: begin, dropped }));
  }
  return line;
}

/**
 * Lines from `first` on, each with its line feed, or rows of eight bytes. A last line feed is followed by an empty
 * line.
 */
function* linesOf(bytes: Uint8Array, first: number, isHex: boolean): Generator<LineRange> {
  const { length } = bytes;
  const hasEmpty = !isHex && bytes.at(-1) === LF;
  for (let from = first; from < length;) {
    const feed = bytes.indexOf(LF, from);
    const to = isHex ? Math.min(length, from - (from % HEX_ROW) + HEX_ROW) : feed === -1 ? length : feed + 1;
    yield { from, to, isLast: to === length && !hasEmpty };
    from = to;
  }
  if (hasEmpty) yield { from: length, to: length, isLast: true };
}

/** Gives an element these children, without touching those that are already in place. */
function reconcile(parent: Element, children: readonly Element[]): void {
  const wanted = new Set(children);
  if (!children.some((child) => child.parentElement === parent)) return parent.replaceChildren(...children);
  for (const child of [...parent.children]) if (!wanted.has(child)) child.remove();
  let next = parent.firstElementChild;
  for (const child of children) {
    if (child === next) next = next.nextElementSibling;
    else parent.insertBefore(child, next);
  }
}

function edgeMark(): HTMLElement {
  const mark = document.createElement('span');
  mark.className = 'edge';
  return mark;
}

/** Tells apart two ranges of one length: lanes start again with each request. */
export function hash(bytes: Uint8Array, from: number, to: number): number {
  let sum = 0;
  for (let at = from; at < to; at += 1) sum = (Math.imul(sum, 31) + (bytes[at] as number)) | 0;
  return sum;
}
