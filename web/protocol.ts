/** What the page and the worker that runs the machine say to each other. Plain values only, in both directions. */
import type { Scenario, Snapshot, Step } from '../src/index.ts';

export type ServerKind = 'base' | 'threaded' | 'forking';

/** What a machine is booted with; together with the inputs it decides every step. */
export interface BootOptions {
  readonly server: ServerKind;
  /** Name of a preset. */
  readonly app: string;
  /** TypeScript that is served in place of the preset's own; `undefined` for the preset as it comes. */
  readonly source?: string | undefined;
  readonly seed: number;
  /** False for a machine in which no server runs, so that connecting to it is refused. */
  readonly isListening: boolean;
}

/** An app that comes with Glaswerk. */
export interface PresetInfo {
  readonly name: string;
  readonly title: string;
  /** What there is to see. */
  readonly note: string;
}

/** The reader's app, made ready to run. */
export interface AppCode {
  /** JavaScript, line by line where the source has it, see web/editor/compile.ts; undefined for the preset as it comes. */
  readonly code: string | undefined;
  /** What standard error showed before: a reloader's child writes to the same terminal. */
  readonly logBefore: string;
}

/** What is wrong with the reader's app. */
export interface AppProblem {
  /** Found while it was compiled, while it was loaded, or in a request. */
  readonly when: 'compile' | 'load' | 'request';
  readonly message: string;
  /** From 1; undefined when nobody knows. */
  readonly line: number | undefined;
}

/** What a person does with a client. */
export type ClientAction =
  | { readonly act: 'connect' }
  | { readonly act: 'send'; readonly bytes: Uint8Array }
  | { readonly act: 'shutdownWrite' }
  | { readonly act: 'close' }
  | { readonly act: 'reset' };

export type ClientState = 'connecting' | 'open' | 'eof' | 'reset' | 'refused' | 'closed';

/** What a client has seen since it was last asked. */
export interface ClientNews {
  /** Number of the connection, in the order in which they were opened. */
  readonly client: number;
  readonly state: ClientState;
  /** Newly received bytes. */
  readonly bytes: Uint8Array;
}

/** One future of the machine. */
export interface BranchInfo {
  readonly id: number;
  readonly name: string;
  /** The branch that it left, at `step`; undefined for the first one. */
  readonly parent: number | undefined;
  readonly step: number;
  readonly isCurrent: boolean;
}

/** Something that a client did, or received. */
export interface HistoryEntry {
  readonly client: number;
  readonly did: 'connect' | 'send' | 'shutdownWrite' | 'close' | 'reset' | 'receive';
  readonly bytes: Uint8Array;
}

/** Every message carries the number of its session, so that news of a machine that was replaced is not taken for the new one's. */
export type ToMachine =
  | {
      readonly type: 'boot';
      readonly session: number;
      readonly options: BootOptions;
      readonly app?: AppCode | undefined;
      /** What to live through first, from a link: nobody has checked it yet. */
      readonly scenario?: unknown;
    }
  | { readonly type: 'client'; readonly session: number; readonly client: number; readonly action: ClientAction }
  /** Asks for the machine as it was when its log was `step` rows long. */
  | { readonly type: 'seek'; readonly session: number; readonly step: number }
  /** Whose connection snapshots are to show. */
  | { readonly type: 'look'; readonly session: number; readonly client: number | undefined }
  /** What follows `step` is kept as a branch, and another future begins there. */
  | { readonly type: 'branch'; readonly session: number; readonly step: number }
  | { readonly type: 'goToBranch'; readonly session: number; readonly id: number }
  | { readonly type: 'nameBranch'; readonly session: number; readonly id: number; readonly name: string }
  /** Asks for everything that is needed to live the same again. */
  | { readonly type: 'export'; readonly session: number }
  | { readonly type: 'ping'; readonly session: number };

export type FromMachine =
  | { readonly type: 'booted'; readonly session: number; readonly presets: readonly PresetInfo[] }
  | {
      readonly type: 'progress';
      readonly session: number;
      /** The rows that follow those already sent. */
      readonly steps: readonly Step[];
      /** The machine at its end; left out when more rows follow at once. */
      readonly snapshot: Snapshot | undefined;
      readonly clients: readonly ClientNews[];
      /** Where the server listens; undefined while it does not. */
      readonly address: string | undefined;
    }
  | { readonly type: 'snapshot'; readonly session: number; readonly step: number; readonly snapshot: Snapshot }
  /** Only the first rows hold, up to `from`: another future follows. */
  | { readonly type: 'branched'; readonly session: number; readonly from: number }
  /** What the clients have done so far, where that is not what the page has seen of them; all of a machine's branches. */
  | {
      readonly type: 'history';
      readonly session: number;
      readonly connections: number;
      readonly entries: readonly HistoryEntry[];
    }
  | { readonly type: 'branches'; readonly session: number; readonly branches: readonly BranchInfo[] }
  | { readonly type: 'exported'; readonly session: number; readonly scenario: Scenario }
  /** The scenario of a link is none, or the like; the machine was booted without it. */
  | { readonly type: 'refused'; readonly session: number; readonly message: string }
  | { readonly type: 'problem'; readonly session: number; readonly problem: AppProblem }
  | { readonly type: 'failed'; readonly session: number; readonly message: string }
  | { readonly type: 'pong'; readonly session: number };
