/** Bytes in rows of eight, as hexdump shows them. */

export const HEX_ROW = 8;

export interface HexRow {
  /** Of the first byte that the row shows. */
  readonly offset: number;
  /** Of the row: a multiple of eight, in hexadecimal. */
  readonly address: string;
  readonly hex: string;
}

/** Rows at multiples of eight. Where `offset` is inside a row, the first one begins with blanks. */
export function hexRows(bytes: Uint8Array, offset: number): HexRow[] {
  const rows: HexRow[] = [];
  for (let start = offset - (offset % HEX_ROW); start < offset + bytes.length; start += HEX_ROW) {
    const cells: string[] = [];
    for (let at = start; at < Math.min(start + HEX_ROW, offset + bytes.length); at += 1) {
      cells.push(at < offset ? '  ' : (bytes[at - offset] ?? 0).toString(16).padStart(2, '0'));
    }
    const address = start.toString(16).padStart(4, '0');
    rows.push({ offset: Math.max(start, offset), address, hex: cells.join(' ') });
  }
  return rows;
}
