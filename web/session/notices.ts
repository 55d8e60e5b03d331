/** What a face has to tell its reader: what the host and the sandbox report, and what the session itself notices. */
import type { Notice } from '../../src/host/notices.ts';
import type { SandboxNotice } from '../sandbox/notices.ts';
import type { Texts } from '../texts/texts.ts';

type NoValues = Readonly<Record<string, never>>;

/** The session's own, by their codes. */
export interface SessionNoticeValues {
  readonly appNotCompiled: { readonly message: string };
  readonly compilerMissing: NoValues;
  /** The scenario still has to open this connection (counted from 1), and a line was typed for another one. */
  readonly connectMustWait: { readonly connection: number };
  readonly noAnswer: NoValues;
  /** Why connections are gone. */
  readonly machineStopped: NoValues;
  readonly machineReplaced: NoValues;
  /** Why clients have another past. */
  readonly branchFromLink: NoValues;
  readonly branchMade: { readonly step: number };
  readonly branchEntered: { readonly name: string };
}

type OwnNotice = {
  [C in keyof SessionNoticeValues]: { readonly code: C; readonly values: SessionNoticeValues[C] };
}[keyof SessionNoticeValues];

export type SessionNotice = Notice | SandboxNotice | OwnNotice;

/** One of the session's own. */
export const noticed = <C extends keyof SessionNoticeValues>(
  code: C,
  values: SessionNoticeValues[C],
): { readonly code: C; readonly values: SessionNoticeValues[C] } => ({ code, values });

/** A notice in the reader's language. It ends without a full stop where it may become part of another sentence. */
export function noticeText(texts: Texts, notice: SessionNotice): string {
  const { code, values } = notice;
  // Those that need more than their values.
  if (code === 'appNotLoaded') return texts.say('notices.appNotLoaded', { reason: noticeText(texts, values.reason) });
  if (code === 'budgetExceeded' && values.budget === 'steps') return texts.say('notices.budgetExceeded.steps', values);
  if (code === 'inputsNotApplied') {
    const { count, kinds } = values;
    return texts.say('notices.inputsNotApplied', { count, kinds: kinds.join(', ') });
  }
  return texts.sayAny(`notices.${code}`, values);
}
