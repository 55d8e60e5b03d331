/** What sharing needs of the page. */
import type { BootOptions } from '../../../src/host/protocol.ts';
import type { Opened } from '../../session/boot-options.ts';

export interface SharingPort {
  /** Boots the first machine. */
  boot(): void;
  /** Boots a machine that first replays a scenario, and then pauses, and shows the step, as the link says. */
  open(change: Partial<BootOptions>, opened: Opened): void;
}
