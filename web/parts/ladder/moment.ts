/** What the server pane shows: the machine at one moment, and what follows from it for every view of the server. */
import { noticeText } from '../../session/notices.ts';
import type { SessionNotice } from '../../session/notices.ts';
import type { HandlerSnapshot, Snapshot, ThreadSnapshot } from '../../../src/index.ts';
import type { ServerKind } from '../../../src/host/protocol.ts';
import { focusThread, serverThreads } from '../../session/server-threads.ts';
import { connectionOf } from '../../session/session.ts';
import type { PageState } from '../../session/store.ts';
import type { Texts } from '../../texts/texts.ts';

export interface ServerMoment {
  readonly kind: ServerKind;
  /** Whether the server takes datagrams: it has other classes then. */
  readonly isDatagram: boolean;
  /** Undefined while there is no machine. */
  readonly snapshot: Snapshot | undefined;
  /** Threads of the server and its children. */
  readonly threads: readonly ThreadSnapshot[];
  /** The thread whose stack is shown. */
  readonly focus: ThreadSnapshot | undefined;
  /** The handler of the connection that is shown. */
  readonly handler: HandlerSnapshot | undefined;
  /** Whether the machine has ended, and why, as far as that is known. */
  readonly end: { readonly failure: SessionNotice | undefined } | undefined;
}

export function momentOf(state: PageState, isDatagram: boolean): ServerMoment {
  const { options, shown: snapshot, health, failure, cursor } = state;
  const handler = connectionOf(state)?.handler;
  const hasEnded = cursor === undefined && (health === 'failed' || health === 'silent');
  return {
    kind: options.server,
    isDatagram,
    snapshot,
    threads: snapshot === undefined ? [] : serverThreads(snapshot),
    focus: snapshot === undefined ? undefined : focusThread(snapshot, handler?.tid),
    handler,
    end: hasEnded ? { failure: health === 'failed' ? failure : undefined } : undefined,
  };
}

/** Which thread is shown, and what it does; of a machine that has ended, what it did last. */
export function subjectText(texts: Texts, { focus, snapshot, end }: ServerMoment): string {
  if (focus === undefined) return texts.say('ladder.subject.none');
  const process = snapshot?.processes.find(({ pid }) => pid === focus.pid)?.name ?? '';
  const subject = texts.say('ladder.subject', { process, thread: focus.name, activity: activityText(texts, focus) });
  return end === undefined ? subject : texts.say('ladder.subject.ended', { subject });
}

/** Why nothing can be shown. */
export function absenceText(texts: Texts, { end }: ServerMoment): string {
  if (end === undefined) return texts.say('ladder.starting');
  const reason = end.failure === undefined ? texts.say('ladder.silent') : noticeText(texts, end.failure);
  return texts.say('ladder.absent', { reason });
}

const STATES = {
  ready: 'ladder.state.ready',
  running: 'ladder.state.running',
  waiting: 'ladder.state.waiting',
  ended: 'ladder.state.ended',
} as const;

/** The system call that a thread waits in, else its state. */
export function activityText(texts: Texts, { state, waitsIn }: ThreadSnapshot): string {
  return state === 'waiting' && waitsIn !== undefined
    ? texts.say('ladder.waits', { call: waitsIn })
    : texts.say(STATES[state]);
}
