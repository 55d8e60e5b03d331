/** How much a moment matters where there is no room for all: faults most, then what makes a request, then the rest. */
import type { MomentName } from '../../../src/explain/moments/moment.ts';

const FAULTS: ReadonlySet<MomentName> = new Set([
  ...(['error', 'exception', 'handle_error', 'accept failed', 'dropped', 'reset', 'timeout', 'rejected'] as const),
  ...(['refused', 'queue full', 'empty request', 'leftover', 'not closed', 'lost', 'interrupt'] as const),
]);

const MAIN: ReadonlySet<MomentName> = new Set([
  ...(['connect', 'get_request', 'thread', 'fork', 'parse_request', 'make_environ', 'app', 'start_response'] as const),
  ...(['write', 'answered', 'close', 'shutdown'] as const),
]);

export const isFault = (name: MomentName): boolean => FAULTS.has(name);

/** @param isOwn whether it is one of the request that is looked at. */
export const rankOf = (name: MomentName, isOwn: boolean): number =>
  (FAULTS.has(name) ? 4 : MAIN.has(name) ? 2 : 0) + (isOwn ? 1.5 : 0);
