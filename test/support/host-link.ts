/** A session's way to a host in the same process: whole machines under a session, without a browser. */
import { vi } from 'vitest';
import type { PackedMessage } from '../../src/host/packing.ts';
import type { Connect, Link, LinkEvents } from '../../web/sandbox/link.ts';
import { HostPage } from './host-page.ts';

export class HostLink extends HostPage {
  /** How many machines were booted. */
  boots = 0;
  private _events: LinkEvents | undefined;

  /** Makes the link of the session. */
  readonly join: Connect = (events): Link => {
    this._events = events;
    return {
      isUp: true,
      isSeeking: false,
      boot: (request) => {
        this.boots += 1;
        this.say({ ...request, type: 'boot' });
      },
      client: (client, action) => {
        events.onAction();
        this.say({ type: 'client', client, action });
      },
      request: (request) => void this.say(request),
      seek: (step) => void this.say({ type: 'seek', step }),
      seekCompared: () => undefined,
    };
  };

  override hear(packed: PackedMessage): void {
    super.hear(packed);
    const message = this.heard.at(-1);
    if (message !== undefined) this._events?.onMessage(message);
  }

  /** Lets everything come to rest: the machine, and what waits for it. */
  async settle(): Promise<void> {
    for (let turns = 0; turns < 10; turns += 1) {
      this.rest();
      await vi.dynamicImportSettled();
    }
  }
}
