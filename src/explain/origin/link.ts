/** What `originOf` and `fateOf` answer: a tree of links, from what was asked for to where it came from, or went. */
import type { LaneName } from '../../vocabulary.ts';
import type { Direction } from './connection.ts';

/** Bytes of one direction of a connection, from the first one of it. */
export interface LinkBytes {
  readonly client: number;
  readonly direction: Direction;
  readonly from: number;
  readonly to: number;
}

/** What happened, as data: `originText` makes a sentence of it. */
export interface What {
  readonly code: string;
  readonly values: Readonly<Record<string, string | number>>;
}

export interface OriginLink {
  readonly what: What;
  /** The step at which it happened: a face goes to `step + 1`. Undefined for what has not happened. */
  readonly step: number | undefined;
  /** Exactly the bytes that were asked for, where they were then. */
  readonly bytes: LinkBytes | undefined;
  /** All bytes that moved with them. */
  readonly whole: LinkBytes | undefined;
  /** The lane that they are in. */
  readonly lane: LaneName | undefined;
  /** The key of the environ, and the part of its value. */
  readonly key:
    | { readonly name: string; readonly request: number; readonly at: number; readonly end: number }
    | undefined;
  /** The header that it belongs to: its name in the answer. */
  readonly header: string | undefined;
  /** One link for each thing that it was made of, or became. */
  readonly next: readonly OriginLink[];
}

/** What can be asked for. */
export type OriginSubject =
  /**
   * A byte of a connection, counted from the first one of that direction, or all from it up to `to`; in a lane, or
   * wherever it came to.
   */
  | {
      readonly client: number;
      readonly direction: Direction;
      readonly byte: number;
      readonly to?: number;
      readonly lane?: LaneName;
    }
  /** What `parse_request` has set, of the last request unless another one is named; or the app's status. */
  | {
      readonly attribute: 'command' | 'path' | 'request_version' | 'status_set';
      readonly client?: number;
      readonly request?: number;
    }
  /** A key of the environ; of the last request of the connection, unless another one is named. */
  | { readonly environ: string; readonly client?: number; readonly request?: number }
  /** A header of the answer, or of the request. */
  | {
      readonly header: string;
      readonly client?: number;
      readonly request?: number;
      readonly direction?: Direction;
    }
  /** The arguments or the result of a step. */
  | { readonly step: number }
  /** A line of the server's log, from 0. */
  | { readonly log: number }
  /** A descriptor: of the server's process, unless another one is named; the last one of that number. */
  | { readonly fd: number; readonly pid?: number };
