/** What became of each example: plain data, which a worker can post and every report reads. */
import type { Place } from './source-text.ts';

export type Verdict =
  /** What is printed is what the server sends. */
  | 'true'
  | 'drift'
  /** It differs, as `expect-drift` says. */
  | 'expected'
  /** It was run; there is no printed answer. */
  | 'unprinted'
  | 'skipped'
  /** It could not be run. */
  | 'failed';

/** The first byte that is not as printed. */
export interface Drift {
  /** Which byte on the wire, from 0, of which client, from 1. */
  readonly byte: number;
  readonly client: number;
  /** The line on both sides, up to that byte and from it on, with bytes drawn. */
  readonly printed: readonly [before: string, from: string];
  readonly sent: readonly [before: string, from: string];
  /** Opens the workbench at the moment when the byte was written. */
  readonly link: string | undefined;
  /** The name of that moment, and how many steps have happened then; undefined where it is not known. */
  readonly moment: { readonly name: string; readonly step: number } | undefined;
}

export interface Result extends Place {
  readonly path: string;
  /** Where the tag is. */
  readonly tag: Place & { readonly path: string };
  readonly verdict: Verdict;
  /** One sentence: why it is not true. */
  readonly message: string;
  readonly drift?: Drift | undefined;
  /** What the app did wrong, and how the run ended, if that may be why. */
  readonly notes: readonly string[];
  /** The true answer was written in place of the printed one. */
  readonly isUpdated?: boolean | undefined;
}

/** What one file gave. */
export interface FileReport {
  readonly path: string;
  readonly results: readonly Result[];
  /** Why it was not read. */
  readonly unread?: string | undefined;
  /** Files to write, whole. */
  readonly rewritten: readonly { readonly path: string; readonly text: string }[];
}
