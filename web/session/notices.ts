/** What a face has to tell its reader: what the host and the sandbox report, and what the session itself notices. */
import type { Notice } from '../../src/host/notices.ts';
import type { SandboxNotice } from '../sandbox/notices.ts';
import type { Texts } from '../texts/texts.ts';

type NoValues = Readonly<Record<string, never>>;

/** What has too much: a link that is opened, or the machine that one is to be made of. */
export type LinkSubject = 'link' | 'machine';
/** What a link may bring only a limited amount of. */
export type LinkCap =
  | 'clients'
  | 'connections'
  | 'inputs'
  | 'plans'
  | 'breakpoints'
  | 'sourceLength'
  | 'sourceLines'
  | 'titleLength'
  | 'noteLength';

/** The session's own, by their codes. */
export interface SessionNoticeValues {
  readonly appNotCompiled: { readonly message: string };
  readonly compilerMissing: NoValues;
  /** The scenario still has to open this connection (counted from 1), and a line was typed for another one. */
  readonly connectMustWait: { readonly connection: number };
  /** More than a link may bring; `given` of `limit`. */
  readonly linkTooMany: {
    readonly subject: LinkSubject;
    readonly cap: LinkCap;
    readonly given: number;
    readonly limit: number;
  };
  readonly shareTooLong: { readonly length: number; readonly limit: number };
  readonly linkTooLong: { readonly length: number; readonly limit: number };
  readonly linkTooManyBytes: { readonly limit: number };
  readonly linkTooDeep: { readonly depth: number; readonly limit: number };
  readonly linkNewer: NoValues;
  readonly linkNone: NoValues;
  readonly linkEmpty: NoValues;
  readonly linkDamaged: NoValues;
  /** It has characters that no link has. */
  readonly linkForeign: NoValues;
  readonly linkUnreadable: NoValues;
  readonly linkNoScenario: NoValues;
  readonly linkNoApp: NoValues;
  readonly linkBadCursor: NoValues;
  readonly linkBadPause: NoValues;
  readonly linkBadBreakpoints: NoValues;
  readonly linkBadView: NoValues;
  readonly linkBadWords: NoValues;
  /** A comparison would show what the reader is asked. */
  readonly comparesAhead: NoValues;
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
  if (code === 'linkTooMany') {
    const { subject, cap, given, limit } = values;
    const what = texts.say(`notices.linkTooMany.${cap}`, { count: given });
    return texts.say(`notices.linkTooMany.${subject}`, { what, limit });
  }
  return texts.sayAny(`notices.${code}`, values);
}
