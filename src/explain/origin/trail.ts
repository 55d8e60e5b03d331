/** The graph of one connection, made of what was followed in the log and of the bytes of a snapshot. */
import type { ConnectionSnapshot } from '../../trace/snapshot.ts';
import { addReads, addRequest, addSurroundings } from './build-request.ts';
import { addResponse } from './build-response.ts';
import { addRequestTravel, addResponseTravel } from './build-travel.ts';
import { findConnection, streamText } from './connection.ts';
import type { Found } from './connection.ts';
import type { Follower } from './follow.ts';
import { Graph } from './graph.ts';
import type { Rows } from './record.ts';

export interface Trail extends Found {
  readonly connection: ConnectionSnapshot;
  readonly graph: Graph;
}

/** Puts together what happened on a connection. The follower has read the rows. */
export function trailOf(connection: ConnectionSnapshot, follower: Follower, rows: Rows): Trail {
  const graph = new Graph();
  const found = findConnection(follower, connection);
  const { client, handling } = found;
  addRequestTravel(graph, follower, connection, found);
  if (handling !== undefined) {
    const request = streamText(connection, 'request');
    const { bound } = follower;
    const context = { graph, stream: request, handling, client, bound, shown: connection.handler };
    addSurroundings(context);
    addReads(context);
    for (const [number, one] of handling.requests.entries()) addRequest(context, one, number);
    addResponse({ graph, request, response: streamText(connection, 'response'), handling, rows });
  }
  addResponseTravel(graph, follower, connection, found);
  return { connection, graph, ...found };
}
