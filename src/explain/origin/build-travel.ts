/** The moves of bytes between a client and a handler: sockets, queues, segments. */
import type { Graph } from './graph.ts';
import { endOf } from './record.ts';
import type { Follower } from './follow.ts';
import type { ClientRecord, Handling, Move, Travel } from './record.ts';

/** The numbers of the two sockets. */
export interface Sockets {
  readonly socket: number | undefined;
  readonly clientSocket: number | undefined;
}

interface Leg {
  readonly source: string | undefined;
  readonly target: string;
  readonly code: string;
}

function addMoves(graph: Graph, moves: readonly Move[], { source, target, code }: Leg): void {
  for (const { step, from, to } of moves) {
    graph.add({
      code,
      values: { count: to - from },
      step,
      ...(source === undefined ? {} : { source: { place: source, from, to } }),
      target: { place: target, from, to },
    });
  }
}

/** What never came further than a place. */
function addEnd(
  graph: Graph,
  place: string,
  from: number,
  end: { readonly code: string; readonly step?: number },
): void {
  const to = graph.endOf(place);
  if (from < to) graph.add({ code: end.code, step: end.step, source: { place, from, to } });
}

function addSegments(graph: Graph, wire: Travel, leg: Leg): void {
  for (const { step, from, to, isDropped } of wire.arrived) {
    const sent = wire.sent.find((move) => move.to > from)?.step ?? step;
    const lost = wire.lost.filter((one) => one >= sent && one < step).length;
    const values = { count: to - from, lost };
    const source = { place: leg.source ?? '', from, to };
    const code = isDropped ? 'dropped' : lost > 0 ? `${leg.code}.late` : leg.code;
    graph.add({ code, values, step, source, ...(isDropped ? {} : { target: { place: leg.target, from, to } }) });
  }
}

/** From the keyboard to `rfile`. */
export function addRequestTravel(
  graph: Graph,
  follower: Follower,
  { socket, clientSocket }: Sockets,
  { client, handling }: { readonly client: ClientRecord | undefined; readonly handling: Handling | undefined },
): void {
  const wire = follower.wire(clientSocket, 'server');
  const { queued } = follower.queue(socket);
  addMoves(graph, client?.typed ?? [], { source: undefined, target: 'typed', code: 'typed' });
  addMoves(graph, client?.sends ?? [], { source: 'typed', target: 'client out', code: 'sent' });
  if (wire !== undefined) {
    addSegments(graph, wire, { source: 'client out', target: 'wire to server', code: 'arrived' });
    addEnd(graph, 'client out', endOf(wire.arrived), { code: 'end.on-the-way' });
  }
  addMoves(graph, queued, {
    source: wire === undefined ? 'client out' : 'wire to server',
    target: 'kernel receive',
    code: 'queued',
  });
  addMoves(graph, handling?.received ?? [], { source: 'kernel receive', target: 'rfile', code: 'received' });
  addEnd(graph, 'typed', endOf(client?.sends ?? []), { code: 'end.not-sent' });
  if (wire === undefined) addEnd(graph, 'client out', endOf(queued), { code: 'end.not-queued' });
  const closed = handling?.closed;
  const unread = closed === undefined ? { code: 'end.in-queue' } : { code: 'end.discarded', step: closed };
  addEnd(graph, 'kernel receive', endOf(handling?.received ?? []), unread);
  const { end } = handling ?? {};
  const kept = end === undefined ? { code: 'end.in-rfile' } : { code: 'end.never-read', step: end };
  addEnd(graph, 'rfile', endOf(handling?.reads ?? []), kept);
}

/** From `wfile` to the client. */
export function addResponseTravel(
  graph: Graph,
  follower: Follower,
  { clientSocket }: Sockets,
  { client, handling }: { readonly client: ClientRecord | undefined; readonly handling: Handling | undefined },
): void {
  const wire = follower.wire(clientSocket, 'client');
  const { queued } = follower.queue(clientSocket);
  const sends = handling?.sends ?? [];
  addMoves(graph, sends, { source: 'wfile', target: 'sent', code: 'sendto' });
  addEnd(graph, 'wfile', endOf(sends), { code: 'end.not-written' });
  if (wire !== undefined) {
    addSegments(graph, wire, { source: 'sent', target: 'wire to client', code: 'arrived' });
    addEnd(graph, 'sent', endOf(wire.arrived), { code: 'end.on-the-way' });
  }
  const before = wire === undefined ? 'sent' : 'wire to client';
  addMoves(graph, queued, { source: before, target: 'client queue', code: 'queued.client' });
  if (wire === undefined) addEnd(graph, 'sent', endOf(queued), { code: 'end.not-queued' });
  addMoves(graph, client?.receives ?? [], { source: 'client queue', target: 'client in', code: 'received.client' });
  addEnd(graph, 'client queue', endOf(client?.receives ?? []), { code: 'end.not-received' });
  const shown = graph.endOf('client in');
  if (shown > 0) graph.add({ code: 'end.shown', step: undefined, source: { place: 'client in', from: 0, to: shown } });
}
