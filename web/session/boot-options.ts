/** What the session is given to boot a machine. */
import type { PausedAt } from '../../src/host/protocol.ts';
import type { Shared } from './share-link.ts';

/** How a machine is booted, beside its options. */
export interface Boot {
  /** What standard error has shown before, where the server is started again by a change of its app. */
  readonly logBefore?: string;
  /** What the machine is to live through first. */
  readonly scenario?: unknown;
  /** The app in it is the reader's own version of the preset. */
  readonly isOwn?: boolean | undefined;
  /** How far: there it stands still. */
  readonly held?: PausedAt | undefined;
}

/** What a link brings. */
export type Opened = Omit<Shared, 'app' | 'scenario'> & {
  readonly scenario: unknown;
  /** It is printed around the face, or was here before: nothing has to be said of where it comes from. */
  readonly isExample?: boolean | undefined;
  /** Its app is the reader's own version of the preset. */
  readonly isOwn?: boolean | undefined;
};
