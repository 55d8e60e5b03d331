/**
 * SHA-1, which Werkzeug takes for ETags.
 *
 * Absent on purpose: every other digest, and hashing in pieces.
 */

/** A finished digest. */
export interface Digest {
  /** The 20 bytes. */
  digest(): Uint8Array;
  /** The same in hexadecimal. */
  hexdigest(): string;
}

/** `hashlib.sha1(data)`. Source: FIPS 180-4. @python hashlib.sha1 */
export function sha1(data: Uint8Array): Digest {
  const state = Uint32Array.of(0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0);
  const padded = pad(data);
  const view = new DataView(padded.buffer);
  const words = new Uint32Array(80);
  for (let at = 0; at < padded.length; at += 64) {
    for (let index = 0; index < 16; index += 1) words[index] = view.getUint32(at + index * 4);
    compress(state, words);
  }
  const bytes = new Uint8Array(20);
  const output = new DataView(bytes.buffer);
  for (const [index, word] of state.entries()) output.setUint32(index * 4, word);
  return {
    digest: () => bytes,
    hexdigest: () => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(''),
  };
}

/** The data, a 1 bit, zeros, and the length in bits, to a multiple of 64 bytes. */
function pad(data: Uint8Array): Uint8Array<ArrayBuffer> {
  const padded = new Uint8Array(Math.ceil((data.length + 9) / 64) * 64);
  padded.set(data);
  padded[data.length] = 0x80;
  const view = new DataView(padded.buffer);
  view.setUint32(padded.length - 8, Math.floor(data.length / 0x20000000));
  view.setUint32(padded.length - 4, (data.length << 3) >>> 0);
  return padded;
}

const rotate = (word: number, bits: number): number => (word << bits) | (word >>> (32 - bits));

function compress(state: Uint32Array, words: Uint32Array): void {
  for (let index = 16; index < 80; index += 1) {
    words[index] = rotate(
      word(words, index - 3) ^ word(words, index - 8) ^ word(words, index - 14) ^ word(words, index - 16),
      1,
    );
  }
  let [a = 0, b = 0, c = 0, d = 0, e = 0] = state;
  for (let index = 0; index < 80; index += 1) {
    const next = (rotate(a, 5) + mix(index, b, c, d) + e + word(words, index)) | 0;
    [e, d, c, b, a] = [d, c, rotate(b, 30), a, next];
  }
  for (const [index, value] of [a, b, c, d, e].entries()) state[index] = word(state, index) + value;
}

const word = (words: Uint32Array, index: number): number => words[index] as number;

/** The function and constant of a round. */
function mix(round: number, ...[b, c, d]: readonly [number, number, number]): number {
  if (round < 20) return ((b & c) | (~b & d)) + 0x5a827999;
  if (round < 40) return (b ^ c ^ d) + 0x6ed9eba1;
  if (round < 60) return ((b & c) | (b & d) | (c & d)) + 0x8f1bbcdc;
  return (b ^ c ^ d) + 0xca62c1d6;
}
