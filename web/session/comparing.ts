/** The comparison with another kind of server. */
import type { Comparison, ServerKind } from '../../src/host/protocol.ts';
import type { Core } from './core.ts';

/** The server that one is compared with first. */
export const otherThan = (server: ServerKind): ServerKind => (server === 'base' ? 'threaded' : 'base');

export class Comparing {
  private readonly _core: Core;

  constructor(core: Core) {
    this._core = core;
  }

  /** Replays the inputs on that server too; undefined ends the comparison. */
  compare(server: ServerKind | undefined): void {
    this._core.store.set({ compared: server, comparison: undefined, otherShown: undefined });
    this._core.link.request({ type: 'compare', server });
  }

  /** Another machine is booted. A server is not compared with itself. */
  restart(compared: ServerKind, server: ServerKind): void {
    this.compare(compared === server ? otherThan(compared) : compared);
  }

  /** The host has compared. */
  arrived(comparison: Comparison): void {
    // A late answer: another one is wanted by now.
    if (comparison.server === this._core.store.state.compared) this._core.store.set({ comparison });
  }
}
