/**
 * The wire: everything that one TCP endpoint says to another goes through here, and arrives in order.
 *
 * Absent on purpose, so far: latency and loss. What is sent arrives before `carry` answers.
 */
import type { Address } from '../types.ts';

/**
 * What travels. `syn` goes to an address, everything else to an endpoint.
 * - `ack` ends the handshake; `fin-ack` answers a FIN; `window` says that there is room again.
 */
export type Segment<Endpoint> =
  | { readonly kind: 'syn'; readonly from: Endpoint; readonly to: Address }
  | { readonly kind: 'data'; readonly from: Endpoint; readonly data: Uint8Array }
  | { readonly kind: 'syn-ack' | 'ack' | 'window' | 'fin' | 'fin-ack' | 'rst'; readonly from: Endpoint };

/** Somebody whom segments reach. It may answer at once, and so be called again before it has returned. */
export interface Receiver<Endpoint> {
  receive(segment: Segment<Endpoint>): void;
}

export class Link<Endpoint> {
  carry(to: Receiver<Endpoint>, segment: Segment<Endpoint>): void {
    to.receive(segment);
  }
}
