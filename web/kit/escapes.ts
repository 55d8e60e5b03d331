/** From what a person typed to bytes, and back. */

const ENCODER = new TextEncoder();
const ESCAPE = /\\(?:x([0-9a-fA-F]{2})|([rnt0\\]))/g;
const NAMED: Readonly<Record<string, number>> = { r: 13, n: 10, t: 9, '0': 0, '\\': 92 };

/** Text as UTF-8, the way a terminal sends it. */
export function encodeText(text: string): Uint8Array {
  return ENCODER.encode(text);
}

/**
 * Text as UTF-8, with `\xNN`, `\r`, `\n`, `\t`, `\0` and `\\` standing for one byte each. An escape that is none stays
 * as it is typed.
 */
export function encodeEscapes(text: string): Uint8Array {
  const parts: Uint8Array[] = [];
  let from = 0;
  for (const match of text.matchAll(ESCAPE)) {
    parts.push(ENCODER.encode(text.slice(from, match.index)));
    const [whole, hex, named] = match;
    parts.push(Uint8Array.of(hex === undefined ? (NAMED[named ?? ''] ?? 0) : Number.parseInt(hex, 16)));
    from = match.index + whole.length;
  }
  parts.push(ENCODER.encode(text.slice(from)));
  return joinBytes(parts);
}

const WRITTEN: Readonly<Record<string, string>> = {
  '\r': String.raw`\r`,
  '\n': String.raw`\n`,
  '\t': String.raw`\t`,
  '\\': String.raw`\\`,
};

/** Bytes as a person types them: ASCII as it is, the rest as `\r`, `\n`, `\t` and `\xNN`. */
export function escapeBytes(bytes: string | readonly number[]): string {
  const text = typeof bytes === 'string' ? bytes : String.fromCharCode(...bytes);
  return text.replaceAll(
    /[^ -[\]-~]/g,
    (byte) => WRITTEN[byte] ?? String.raw`\x${byte.charCodeAt(0).toString(16).padStart(2, '0')}`,
  );
}

/** One array after the other. */
export function joinBytes(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
