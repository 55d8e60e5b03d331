/** Plays a scenario to its end on a machine that nobody sees: what comes of it, the writer of a lesson must know. */
import type { Scenario, Step } from '../../../src/index.ts';
import { findMoments } from '../../../src/explain/moments/find-moments.ts';
import type { Moment } from '../../../src/explain/moments/moment.ts';
import type { Scope } from '../../kit/scope.ts';
import type { Connect } from '../../sandbox/link.ts';

import { Drafts } from '../drafts.ts';
import { bootOptionsOf } from '../scenario-options.ts';
import { Session } from '../session.ts';
import { TO_THE_END } from './lessons.ts';
import { Received } from './received.ts';

export interface Rehearsed {
  readonly moments: readonly Moment[];
  readonly received: readonly string[];
}

export interface ToRehearse {
  readonly app: string;
  readonly source: string | undefined;
  readonly scenario: Scenario;
}

const NO_DRAFTS = new Drafts(() => {
  throw new Error('a rehearsal has no drafts');
});

/** Undefined when the machine has ended before its time. */
export async function rehearse(
  connect: Connect,
  owner: Scope,
  { app, source, scenario }: ToRehearse,
): Promise<Rehearsed | undefined> {
  const scope = owner.child();
  const session = new Session({ scope, drafts: NO_DRAFTS, connect, takesFailure: () => false });
  const received = new Received(session, scope);
  session.open({ app, source, ...bootOptionsOf(scenario) }, { ...TO_THE_END, scenario });
  await session.settling.wait();
  const isThere = session.state.health === 'running';
  const { log } = session;
  const moments = findMoments(Array.from({ length: log.length }, (_, number) => log.at(number) as Step));
  scope.end();
  return isThere ? { moments, received: received.texts } : undefined;
}

export type { Connect };
