/** An observer that ignores all events. A test overrides the methods of the events that it checks. */
import type { Observer } from '../../src/kernel/observer.ts';

const ignore = (): void => undefined;

export const QUIET_OBSERVER: Observer = {
  syscall: ignore,
  blocked: ignore,
  switched: ignore,
  threadStarted: ignore,
  threadEnded: ignore,
  processEnded: ignore,
  cameTo: ignore,
  queueChanged: ignore,
  segmentChanged: ignore,
  socketStateChanged: ignore,
};
