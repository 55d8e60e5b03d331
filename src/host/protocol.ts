/**
 * The messages between a face of the machine (a page, an element) and the host that runs it. They hold plain values
 * only. Each message carries the number of its session: a host runs many machines, and news of a machine that was
 * replaced must not count for the next one.
 */
import type { BreakpointSpec, ChoicePoint, LinkSettings, Scenario, Snapshot, Step } from '../index.ts';
import type { CallMove, ClientCommand, ClientState, ServerKind } from '../vocabulary.ts';
import type { Notice } from './notices.ts';
import type { StepRows } from './step-rows.ts';
import type { LoadProblem, ComplaintInfo } from './app-faults.ts';
import type { PlaySubject, Played } from './played.ts';

export type { ServerKind } from '../vocabulary.ts';

/** The options of a machine. Together with its inputs they decide every step. */
export interface BootOptions {
  readonly server: ServerKind;
  /** Name of a preset. */
  readonly app: string;
  /** TypeScript source that is served instead of the preset; undefined for the preset as it comes. */
  readonly source?: string | undefined;
  readonly seed: number;
  /** The network between clients and server; perfect if left out. */
  readonly link?: LinkSettings | undefined;
}

/** An app that comes with Glaswerk. */
export interface PresetInfo {
  readonly name: string;
  readonly title: string;
  /** What the app shows. */
  readonly note: string;
}

/** The reader's app, ready to run. */
export interface AppCode {
  /** JavaScript whose lines match those of the source; undefined for the preset as it comes. */
  readonly code: string | undefined;
  /** What standard error showed before: the server that a reloader starts writes to the same terminal. */
  readonly logBefore: string;
}

/** What a person does with a client. */
export type ClientAction =
  | { readonly act: 'connect' }
  | { readonly act: 'send'; readonly bytes: Uint8Array }
  | { readonly act: 'shutdownWrite' }
  | { readonly act: 'close' }
  | { readonly act: 'reset' };

export type { ClientState } from '../vocabulary.ts';

/** News of a client. */
export interface ClientReport {
  /** Number of the connection, in the order in which they were opened. */
  readonly client: number;
  readonly state: ClientState;
  /** Bytes received since the last report. */
  readonly bytes: Uint8Array;
}

/** One branch of the machine's history. */
export interface BranchInfo {
  readonly id: number;
  readonly name: string;
  /** The branch that it left at `step`; undefined for the first one. */
  readonly parent: number | undefined;
  readonly step: number;
  readonly isCurrent: boolean;
}

/** Something that a client did or received. `eof`: the server has closed its side. */
export interface HistoryEntry {
  readonly client: number;
  readonly did: 'connect' | ClientCommand | 'receive' | 'eof';
  readonly bytes: Uint8Array;
}

/**
 * The moment of a planned input: once the log has `step` steps, at a virtual time, or without either as soon as the
 * machine rests.
 */
export interface When {
  readonly step?: number | undefined;
  readonly timeMicros?: number | undefined;
}

/** A planned action of a client. */
export interface PlannedInfo {
  /** The number that cancels it. */
  readonly id: number;
  readonly client: number;
  readonly action: ClientAction;
  readonly when: When;
}

/** Why the machine is paused, and where. */
export interface Pause {
  /**
   * `reader`: on request; `breakpoint`: one was hit; `choice`: the reader chooses the next thread; `link`: the link
   * was made of a paused machine.
   */
  readonly why: 'reader' | 'breakpoint' | 'choice' | 'link';
  /** How many steps have happened. The log may be a few steps longer, where the machine could not stop at once. */
  readonly step: number;
  /**
   * Indexes of the breakpoints that were hit, in the list that the page has sent. Told once: empty in later messages
   * about the same pause.
   */
  readonly hits: readonly number[];
  /** The threads to choose from. */
  readonly choice: ChoicePoint | undefined;
}

/** Where the machine of a link was paused when the link was made. */
export interface PausedAt {
  readonly step: number;
  /** It was waiting for the reader to choose the next thread. */
  readonly isChoice: boolean;
}

/** What the page knows of a machine that is made again: it is told nothing of that. */
export interface Known {
  readonly rows: number;
  /** By number of the connection; undefined for one that it has heard nothing of. */
  readonly clients: readonly (KnownClient | undefined)[];
}

/** What the page has been told of a client: its state, and how many bytes it received. */
export interface KnownClient {
  readonly state: string;
  readonly length: number;
}

/** Whether the reader is the scheduler: of the server's threads, or of all. */
export type Asking = boolean | 'all';

/** How a paused machine goes on: by one step, or as a debugger's moves do. */
export type StepMove = 'step' | CallMove;

/**
 * A machine with another server that had the same inputs: its log, how its rows match those of the first machine, and
 * how it ended.
 */
