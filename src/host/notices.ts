/**
 * What the host has to say to the reader, as codes with values. The host writes no sentences: a face of the machine
 * turns a notice into text in the reader's language. Messages of the engine, of Python and of the app stay text: they
 * are the value of `error`.
 */
import type { ScenarioInput } from '../index.ts';
import { MESSAGE_LIMITS } from './limits.ts';

/** What a machine may use up; see `BUDGETS`. */
export type BudgetName = 'steps' | 'bytes' | 'threads' | 'descriptors' | 'memory';

type NoValues = Readonly<Record<string, never>>;

/** The values that go with each code. */
export interface NoticeValues {
  /** Text of an error: of the engine, for engineers, or of the app. */
  readonly error: { readonly message: string };

  /** The machine was stopped, because it needs more than a machine may have. */
  readonly budgetExceeded: { readonly budget: BudgetName; readonly limit: number };
  readonly appNotLoaded: { readonly reason: LoadNotice };
  /** The module exports nothing that could be the app. */
  readonly appMissing: NoValues;
  readonly appNotFunction: NoValues;
  /** The module exports both an app and a program. */
  readonly appAndProgram: NoValues;
  readonly programNotGenerator: NoValues;

  /** Nothing can happen in a paused machine: no thread is ready and no timer is set. */
  readonly nothingToStep: NoValues;
  readonly serverEnded: NoValues;
  readonly inputFailed: { readonly message: string };
  readonly seekFailed: { readonly step: number; readonly message: string };
  readonly exportFailed: { readonly message: string };
  readonly exportTooLarge: { readonly bytes: number; readonly limit: number };
  /** The machine cannot go to another branch: it stays where it is. */
  readonly branchFailed: { readonly message: string };
  readonly tooManyBranches: { readonly limit: number };
  readonly renameFailed: { readonly message: string };

  /** Connections are numbered in order, and the scenario still has to open this one (counted from 1). */
  readonly connectPending: { readonly connection: number };
  /** So many connections are open, as many as may be. */
  readonly tooManyConnections: { readonly limit: number };
  readonly tooManyPlans: { readonly limit: number };
  /** A connection that the scenario opens cannot be cancelled: later inputs count on its number. */
  readonly connectNotCancellable: NoValues;
  /** So many plans stay with the branch that was left. */
  readonly plansLeftBehind: { readonly count: number; readonly branch: string };

  readonly comparisonFailed: { readonly message: string };
  readonly comparedMachineBroke: { readonly message: string };
  /** The first machine has more to do, while the compared one ran until it had nothing left. */
  readonly firstMachineBusy: NoValues;
  /** At most `limit` steps of each machine are compared. */
  readonly comparisonCut: { readonly limit: number };
  /** Inputs that the compared server could not take, and their kinds. */
  readonly inputsNotApplied: { readonly count: number; readonly kinds: readonly ScenarioInput['do'][] };
}

export type NoticeCode = keyof NoticeValues;

export interface NoticeOf<C extends NoticeCode> {
  readonly code: C;
  readonly values: NoticeValues[C];
}

export type Notice = { [C in NoticeCode]: NoticeOf<C> }[NoticeCode];

/** Why an app could not be loaded. */
export type LoadNotice = Extract<
  Notice,
  { readonly code: 'error' | 'appMissing' | 'appNotFunction' | 'appAndProgram' | 'programNotGenerator' }
>;

export const noticeOf = <C extends NoticeCode>(code: C, values: NoticeValues[C]): NoticeOf<C> => ({ code, values });

/** The message of what was thrown, cut to what a message of the host may hold: an app can throw anything. */
export const messageOf = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).slice(0, MESSAGE_LIMITS.line);

export const errorNotice = (error: unknown): NoticeOf<'error'> => noticeOf('error', { message: messageOf(error) });

/** An error that carries its notice. */
export class NoticeError extends Error {
  override readonly name = 'NoticeError';
  readonly notice: Notice;

  constructor(notice: Notice) {
    super(notice.code);
    this.notice = notice;
  }
}
