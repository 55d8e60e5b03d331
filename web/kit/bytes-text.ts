/** Bytes as text, and how many they are. */

/** So many at once: each is an argument of a call, and a call takes only so many. */
const AT_ONCE = 8_192;

/**
 * Text of the characters that the bytes number, ISO 8859-1. The decoder of that name in browsers is another one:
 * windows-1252.
 */
export function decodeLatin1(bytes: Uint8Array): string {
  if (bytes.length <= AT_ONCE) return String.fromCharCode(...bytes);
  const parts: string[] = [];
  for (let from = 0; from < bytes.length; from += AT_ONCE) {
    parts.push(String.fromCharCode(...bytes.subarray(from, from + AT_ONCE)));
  }
  return parts.join('');
}

/** `1 byte`, `1,024 bytes`. */
export const bytesText = (count: number): string => (count === 1 ? '1 byte' : `${count.toLocaleString('en')} bytes`);
