/** Checks notices of the host: a known code, and the values that belong to it. */
import type { Notice, NoticeValues } from '../../src/host/notices.ts';
import { MESSAGE_LIMITS } from '../../src/host/limits.ts';
import { count, fields, list, oneOf, text } from './shape.ts';
import type { Check } from './shape.ts';

const line = text(MESSAGE_LIMITS.line);

const message = fields<{ message: string }>({ message: line });
const limit = fields<{ limit: number }>({ limit: count });
const nothing = fields<Record<string, never>>({});

/** The reason in a notice is a notice of one of these codes: notices do not nest any deeper. */
const REASONS: readonly string[] = ['error', 'appMissing', 'appNotFunction', 'appAndProgram', 'programNotGenerator'];
const reason: Check = (value) => codeOf(value, REASONS) ?? notice(value);

const VALUES: { readonly [C in keyof NoticeValues]: Check } = {
  error: message,
  budgetExceeded: fields<NoticeValues['budgetExceeded']>({
    budget: oneOf('steps', 'bytes', 'threads', 'descriptors', 'memory'),
    limit: count,
  }),
  appNotLoaded: fields<NoticeValues['appNotLoaded']>({ reason }),
  appMissing: nothing,
  appNotFunction: nothing,
  appAndProgram: nothing,
  programNotGenerator: nothing,
  nothingToStep: nothing,
  serverEnded: nothing,
  inputFailed: message,
  seekFailed: fields<NoticeValues['seekFailed']>({ step: count, message: line }),
  exportFailed: message,
  exportTooLarge: fields<NoticeValues['exportTooLarge']>({ bytes: count, limit: count }),
  branchFailed: message,
  tooManyBranches: limit,
  renameFailed: message,
  connectPending: fields<NoticeValues['connectPending']>({ connection: count }),
  tooManyConnections: limit,
  tooManyPlans: limit,
  connectNotCancellable: nothing,
  plansLeftBehind: fields<NoticeValues['plansLeftBehind']>({ count, branch: text(MESSAGE_LIMITS.name) }),
  comparisonFailed: message,
  comparedMachineBroke: message,
  firstMachineBusy: nothing,
  comparisonCut: limit,
  inputsNotApplied: fields<NoticeValues['inputsNotApplied']>({
    count,
    kinds: list(
      MESSAGE_LIMITS.notes,
      oneOf('connect', 'datagrams', 'send', 'shutdownWrite', 'close', 'reset', 'interrupt'),
    ),
  }),
};

function codeOf(value: unknown, known: readonly string[]): string | undefined {
  const code: unknown = typeof value === 'object' && value !== null && 'code' in value ? value.code : undefined;
  return typeof code === 'string' && known.includes(code) ? undefined : '.code: it is not known';
}

export const notice: Check = (value) => {
  const wrong = codeOf(value, Object.keys(VALUES));
  if (wrong !== undefined) return wrong;
  const { code, values } = value as Notice;
  const wrongValue = VALUES[code](values);
  return wrongValue === undefined ? undefined : `.values: ${wrongValue}`;
};
