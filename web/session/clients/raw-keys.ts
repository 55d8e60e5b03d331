/**
 * Character mode: converts what is typed into what `stty raw; nc` would send. Nothing is edited and nothing waits for
 * Enter: Backspace is 0x7f, an arrow its escape sequence. Only Ctrl+C and Ctrl+D keep the meaning that they have in a
 * line.
 */
import { encodeText } from '../../kit/escapes.ts';

/** - `eof`: Ctrl+D; `reset`: Ctrl+C */
export type RawEvent =
  | { readonly type: 'bytes'; readonly bytes: Uint8Array }
  | { readonly type: 'eof' }
  | { readonly type: 'reset' };

/** What a key press, or a paste, asks for. @param end the bytes that Enter sends. */
export function rawEvent(data: string, end: string): RawEvent {
  // Inside a paste these two are bytes like any other.
  if (data === '\x04') return { type: 'eof' };
  if (data === '\x03') return { type: 'reset' };
  return { type: 'bytes', bytes: encodeText(data.replace(/\r\n|\r|\n/g, end)) };
}

/** Whether typed data is worth a new connection: a lone Enter, Backspace or arrow is not. */
export function isText(data: string): boolean {
  return !data.startsWith('\x1b') && Array.from(data).some((key) => key >= ' ' && key !== '\x7f');
}
