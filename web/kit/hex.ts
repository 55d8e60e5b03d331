/** Bytes in rows of eight, as hexdump shows them. */

const ROW = 8;

export interface HexRow {
  readonly address: string;
  readonly hex: string;
}

/** Rows at multiples of eight. When `offset` is inside a row, the first one starts with blanks. */
export function hexRows(bytes: Uint8Array, offset: number): HexRow[] {
  const rows: HexRow[] = [];
  for (let start = offset - (offset % ROW); start < offset + bytes.length; start += ROW) {
    const cells: string[] = [];
    for (let at = start; at < Math.min(start + ROW, offset + bytes.length); at += 1) {
      cells.push(at < offset ? '  ' : (bytes[at - offset] ?? 0).toString(16).padStart(2, '0'));
    }
    rows.push({ address: start.toString(16).padStart(4, '0'), hex: cells.join(' ') });
  }
  return rows;
}
