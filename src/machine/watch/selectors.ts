/**
 * Tracks open selectors while the machine runs: `serve_forever` holds its selector in a local variable, where a
 * snapshot cannot find it.
 */
import type { Kernel } from '../../kernel/kernel.ts';
import type { Process } from '../../kernel/process.ts';
import type { Fd } from '../../kernel/types.ts';
import { typeName } from '../../python/repr.ts';
import type { Recorder } from '../../trace/recorder.ts';
import type { SelectorSnapshot } from '../../trace/snapshot.ts';

/** The members of a selector that a snapshot needs. */
interface SelectorLike {
  readonly _fdToKey: ReadonlyMap<number, { readonly events: number }>;
}

const REGISTER = 'selectors._BaseSelectorImpl.register';
const CLOSE = 'selectors._BaseSelectorImpl.close';

export class Selectors {
  private readonly _open = new Map<SelectorLike, Process>();

  constructor(kernel: Kernel, recorder: Recorder) {
    recorder.onCall.set(REGISTER, ({ self }) => {
      for (const [selector, owner] of this._open) if (!owner.isAlive) this._open.delete(selector);
      if (self !== undefined) this._open.set(self as SelectorLike, kernel.current.process);
    });
    recorder.onCall.set(CLOSE, ({ self }) => {
      this._open.delete(self as SelectorLike);
    });
  }

  /**
   * Selectors with something registered, in the order of their first registration. It removes nothing: taking a
   * snapshot must not change later ones.
   */
  snapshots(): SelectorSnapshot[] {
    const snapshots: SelectorSnapshot[] = [];
    for (const [selector, owner] of this._open) {
      if (selector._fdToKey.size === 0 || !owner.isAlive) continue;
      const registered = [...selector._fdToKey].map(([fd, { events }]) => {
        const ready = (owner.fds.get(fd as Fd)?.readiness() ?? 0) & (events === 1 ? READABLE : WRITABLE | READABLE);
        return { fd, events, ready };
      });
      snapshots.push({ className: typeName(selector), pid: owner.pid, registered });
    }
    return snapshots;
  }
}

/** What wakes a selector for EVENT_READ and for EVENT_WRITE: bits of poll(2), including errors and hang-ups. */
const READABLE = 0x1 | 0x8 | 0x10;
const WRITABLE = 0x4 | 0x8 | 0x10;
