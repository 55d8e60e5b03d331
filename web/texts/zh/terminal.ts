/** Chinese: the terminal of a client. */
import type { TERMINAL as ENGLISH } from '../en/terminal.ts';
import type { Translated } from '../translated.ts';

export const TERMINAL: Translated<typeof ENGLISH> = {
  'terminal.title': '客户端 {number} 的终端',
};
