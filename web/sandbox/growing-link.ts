/**
 * The link of the page's session to a machine that begins with the first parts of its program. The others come when
 * it needs one, or ahead of that.
 */
import type { Scope } from '../kit/scope.ts';
import type { SessionRequest } from './asked.ts';
import { Growing } from './growing.ts';
import type { MachineKeeper } from './keeper.ts';
import type { BootRequest, LinkEvents } from './link.ts';
import { MachineLink, isPlain } from './machine-link.ts';
import { loadPart } from './parts.ts';
import type { MachinePlace } from './sandbox-host.ts';

/** Without `branch`: a machine that is made again has no other branches than the present one. */
const PLAIN: ReadonlySet<string> = new Set(['client', 'seek', 'showClients', 'settle', 'export', 'acknowledge']);

export class GrowingLink extends MachineLink {
  protected override isPlain = true;

  constructor(events: LinkEvents, scope: Scope, sandbox: MachinePlace) {
    super(events, scope, { sandbox: () => sandbox, isShared: false });
  }

  /** Brings the machine all parts of the program before it needs them. Rejects if they cannot be loaded. */
  async bringRest(): Promise<void> {
    await loadPart.full();
    if (this.isPlain) this.outgrow();
  }

  protected override keeperOf(request: BootRequest): MachineKeeper | undefined {
    this.isPlain &&= isPlain(request) && request.scenario === undefined;
    return this.isPlain ? new Growing(request) : undefined;
  }

  protected override isPlainRequest({ type }: SessionRequest): boolean {
    return PLAIN.has(type);
  }
}
