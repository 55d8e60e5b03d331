/** The host, as its sessions see it. */
import type { WatchedMachine } from '../explain/moments/watch-moments.ts';
import type { AppLoader } from './app-loading.ts';
import type { PackedMessage } from './packing.ts';
import type { TimeShare } from './time-share.ts';
import type { WallClock } from './wall-clock.ts';

/** What a session takes from its host. */
export interface Host {
  readonly clock: WallClock;
  readonly timeShare: TimeShare;
  readonly post: (message: PackedMessage) => void;
  /** Code that did not come with Glaswerk is about to run in a session. */
  readonly entered: (session: number) => void;
  /** Loads an app, as far as the host can. */
  readonly loadApp: AppLoader;
  /** Lets breakpoints of a machine stop at moments, as far as the host can. */
  readonly watchMoments: (machine: WatchedMachine) => void;
  /** Whether something was used that this host does not have yet: what was done since then does not count. */
  readonly takeAbsent: () => string | undefined;
}
