/**
 * Character mode: what a terminal says was typed, as `stty raw; nc` would send it. Nothing is edited and nothing waits for Enter:
 * Backspace is 0x7f, an arrow its escape sequence. Only Ctrl+C and Ctrl+D keep what they mean in a line.
 */
import { encodeText } from '../../kit/escapes.ts';

/** - `eof`: Ctrl+D; `reset`: Ctrl+C */
export type RawEvent = { readonly type: 'bytes'; readonly bytes: Uint8Array } | { readonly type: 'eof' | 'reset' };

/** What a key press, or a paste, asks for. @param end what stands for the end of a line. */
export function rawEvent(data: string, end: string): RawEvent {
  // Pasted among other bytes they are bytes.
  if (data === '\x04') return { type: 'eof' };
  if (data === '\x03') return { type: 'reset' };
  return { type: 'bytes', bytes: encodeText(data.replace(/\r\n|\r|\n/g, end)) };
}

/** Whether it is a wish to say something, worth a new connection: a lone Enter, Backspace or arrow is none. */
export function isText(data: string): boolean {
  return !data.startsWith('\x1b') && Array.from(data).some((key) => key >= ' ' && key !== '\x7f');
}