export interface Comparison {
  readonly server: ServerKind;
  /** The rows of the compared machine. */
  readonly steps: readonly Step[];
  /**
   * One line per row of the comparison, two numbers a line: the step of the first machine and of the compared one; -1
   * where one has none.
   */
  readonly lines: Int32Array;
  /**
   * For each step of the first machine the equal step of the compared one, perhaps in another line; -1 if there is
   * none.
   */
  readonly partners: Int32Array;
  /** How many steps of the first machine were compared. */
  readonly length: number;
  /** What the reader should know: the log was too long, the machine broke, … */
  readonly notes: readonly Notice[];
}

export type ToMachine =
  /** Starts a session. If there is one of that number, it ends first. */
  | {
      readonly type: 'boot';
      readonly session: number;
      readonly options: BootOptions;
      readonly app?: AppCode | undefined;
      /** A scenario to replay first. It comes from a link, unchecked. */
      readonly scenario?: unknown;
      /** Where the replay ends and the machine stays paused. */
      readonly pauseAt?: PausedAt | undefined;
      /** Given to make the machine again that has ended since it lacked something: what the page knows of it. */
      readonly known?: Known | undefined;
      /** Breakpoints that hold from the first step on. */
      readonly breakpoints: readonly BreakpointSpec[];
      readonly isAsking: Asking;
      /** The page wants to be able to make this machine again in another host: it is told `kept`. */
      readonly isKept?: boolean | undefined;
    }
  /** Plays a scenario from its start to its end, as fast as it goes. The session ends with it. */
  | {
      readonly type: 'play';
      readonly session: number;
      readonly subject: PlaySubject;
      /** JavaScript of the app, where it is none that comes with Glaswerk. */
      readonly code: string | undefined;
      /** Whether the log is kept, so that the step of a difference is known. */
      readonly isTraced: boolean;
      /** False to tell the scenario only, without running it. */
      readonly isRun: boolean;
    }
  /** Ends a session and frees its machine. */
  | { readonly type: 'end'; readonly session: number }
  | { readonly type: 'client'; readonly session: number; readonly client: number; readonly action: ClientAction }
  /** Asks for the machine as it was when its log had `step` steps. */
  | { readonly type: 'seek'; readonly session: number; readonly step: number }
  /** Sets the clients whose connections snapshots show. */
  | { readonly type: 'showClients'; readonly session: number; readonly clients: readonly number[] }
  /** Begins a new branch at `step`. What followed is kept as a branch of its own. */
  | { readonly type: 'branch'; readonly session: number; readonly step: number }
  | { readonly type: 'goToBranch'; readonly session: number; readonly id: number }
  | { readonly type: 'nameBranch'; readonly session: number; readonly id: number; readonly name: string }
  /** Replaces all breakpoints. */
  | { readonly type: 'breakpoints'; readonly session: number; readonly specs: readonly BreakpointSpec[] }
  /** Pauses the machine at once. */
  | { readonly type: 'pause'; readonly session: number }
  | { readonly type: 'resume'; readonly session: number }
  /** Moves a paused machine on from step `from`, the end of its log. */
  | { readonly type: 'step'; readonly session: number; readonly move: StepMove; readonly from: number }
  /** Whether the machine stops wherever several threads could run, and waits for `choose`. */
  | { readonly type: 'askForChoices'; readonly session: number; readonly isAsking: Asking }
  | { readonly type: 'choose'; readonly session: number; readonly tid: number }
  /** Plans an action of a client. */
  | {
      readonly type: 'plan';
      readonly session: number;
      readonly client: number;
      readonly action: ClientAction;
      readonly when: When;
    }
  | { readonly type: 'cancelPlan'; readonly session: number; readonly id: number }
  /** Sends SIGINT to the server, as Ctrl+C in its terminal does. */
  | { readonly type: 'interrupt'; readonly session: number }
  /** Compares with another server, now and after each later input; undefined ends the comparison. */
  | { readonly type: 'compare'; readonly session: number; readonly server: ServerKind | undefined }
  /** Asks for the compared machine as it was when its log had `step` steps. */
  | { readonly type: 'seekCompared'; readonly session: number; readonly step: number }
  /** Asks for the scenario that replays the machine. */
  /** `isQuiet`: a machine that is too large for a link gives no answer. */
  | { readonly type: 'export'; readonly session: number; readonly isQuiet?: true }
  /** Asks for the names that breakpoints can be set on. */
  | { readonly type: 'names'; readonly session: number }
  /** Asks to be told once the machine rests, is paused or has ended, and everything has been reported. */
  | { readonly type: 'settle'; readonly session: number; readonly id: number }
  /** The page has drawn the last progress message: the host may send the next one. */
  | { readonly type: 'acknowledge'; readonly session: number }
  /** Asks the host whether it still runs. Any session number gets an answer. */
  | { readonly type: 'ping'; readonly session: number };

