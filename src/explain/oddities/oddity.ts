/**
 * A step that looks like a fault and is none, as data: an exception that is expected and caught, a system call whose
 * error is an answer. Words are in `oddity-text.ts`.
 */

export const ODDITY_CODES = [
  // Attributes that are looked for, and are not there.
  ...(['attribute.environ', 'attribute.buffer', 'attribute.path', 'attribute'] as const),
  // Clients that are gone, or say nothing for too long.
  ...(['gone', 'gone.timeout', 'timeout', 'shutdown'] as const),
  // Exceptions that an app, or a method around it, catches.
  ...(['http', 'app', 'form'] as const),
  // Ctrl+C, children, and connections that are gone before they are accepted.
  ...(['interrupt', 'child', 'accept'] as const),
  // Answers of the kernel that are no data.
  ...(['again', 'connecting', 'nameless', 'unregistered'] as const),
  // Ends.
  ...(['end.request', 'end.drain', 'end'] as const),
  // Time limits that have passed.
  ...(['idle', 'drained', 'nothing', 'not woken'] as const),
  'empty datagram',
] as const;
export type OddityCode = (typeof ODDITY_CODES)[number];

/** Values of a sentence. */
export type OddityValues = Readonly<Record<string, string>>;

export interface Oddity {
  /** Number of the step. */
  readonly step: number;
  /** Why it is harmless: key of the sentence. */
  readonly code: OddityCode;
  readonly values: OddityValues;
}
