/** The sentences, in English, for what the host and the sandbox tell as codes with values. */
import type { Notice, NoticeValues } from '../../src/host/notices.ts';
import type { SandboxNotice, SandboxNoticeValues } from '../sandbox/notices.ts';

type Values = NoticeValues & SandboxNoticeValues;

/** One sentence for each code. It ends without a full stop where it may become part of another sentence. */
type Sentences = { readonly [C in keyof Values]: (values: Values[C]) => string };

const number = (value: number): string => value.toLocaleString('en');

const SENTENCES: Sentences = {
  error: ({ message }) => message,

  budgetExceeded: ({ budget, limit }) =>
    `Budget of ${budget} used up: a machine may have ${number(limit)}` +
    (budget === 'steps' ? '. You can still go back to any of them; a restart begins a new log' : ''),
  appNotLoaded: ({ reason }) => `The app could not be loaded: ${noticeText(reason)}`,
  appMissing: () =>
    'there is no app: export one, as in `export const app = Request.application(…)`, or a program, `export function* program() {…}`',
  appNotFunction: () => 'the exported app is not a function',
  appAndProgram: () => 'both an app and a program are exported; a machine runs one of them',
  programNotGenerator: () => 'the exported program is not a generator function; write `export function* program() {…}`',

  nothingToStep: () => 'Nothing more happens until you do something: send a line, or let time go on.',
  serverEnded: () => 'The server has ended: there is nothing to interrupt.',
  inputFailed: ({ message }) => `The machine cannot do that here: ${message}`,
  seekFailed: ({ step, message }) => `Step ${step} cannot be shown: ${message}`,
  exportFailed: ({ message }) => `This machine cannot be shared: ${message}`,
  branchFailed: ({ message }) => `The machine cannot go there: ${message}`,
  tooManyBranches: ({ limit }) => `There are ${number(limit)} futures, as many as there may be.`,
  renameFailed: ({ message }) => `The name cannot be changed: ${message}`,

  connectPending: ({ connection }) =>
    `The scenario has yet to open connection ${connection}: until then nobody else can connect.`,
  tooManyConnections: ({ limit }) =>
    `There are ${number(limit)} open connections, as many as there may be: close one first.`,
  tooManyPlans: ({ limit }) => `There are ${number(limit)} plans, as many as there may be: cancel one first.`,
  connectNotCancellable: () => 'A connection that the scenario opens cannot be cancelled.',
  plansLeftBehind: ({ count, branch }) =>
    `${count === 1 ? 'One plan stays' : `${number(count)} plans stay`} with ‘${branch}’: ` +
    'nothing is planned in the new future.',

  comparisonFailed: ({ message }) => `The other server cannot replay the same: ${message}`,
  comparedMachineBroke: ({ message }) => `The other machine broke: ${message}`,
  firstMachineBusy: () => 'The first server is not done; the other one has gone on until it was',
  comparisonCut: ({ limit }) => `Only the first ${number(limit)} steps of each are compared`,
  inputsNotApplied: ({ count, kinds }) =>
    `${count === 1 ? 'One thing' : `${number(count)} things`} could not be done to it (${kinds.join(', ')})`,

  sandboxNotStarted: () => 'its sandbox did not start: the host of this page may forbid it',
  sandboxNavigated: () => 'its sandbox was navigated away',
  workerNotLoaded: () => 'its program could not be loaded',
  workerFailed: ({ message }) => message,
  messageUnreadable: () => 'a message could not be read',
  messageInvalid: ({ problem }) => `Its worker sent an invalid message (${problem})`,
  tooManyMessages: ({ limit }) => `Budget of messages: its worker sent more than ${number(limit)} in a second`,
};

export const noticeText = ({ code, values }: Notice | SandboxNotice): string =>
  (SENTENCES[code] as (values: Values[keyof Values]) => string)(values);