export type RequestType = ToMachine['type'];

export type FromMachine =
  | { readonly type: 'booted'; readonly session: number; readonly presets: readonly PresetInfo[] }
  | {
      readonly type: 'progress';
      readonly session: number;
      /** The rows that follow those already sent: all that led to the news of clients. */
      readonly steps: StepRows;
      /** The machine at the end of its log; undefined if more follows, or if it is too big. */
      readonly snapshot: Snapshot | undefined;
      readonly clients: readonly ClientReport[];
      /** Planned actions that were carried out. */
      readonly did: readonly HistoryEntry[];
      /** Where the server listens; undefined while it does not. */
      readonly address: string | undefined;
    }
  | {
      readonly type: 'snapshot';
      readonly session: number;
      readonly step: number;
      /** Undefined if that step cannot be shown: a `rejected` message has said why. */
      readonly snapshot: Snapshot | undefined;
      /** Two numbers per client: how many actions it had performed, and how many bytes it had received. */
      readonly seen: Int32Array;
    }
  /** Only the first `from` rows remain valid: another branch follows. */
  | {
      readonly type: 'branched';
      readonly session: number;
      readonly from: number;
      /** Whether the clients have done the same in both branches. */
      readonly isSame: boolean;
    }
  /** Everything that clients did and received, where it differs from what the page was told. */
  | {
      readonly type: 'history';
      readonly session: number;
      readonly connections: number;
      readonly entries: readonly HistoryEntry[];
    }
  | { readonly type: 'branches'; readonly session: number; readonly branches: readonly BranchInfo[] }
  /** The machine pauses or goes on; and whether it asks for choices. */
  | {
      readonly type: 'paused';
      readonly session: number;
      readonly pause: Pause | undefined;
      readonly isAsking: Asking;
    }
  /** A breakpoint is invalid: its index in the list, and why. */
  | {
      readonly type: 'breakpointRejected';
      readonly session: number;
      readonly index: number;
      readonly notice: Notice;
    }
  | { readonly type: 'planned'; readonly session: number; readonly inputs: readonly PlannedInfo[] }
  /** Each of the first `length` steps can now be shown quickly. */
  | { readonly type: 'seekPrepared'; readonly session: number; readonly length: number }
  /** A request was rejected, and why. The machine is as it was. */
  | {
      readonly type: 'rejected';
      readonly session: number;
      readonly request: RequestType;
      readonly notice: Notice;
    }
  /** Something the reader should know about a request that was carried out. */
  | { readonly type: 'note'; readonly session: number; readonly notice: Notice }
  | { readonly type: 'compared'; readonly session: number; readonly comparison: Comparison }
  | {
      readonly type: 'comparedSnapshot';
      readonly session: number;
      readonly step: number;
      /** Undefined if there is no compared machine, no longer or not yet. */
      readonly snapshot: Snapshot | undefined;
    }
  | { readonly type: 'exported'; readonly session: number; readonly scenario: Scenario }
  /** The scenario of a link is invalid or cannot be replayed. The machine was booted without it. */
  | { readonly type: 'scenarioRejected'; readonly session: number; readonly notice: Notice }
  /** The reader's app could not be loaded. */
  | { readonly type: 'loadProblem'; readonly session: number; readonly problem: LoadProblem }
  /** What the app did wrong since the last such message. */
  | { readonly type: 'complaints'; readonly session: number; readonly complaints: readonly ComplaintInfo[] }
  /** Python's names of all mirrored methods and functions. */
  | { readonly type: 'names'; readonly session: number; readonly names: readonly string[] }
  /** The answer to `settle`: to the request with this id, and to those before it. */
  | { readonly type: 'settled'; readonly session: number; readonly id: number }
  /** The machine has ended, and why. */
  | { readonly type: 'failed'; readonly session: number; readonly notice: Notice }
  | { readonly type: 'pong'; readonly session: number }
  /** Code that did not come with Glaswerk is about to run in this session; told when it is another one than before. */
  | { readonly type: 'entered'; readonly session: number }
  /** What makes this machine again in another host: told after each change, if the page wants to know. */
  | {
      readonly type: 'kept';
      readonly session: number;
      readonly scenario: Scenario;
      readonly pausedAt: PausedAt | undefined;
      /** How many requests of the session the scenario includes. */
      readonly requests: number;
    }
  | { readonly type: 'played'; readonly session: number; readonly played: Played }
  /** The machine needs a part of the program that is not there: it has ended. */
  | {
      readonly type: 'absent';
      readonly session: number;
      readonly name: string;
      /** How many requests of the session it has carried out; undefined if there was no machine yet. */
      readonly requests?: number | undefined;
    };

/** A message without the number of its session. */
export type WithoutSession<T> = T extends unknown ? Omit<T, 'session'> : never;
