/** What the page and the worker that runs the machine say to each other. Plain values only, in both directions. */
import type { BreakpointSpec, ChoicePoint, LinkSettings, Scenario, Snapshot, Step } from '../index.ts';
import type { StepRows } from './rows.ts';
import type { CallMove, ClientCommand, ClientState, ServerKind } from '../vocabulary.ts';

export type { ServerKind } from '../vocabulary.ts';

/** What a machine is booted with; together with the inputs it decides every step. */
export interface BootOptions {
  readonly server: ServerKind;
  /** Name of a preset. */
  readonly app: string;
  /** TypeScript that is served in place of the preset's own; `undefined` for the preset as it comes. */
  readonly source?: string | undefined;
  readonly seed: number;
  /** The network between the clients and the server; perfect when it is left out. */
  readonly link?: LinkSettings | undefined;
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
  /** JavaScript, line by line where the source has it, see web/parts/editor/compile.ts; undefined for the preset as it comes. */
  readonly code: string | undefined;
  /** What standard error showed before: a reloader's child writes to the same terminal. */
  readonly logBefore: string;
}

/** What is wrong with the reader's app. */
export interface AppProblem {
  /** Found while it was compiled, while it was loaded, or in a request. The last comes as a complaint. */
  readonly when: 'compile' | 'load' | 'request';
  readonly message: string;
  /** From 1; undefined when nobody knows. */
  readonly line: number | undefined;
}

/** A frame of a JavaScript stack, in the source of the reader's app. */
export interface ComplaintFrame {
  /** The function; empty when it has no name. */
  readonly name: string;
  /** From 1. */
  readonly line: number;
  /** From 1; 0 when the engine does not tell. */
  readonly column: number;
}

/** Something that an app did wrong in a request; see `machine.errors`. */
export interface ComplaintInfo {
  readonly kind: 'error' | 'warning';
  readonly text: string;
  /** What to do about it; empty when nobody knows. */
  readonly hint: string;
  /** How many steps the log had. */
  readonly step: number;
  readonly thread: string;
  /** Innermost first; empty for an app that comes with Glaswerk. */
  readonly frames: readonly ComplaintFrame[];
}

/** What a person does with a client. */
export type ClientAction =
  | { readonly act: 'connect' }
  | { readonly act: 'send'; readonly bytes: Uint8Array }
  | { readonly act: 'shutdownWrite' }
  | { readonly act: 'close' }
  | { readonly act: 'reset' };

export type { ClientState } from '../vocabulary.ts';

