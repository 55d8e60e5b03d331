/** What the clients' pane needs of a terminal. */
import type { Face } from '../../kit/face.ts';
import type { Client } from '../../session/clients/client.ts';

export interface ClientTerminal {
  readonly element: HTMLElement;
  /** Whether it is one of several, with less room. */
  isSmall: boolean;
  /** Whether something is written that was not sent. */
  readonly hasText: boolean;
  /** Writes lines that Enter sends at once; none clears what is written. */
  prepare(lines: readonly string[]): void;
  /** Opens it, once its element is on the page. */
  open(): void;
  focus(): void;
  /** Fits it to its element. */
  fit(): void;
  /** Takes a text from a field, as if it were typed and followed by Enter. */
  enter(text: string): void;
}

/** Makes the terminal of a client. It ends with the scope of the face. */
export type MakeTerminal = (face: Face, client: Client) => ClientTerminal;
