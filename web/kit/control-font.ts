/**
 * A font for the pictures of control characters, U+2400 to U+2421, made here from 3 × 5 dots a letter: ␍ is a small C
 * above a small R. Few systems have these characters in a monospaced font, and an empty box instead of ␍␊ says nothing.
 *
 * Absent on purpose: everything a TrueType font may leave out.
 */

/** Rows of three dots from top to bottom, one octal digit each. */
const LETTERS: Readonly<Record<string, string>> = {
  A: '25755', B: '65656', C: '34443', D: '65556', E: '74647', F: '74644', G: '34553', H: '55755', I: '72227', K: '55655',
  L: '44447', M: '57755', N: '65555', O: '25552', P: '65644', Q: '25563', R: '65655', S: '34216', T: '72222', U: '55557',
  V: '55552', X: '55255', Y: '55222', 1: '26227', 2: '61247', 3: '61216', 4: '55711',
}; // prettier-ignore

/** Two letters for each control character, from NUL; then space and delete. */
const NAMES = 'NUSHSXEXETEQAKBLBSHTLFVTFFCRSOSIDLD1D2D3D4NKSYEBCNEMSBECFSGSRSUSSPDT';

const FIRST = 0x2400;
const EM = 1_000;
const ADVANCE = 600;
const DOT = 82;
const LEFT = 24;
const TOP = 690;
const ASCENT = 800;
const DESCENT = 200;

type Box = readonly [x0: number, y0: number, x1: number, y1: number];

/** Bytes written in order, big-endian. */
class Writer {
  private readonly _bytes: number[] = [];

  get length(): number {
    return this._bytes.length;
  }

  u16(...values: readonly number[]): this {
    for (const value of values) this._bytes.push((value >> 8) & 0xff, value & 0xff);
    return this;
  }

  u32(...values: readonly number[]): this {
    for (const value of values) this.u16(value >>> 16, value & 0xffff);
    return this;
  }

  bytes(values: Iterable<number>): this {
    for (const value of values) this._bytes.push(value);
    return this;
  }

  text(text: string): this {
    return this.bytes(Array.from(text, (character) => character.charCodeAt(0)));
  }

  pad(): this {
    while (this._bytes.length % 4 !== 0) this._bytes.push(0);
    return this;
  }

  toBytes(): Uint8Array<ArrayBuffer> {
    return Uint8Array.from(this._bytes);
  }
}

/** The dots of one letter as boxes, neighbours in a row joined. */
function letterBoxes(letter: string, left: number, top: number): Box[] {
  const boxes: Box[] = [];
  for (const [row, digit] of [...(LETTERS[letter] ?? '')].entries()) {
    const dots = Number(digit).toString(2).padStart(3, '0');
    for (const { index, 0: run } of dots.matchAll(/1+/g)) {
      const x = left + index * DOT;
      const y = top - row * DOT;
      boxes.push([x, y - DOT, x + run.length * DOT, y]);
    }
  }
  return boxes;
}

function glyphBoxes(number: number): Box[] {
  const [first = '', second = ''] = NAMES.slice(number * 2);
  return [...letterBoxes(first, LEFT, TOP), ...letterBoxes(second, LEFT + 4 * DOT, TOP - 4 * DOT)];
}

/** One entry of the table `glyf`: each box is a contour of four points, clockwise. */
function glyph(boxes: readonly Box[]): Uint8Array {
  const xs = boxes.flatMap(([x0, , x1]) => [x0, x0, x1, x1]);
  const ys = boxes.flatMap(([, y0, , y1]) => [y0, y1, y1, y0]);
  const out = new Writer().u16(boxes.length, Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys));
  out.u16(...boxes.map((_, at) => at * 4 + 3), 0).bytes(xs.map(() => 1));
  for (const values of [xs, ys]) out.u16(...values.map((value, at) => value - (values[at - 1] ?? 0)));
  return out.pad().toBytes();
}

/** The mapping from characters to glyphs: one segment, and the end mark the format asks for. */
function cmap(count: number): Writer {
  const last = FIRST + count - 1;
  const table = new Writer().u16(0, 1, 3, 1).u32(12).u16(4, 32, 0, 4, 4, 1, 0);
  return table.u16(last, 0xffff, 0, FIRST, 0xffff, 0x10000 + 1 - FIRST, 1, 0, 0);
}

function os2(last: number): Writer {
  const out = new Writer().u16(4, ADVANCE, 400, 5, 0, 650, 600, 0, 75, 650, 600, 0, 350, 50, 250, 0);
  out
    .bytes([2, 11, 6, 9, 0, 0, 0, 0, 0, 0])
    .u32(0, 1 << 7, 0, 0)
    .text('GLAS')
    .u16(0x40, FIRST, last);
  return out
    .u16(ASCENT, 0x10000 - DESCENT, 0, ASCENT, DESCENT)
    .u32(1, 0)
    .u16(TOP - 200, TOP, 0, 32, 1);
}

function tables(): Readonly<Record<string, Writer>> {
  const glyphs = Array.from({ length: NAMES.length / 2 }, (_, number) => glyph(glyphBoxes(number)));
  const count = glyphs.length;
  const glyf = new Writer();
  const loca = new Writer().u32(0, 0);
  for (const data of glyphs) loca.u32(glyf.bytes(data).length);
  const head = new Writer().u32(0x10000, 0x10000, 0, 0x5f0f3cf5).u16(3, EM).u32(0, 0, 0, 0);
  head.u16(0, 0x10000 - DESCENT, ADVANCE, ASCENT, 0, 8, 2, 1, 0);
  const hhea = new Writer().u32(0x10000).u16(ASCENT, 0x10000 - DESCENT, 0, ADVANCE, 0, 0, ADVANCE, 1);
  const hmtx = new Writer().u16(ADVANCE, 0, ...glyphs.map(() => LEFT));
  return {
    'OS/2': os2(FIRST + count - 1),
    cmap: cmap(count),
    glyf,
    head,
    hhea: hhea.u16(0, 0, 0, 0, 0, 0, 0, 1),
    hmtx,
    loca,
    maxp: new Writer().u32(0x10000).u16(count + 1, 120, 30, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0),
    name: new Writer().u16(0, 0, 6),
    post: new Writer()
      .u32(0x30000, 0)
      .u16(0x10000 - 75, 50)
      .u32(1, 0, 0, 0, 0),
  };
}

/** The font as a TrueType file. */
export function controlFont(): Uint8Array<ArrayBuffer> {
  const parts = Object.entries(tables());
  const out = new Writer().u32(0x10000).u16(parts.length, 128, 3, parts.length * 16 - 128);
  let offset = 12 + parts.length * 16;
  for (const [tag, { length }] of parts) {
    out.text(tag).u32(0, offset, length);
    offset += Math.ceil(length / 4) * 4;
  }
  for (const [, table] of parts) out.bytes(table.toBytes()).pad();
  return out.toBytes();
}

/** Makes the font known to the page as `Glaswerk Control`. */
export function addControlFont(): void {
  const face = new FontFace('Glaswerk Control', controlFont().buffer, { unicodeRange: 'U+2400-2421' });
  document.fonts.add(face);
}
