/** What a face has played to its end, and what came of it. */
import type { Scenario } from '../index.ts';
import type { ClientState, ServerKind } from '../vocabulary.ts';
import type { Difference } from '../examples/index.ts';
import type { ComplaintInfo } from './app-faults.ts';

/** What an author prints, with what is said about its machine; src/examples reads it. */
export interface ExampleText {
  /** The requests: that of the example, after those of the examples before it that talk to the same server. */
  readonly requests: readonly RequestText[];
  /** Name of a preset. */
  readonly app: string | undefined;
  /** The author's own app, which takes the place of the preset. */
  readonly source: string | undefined;
  readonly server: ServerKind | undefined;
  readonly seed: number | undefined;
  /** The name of a network, or settings as JSON. */
  readonly link: string | undefined;
  /** The printed answer, if there is one. */
  readonly answer: string | undefined;
  /** What named wildcards of the answer stand for already. */
  readonly values: Readonly<Record<string, string>> | undefined;
}

export interface RequestText {
  readonly text: string;
  /** Whether it is the text of an attribute, with escapes, and not of a code block. */
  readonly isEscaped: boolean;
  readonly lineEnds: 'crlf' | 'lf';
}

/** What is played: a scenario, from an author or a link, unchecked; or an example. */
export type PlaySubject = { readonly scenario: unknown } | { readonly example: ExampleText };

/** How an answer differs from what is printed. */
export type PrintedDifference = Difference;

/** What came of a scenario that was played to its end. */
export interface Played {
  /** The scenario, with inputs that wait for their turn. */
  readonly scenario: Scenario;
  /** The answers as an author prints them. */
  readonly text: string;
  /** Undefined without a printed answer. */
  readonly matches: boolean | undefined;
  readonly first: PrintedDifference | undefined;
  /** What named wildcards stand for, those that were known before too. Undefined unless the answer is as printed. */
  readonly captured: Readonly<Record<string, string>> | undefined;
  /** What each client received, in the order in which they connected. */
  readonly answers: readonly PlayedAnswer[];
  /** What the server and its children wrote to their standard error. */
  readonly log: string;
  /** How it ended: `idle` when nothing more could happen; `limit` for an app that has no end. */
  readonly why: PlayedEnd;
  /** Seconds of virtual time that passed. */
  readonly time: number;
  /** What the app did wrong. */
  readonly complaints: readonly ComplaintInfo[];
}

export interface PlayedAnswer {
  readonly bytes: Uint8Array;
  readonly state: ClientState;
  /** The errno name of the client's last error. */
  readonly error: string | undefined;
}

export type PlayedEnd = 'idle' | 'deadlock' | 'exit' | 'limit';
