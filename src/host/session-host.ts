/** The host, as its sessions see it. */
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
  /** Whether something was used that this host does not have yet: what was done since then does not count. */
  readonly takeAbsent: () => string | undefined;
}
