/**
 * TCP segments: every segment that one endpoint sends to another passes here, and arrives in order. Segments inside the
 * machine, and all segments while the link is perfect, arrive before `carry` returns. Otherwise the segments of a
 * remote process travel on a `Wire` of their own (`wire.ts`), which takes time. Datagrams take another path
 * (`datagram-path.ts`) under the same conditions (`link-conditions.ts`). Unix sockets use no link, since both ends are
 * on one computer.
 */
import type { Address } from '../../types.ts';

/**
 * A segment in transit. `syn` goes to an address, all others to an endpoint.
 * - `ack` ends the handshake; `fin-ack` acknowledges a FIN; `window` announces room.
 */
export type Segment<Endpoint> =
  | { readonly kind: 'syn'; readonly from: Endpoint; readonly to: Address }
  | { readonly kind: 'data'; readonly from: Endpoint; readonly data: Uint8Array }
  | { readonly kind: 'syn-ack' | 'ack' | 'window' | 'fin' | 'fin-ack' | 'rst'; readonly from: Endpoint };

/** Receives segments. It may reply at once, and so be called again before it has returned. */
export interface Receiver<Endpoint> {
  receive(segment: Segment<Endpoint>): void;
}

/** Carries the segments of one connection, if that takes time. */
export interface Carrier<Endpoint> {
  send(to: Receiver<Endpoint>, segment: Segment<Endpoint>): void;
}

/** Carries segments at once, or on the wire of their sender. */
export class SegmentRouter<Endpoint extends { readonly wire: Carrier<Endpoint> | undefined }> {
  carry(to: Receiver<Endpoint>, segment: Segment<Endpoint>): void {
    const { wire } = segment.from;
    if (wire === undefined) to.receive(segment);
    else wire.send(to, segment);
  }
}