/** What a client has seen since it was last asked. */
export interface ClientReport {
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

/** Something that a client did, or received; `eof`: the server has said that it sends no more. */
export interface HistoryEntry {
  readonly client: number;
  readonly did: 'connect' | ClientCommand | 'receive' | 'eof';
  readonly bytes: Uint8Array;
}

/** When something is to be done: once the log has so many steps, at a virtual time, or without either as soon as the machine rests. */
export interface When {
  readonly step?: number | undefined;
  /** Microseconds since boot. */
  readonly time?: number | undefined;
}

/** Something that a client is to do later. */
export interface PlannedInfo {
  /** Its number, by which it can be taken back. */
  readonly id: number;
  readonly client: number;
  readonly action: ClientAction;
  readonly when: When;
}

/** Why the machine stands still although it could go on, and where. */
export interface Pause {
  /** `reader`: asked to; `breakpoint`: one holds; `choice`: somebody has to say who runs next; `link`: it was so when it was shared. */
  readonly why: 'reader' | 'breakpoint' | 'choice' | 'link';
  /** How many steps have happened; the log may be a few steps longer, where the machine could not stop at once. */
  readonly step: number;
  /** Which of the breakpoints hold: places in the list that the page has sent. Told once: empty where it still stands at a breakpoint. */
  readonly hits: readonly number[];
  /** What is to be chosen. */
  readonly choice: ChoicePoint | undefined;
}

/** Where a machine of a link stood still when it was shared. */
export interface HeldAt {
  readonly step: number;
  /** It asked who runs next. */
  readonly isChoice: boolean;
}

/** How a paused machine goes on: by one step, or as a debugger's moves do. */
export type StepMove = 'step' | CallMove;

/** A machine of another server that lived the same: its log, how its rows stand to those of the first machine, and how it ended. */
export interface Comparison {
  readonly server: ServerKind;
  /** The rows of the other machine. */
  readonly steps: readonly Step[];
  /**
   * One line for each row of the comparison, top to bottom: the step of the first machine and of the other one, -1 where one has none.
   * Two numbers a line.
   */
  readonly lines: Int32Array;
  /** For each compared step of the first machine the step of the other one that is the same, though in another line perhaps; or -1. */
  readonly partners: Int32Array;
  /** How many steps of the first machine were compared. */
  readonly length: number;
  /** What has to be said of it: that it was too long to be compared as a whole, that it broke. */
  readonly note: string;
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
      /** How far to live it: there the machine is to stand still. */
      readonly held?: HeldAt | undefined;
      /** Where the machine is to stop, from its first step on. */
      readonly breakpoints: readonly BreakpointSpec[];
      readonly isAsking: boolean;
    }
  | { readonly type: 'client'; readonly session: number; readonly client: number; readonly action: ClientAction }
  /** Asks for the machine as it was when its log was `step` rows long. */
  | { readonly type: 'seek'; readonly session: number; readonly step: number }
  /** Whose connections snapshots are to show. */
  | { readonly type: 'look'; readonly session: number; readonly clients: readonly number[] }
  /** What follows `step` is kept as a branch, and another future begins there. */
  | { readonly type: 'branch'; readonly session: number; readonly step: number }
  | { readonly type: 'goToBranch'; readonly session: number; readonly id: number }
  | { readonly type: 'nameBranch'; readonly session: number; readonly id: number; readonly name: string }
  /** The breakpoints that the machine is to stop at, instead of those before. */
  | { readonly type: 'breakpoints'; readonly session: number; readonly specs: readonly BreakpointSpec[] }
  /** The machine is to stand still; no step more than needed is made. */
  | { readonly type: 'pause'; readonly session: number }
  | { readonly type: 'resume'; readonly session: number }
  /** A paused machine is to make a move from step `from`, which is at the end of its log. */
  | { readonly type: 'step'; readonly session: number; readonly move: StepMove; readonly from: number }
  /** Whether the machine stops wherever more than one thread could run, and waits for `choose`. */
  | { readonly type: 'ask'; readonly session: number; readonly isAsking: boolean }
  | { readonly type: 'choose'; readonly session: number; readonly tid: number }
  /** Plans what a client does. */
  | {
      readonly type: 'later';
      readonly session: number;
      readonly client: number;
      readonly action: ClientAction;
      readonly when: When;
    }
  /** Takes back what was planned. */
  | { readonly type: 'cancel'; readonly session: number; readonly id: number }
  /** Sends a signal to the server's process, as Ctrl+C in its terminal does. */
  | { readonly type: 'interrupt'; readonly session: number }
  /** Another server is to live the same, now and whenever something was done; undefined for no longer. */
  | { readonly type: 'compare'; readonly session: number; readonly server: ServerKind | undefined }
  /** Asks for the other machine as it was when its log was `step` rows long. */
  | { readonly type: 'seekOther'; readonly session: number; readonly step: number }
  /** Asks for everything that is needed to live the same again. */
  | { readonly type: 'export'; readonly session: number }
  /** Asks for the names that breakpoints can be set on. */
  | { readonly type: 'names'; readonly session: number }
  /** What the machine has told has been drawn: it can tell more. */
  | { readonly type: 'drawn'; readonly session: number }
  | { readonly type: 'ping'; readonly session: number };

export type FromMachine =
  | { readonly type: 'booted'; readonly session: number; readonly presets: readonly PresetInfo[] }
  | {
      readonly type: 'progress';
      readonly session: number;
      /** The rows that follow those already sent; undefined when only the clients are told of. */
      readonly steps: StepRows | undefined;
      /** The machine at its end; left out when more rows follow. */
      readonly snapshot: Snapshot | undefined;
      readonly clients: readonly ClientReport[];
      /** What clients have done because it was planned. */
      readonly did: readonly HistoryEntry[];
      /** Where the server listens; undefined while it does not. */
      readonly address: string | undefined;
    }
  | {
      readonly type: 'snapshot';
      readonly session: number;
      readonly step: number;
      /** Undefined when that step cannot be shown: `unable` has said why. */
      readonly snapshot: Snapshot | undefined;
      /** Two numbers for each client: how many things it had done by then, and how many bytes it had received. */
      readonly seen: Int32Array;
    }
  /** Only the first rows hold, up to `from`: another future follows. */
  | {
      readonly type: 'branched';
      readonly session: number;
      readonly from: number;
      /** Whether the clients have done the same all the same. */
      readonly isSame: boolean;
    }
  /** What the clients have done so far, where that is not what the page has seen of them; all of a machine's branches. */
  | {
      readonly type: 'history';
      readonly session: number;
      readonly connections: number;
      readonly entries: readonly HistoryEntry[];
    }
  | { readonly type: 'branches'; readonly session: number; readonly branches: readonly BranchInfo[] }
  /** The machine stands still, or goes on; and whether it asks who runs next. */
  | {
      readonly type: 'paused';
      readonly session: number;
      readonly pause: Pause | undefined;
      readonly isAsking: boolean;
    }
  /** One of the breakpoints is none: its place in the list, and why. */
  | { readonly type: 'noBreakpoint'; readonly session: number; readonly place: number; readonly message: string }
  | { readonly type: 'planned'; readonly session: number; readonly inputs: readonly PlannedInfo[] }
  /** The way to any of so many steps, the first ones, has been made short. */
  | { readonly type: 'ready'; readonly session: number; readonly length: number }
  /** What was asked for cannot be done, and why. */
  | { readonly type: 'unable'; readonly session: number; readonly message: string }
  /** The other future that was asked for cannot be lived, and why: the machine is where it was. */
  | { readonly type: 'stays'; readonly session: number; readonly message: string }
  /** Something to be known of what was asked for, and has been done. */
  | { readonly type: 'note'; readonly session: number; readonly message: string }
  | { readonly type: 'compared'; readonly session: number; readonly comparison: Comparison }
  /** Undefined when there is no other machine any more, or not yet: the page waits for an answer. */
  | {
      readonly type: 'otherSnapshot';
      readonly session: number;
      readonly step: number;
      readonly snapshot: Snapshot | undefined;
    }
  | { readonly type: 'exported'; readonly session: number; readonly scenario: Scenario }
  /** The scenario of a link is none, or the like; the machine was booted without it. */
  | { readonly type: 'refused'; readonly session: number; readonly message: string }
  | { readonly type: 'problem'; readonly session: number; readonly problem: AppProblem }
  /** What the app did wrong, new ones only. */
  | { readonly type: 'complaints'; readonly session: number; readonly complaints: readonly ComplaintInfo[] }
  /** Python's names of all mirrored methods and functions. */
  | { readonly type: 'names'; readonly session: number; readonly names: readonly string[] }
  | { readonly type: 'failed'; readonly session: number; readonly message: string }
  | { readonly type: 'pong'; readonly session: number };

/** A message before it gets the number of its session. */
export type WithoutSession<T> = T extends unknown ? Omit<T, 'session'> : never;
