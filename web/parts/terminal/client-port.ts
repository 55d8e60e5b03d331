/** What the terminal of a client asks of the page, and tells it. */
import type { ClientAction } from '../../../src/host/protocol.ts';
import type { ClientTab } from './client-tab.ts';

/** What a client needs of the rest of the page. */
export interface ClientPort {
  /**
   * Asked before anything is done: `now` when it can be, `later` when no machine is there yet, `soon` when the page shows the past, from
   * where another future is made first.
   */
  enter(): 'now' | 'soon' | 'later';
  /** Asked before a connection is opened: false, and said, when that cannot be done now. */
  mayConnect(): boolean;
  /** Opens a connection; answers its number. */
  connect(): number;
  act(connection: number, action: ClientAction): void;
  /** Something about the client has changed. */
  changed(tab: ClientTab): void;
}
