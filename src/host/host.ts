/**
 * Runs machines for their pages: one per session, side by side. It takes requests, and posts what the machines have
 * to tell.
 */
import { watchMoments } from '../explain/moments/watch-moments.ts';
import type { PackedMessage } from './packing.ts';
import { PlayHost } from './play-host.ts';
import type { Surroundings } from './play-host.ts';
import { Sessions } from './sessions.ts';

export type { Surroundings } from './play-host.ts';

/** A host with all that it can do. */
export class MachineHost extends PlayHost {
  constructor(post: (message: PackedMessage) => void, surroundings: Surroundings) {
    super(post, surroundings);
    this.watchMoments = watchMoments;
    this.extend((host) => new Sessions(host));
  }
}
