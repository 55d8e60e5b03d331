/** The events that an element fires at itself: they bubble, leave shadow roots, and carry plain JSON. */
import type { Difference } from './contract.ts';

export interface EmbedEvents {
  /** The element has found its example and can be run. */
  'glaswerk:ready': { readonly request?: string | undefined; readonly answer?: string | undefined };
  /** A run begins. */
  'glaswerk:run': Readonly<Record<string, never>>;
  /** The cursor of the stage stands at another step. */
  'glaswerk:step': { readonly step: number; readonly of: number };
  /** A run has ended. */
  'glaswerk:answer': { readonly text: string; readonly bytes: number; readonly matches?: boolean | undefined };
  /** The answer is not as printed. */
  'glaswerk:drift': Difference;
  /** Something the author or the page has to mend; `message` is the sentence that the reader sees. */
  'glaswerk:error': { readonly code: string; readonly message: string };
}

export function tell<K extends keyof EmbedEvents>(element: Element, type: K, detail: EmbedEvents[K]): void {
  element.dispatchEvent(new CustomEvent(type, { bubbles: true, composed: true, detail }));
}
