/** What the slices of a session share: the state, the log, the events and the link to the host. */
import type { Events } from '../kit/events.ts';
import type { SessionEvents } from './events.ts';
import type { Link } from '../sandbox/link.ts';
import type { StepLog } from './log/step-log.ts';
import type { Store } from './store.ts';

export interface Core {
  readonly store: Store;
  readonly log: StepLog;
  readonly events: Events<SessionEvents>;
  readonly link: Link;
}
