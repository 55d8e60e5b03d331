/** Moves a session to another branch of its history: a new one, or one that is kept. */
import type { Machine } from '../index.ts';
import type { MachineSession } from './machine-session.ts';
import { noticeOf } from './notices.ts';
import type { Notice } from './notices.ts';
import { endReplay, run } from './running.ts';

const renameFailed = (message: string): Notice => noticeOf('renameFailed', { message });
const branchFailed = (message: string): Notice => noticeOf('branchFailed', { message });

/** Begins a new branch at `step`. */
export function branch(session: MachineSession, step: number): void {
  const { machine, branches } = session;
  if (machine === undefined) return;
  const from = Math.min(step, machine.trace.length);
  const [count, name] = [machine.planned.length, branches.currentName];
  const next = session.attempt('branch', branchFailed, () => branches.leave(machine, from));
  if (next === undefined) return;
  move(session, next, from);
  // There is nothing to replay: no step may happen before what the reader does there.
  endReplay(session, next);
  if (count > 0) session.tell({ type: 'note', notice: noticeOf('plansLeftBehind', { count, branch: name }) });
}

/** Goes to the branch `id`, and replays it to its end. */
export function goToBranch(session: MachineSession, id: number): void {
  const { machine, app, branches } = session;
  if (machine === undefined || app === undefined) return;
  const found = session.attempt('goToBranch', branchFailed, () => {
    const shared = Math.min(branches.sharedWith(id), machine.trace.length);
    return { shared, next: branches.go(machine, id, app) };
  });
  if (found === undefined) return;
  move(session, found.next, found.shared);
  run(session);
}

export function nameBranch(session: MachineSession, id: number, name: string): void {
  const { branches } = session;
  session.attempt('nameBranch', renameFailed, () => branches.rename(id, name));
  session.tell({ type: 'branches', branches: branches.infos() });
}

function move(session: MachineSession, next: Machine, shared: number): void {
  session.take(next, shared);
  session.replay = { pauseAt: undefined };
  session.pacing.pause();
  session.tell({ type: 'branched', from: shared, isSame: false });
  session.tell({ type: 'branches', branches: session.branches.infos() });
}
