/**
 * Bytes and texts that grow, sent as what is new: the start is kept from what was sent before. Sender and receiver keep
 * the same bases, because both see the same messages in the same order.
 */

/** Bytes: the first `kept` come from the base, beginning at `from` there; the others follow. */
export interface BytesNews {
  readonly from: number;
  readonly kept: number;
  readonly more: Uint8Array;
}

/** A text: the first `kept` characters come from the base. */
export interface TextNews {
  readonly kept: number;
  readonly more: string;
}

/** Bytes of a buffer, and how many went before them. */
export interface Section {
  readonly dropped: number;
  readonly bytes: Uint8Array;
}

const NOTHING = new Uint8Array();

/** What is new in a section, if the receiver has `base`. */
export function bytesNews({ dropped, bytes }: Section, base: Section | undefined): BytesNews {
  const from = dropped - (base?.dropped ?? 0);
  if (base === undefined || from < 0 || from >= base.bytes.length) return { from: 0, kept: 0, more: bytes };
  const kept = Math.min(bytes.length, base.bytes.length - from);
  // Most buffers only grow, but a handler may change its own.
  for (let at = 0; at < kept; at += 1)
    if (bytes[at] !== base.bytes[from + at]) return { from: 0, kept: 0, more: bytes };
  return { from, kept, more: kept === bytes.length ? NOTHING : bytes.slice(kept) };
}

/** The section that news tell of; undefined if they do not fit the base. */
export function readBytes({ from, kept, more }: BytesNews, base: Section | undefined): Uint8Array | undefined {
  if (kept === 0) return more;
  if (base === undefined || from + kept > base.bytes.length) return undefined;
  const start = base.bytes.subarray(from, from + kept);
  if (more.length === 0) return start;
  const bytes = new Uint8Array(kept + more.length);
  bytes.set(start);
  bytes.set(more, kept);
  return bytes;
}

/** What is new in a text, if the receiver has `base`. */
export function textNews(text: string, base: string): TextNews {
  if (text.startsWith(base)) return { kept: base.length, more: text.slice(base.length) };
  return base.startsWith(text) ? { kept: text.length, more: '' } : { kept: 0, more: text };
}

/** The text that news tell of; undefined if they do not fit the base. */
export function readText({ kept, more }: TextNews, base: string): string | undefined {
  return kept > base.length ? undefined : base.slice(0, kept) + more;
}

/**
 * Whether a text or a section becomes the base of the next one. One from the past has nothing new: the longer one
 * stays.
 */
export const isNews = (news: BytesNews | TextNews): boolean => news.more.length > 0;
