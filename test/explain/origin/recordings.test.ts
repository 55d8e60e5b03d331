/**
 * What was recorded of the real server is played, and every byte is followed: each byte of an answer has an origin,
 * each byte of a request a fate, and the keys of the environ are exactly what their bytes make of them.
 */
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { Machine, encodeLatin1 } from '../../../src/index.ts';
import type { ConnectionSnapshot, WsgiApp } from '../../../src/index.ts';
import { headOf, streamText } from '../../../src/explain/origin/connection.ts';
import { Explainer } from '../../../src/explain/origin/explainer.ts';
import type { Hop, Span } from '../../../src/explain/origin/graph.ts';
import type { OriginLink } from '../../../src/explain/origin/link.ts';
import type { Trail } from '../../../src/explain/origin/trail.ts';
import type { ServerKind } from '../../../src/vocabulary.ts';
import { APPS } from '../../oracle/apps/table.ts';
import { expand, loadCases } from '../../oracle/recording.ts';
import type { Case } from '../../oracle/recording.ts';

const KINDS = ['base', 'threaded', 'forking'];
/** Longer streams are followed by their hops alone. */
const MOST_BYTES = 600;

const CASES = loadCases([fileURLToPath(new URL('../../oracle/recordings/', import.meta.url))]).filter(
  ({ app, server }) => app !== null && KINDS.includes(server.kind) && Object.keys(server).length === 1,
);

function played({ app, server, steps }: Case): Machine {
  const machine = new Machine({ app: APPS[app as keyof typeof APPS] as WsgiApp, server: server.kind as ServerKind });
  const clients = new Map<number, ReturnType<Machine['connect']>>();
  for (const { do: what, conn = 0, data = '', split } of steps) {
    const client = clients.get(conn);
    if (what === 'connect') clients.set(conn, machine.connect());
    else if (client === undefined || client.state === 'closed' || client.state === 'reset') continue;
    else if (what === 'send') {
      const bytes = encodeLatin1(expand(data));
      const size = split === undefined ? bytes.length : Math.max(split, Math.ceil(bytes.length / 50));
      for (let at = 0; at < bytes.length; at += Math.max(1, size)) {
        client.send(bytes.subarray(at, at + size));
        if (split !== undefined) machine.run({ calls: 5000 });
      }
    } else if (what === 'shutdown_write') client.shutdownWrite();
    else if (what === 'close') client.close();
    else if (what === 'reset') client.reset();
    else machine.run({ calls: 20_000 });
  }
  machine.run({ calls: 20_000 });
  return machine;
}

/** What of a range no span covers, as text. */
function gaps(spans: readonly Span[], to: number, from = 0): string[] {
  const found: string[] = [];
  let at = from;
  for (const span of spans.toSorted((one, other) => one.from - other.from)) {
    if (span.from > at) found.push(`${at}-${span.from}`);
    at = Math.max(at, span.to);
  }
  if (at < to) found.push(`${at}-${to}`);
  return found;
}

const targets = (hops: readonly Hop[]): Span[] => hops.flatMap(({ target }) => target ?? []);
const sources = (hops: readonly Hop[]): Span[] => hops.flatMap(({ source }) => source ?? []);

const leaves = (link: OriginLink): OriginLink[] => (link.next.length === 0 ? [link] : link.next.flatMap(leaves));

const REQUEST = ['typed', 'client out', 'wire to server', 'kernel receive', 'rfile', 'read'];
const RESPONSE = ['headers buffer', 'wfile', 'sent', 'wire to client', 'client queue', 'client in'];

/** What is wrong with a connection's graph: places that something left unexplained. */
function problems({ graph, connection }: Trail): string[] {
  const found: string[] = [];
  const received = connection.lanes.find(({ name }) => name === 'client in');
  const wanted = (received?.dropped ?? 0) + (received?.bytes.length ?? 0);
  if (graph.endOf('client in') !== wanted) found.push(`client in: ${graph.endOf('client in')} of ${wanted}`);
  for (const place of REQUEST) {
    const left = gaps(sources(graph.departures(place)), graph.endOf(place));
    if (left.length > 0) found.push(`no fate: ${place} ${left.join(' ')}`);
  }
  for (const place of [...REQUEST, ...RESPONSE]) {
    const arrived = targets(graph.arrivals(place));
    const left = place === 'headers buffer' ? [] : gaps(arrived, graph.endOf(place));
    if (left.length > 0) found.push(`no arrival: ${place} ${left.join(' ')}`);
    const wantedOf = sources(graph.departures(place));
    const unexplained = wantedOf.filter(
      (span) =>
        gaps(
          arrived.filter((one) => one.from < span.to && one.to > span.from),
          span.to,
          span.from,
        ).length > 0,
    );
    if (unexplained.length > 0) found.push(`no origin: ${place} ${JSON.stringify(unexplained[0])}`);
  }
  for (const place of graph.places().filter((one) => one.startsWith('item '))) {
    for (const { source } of graph.departures(place)) {
      if (source !== undefined && gaps(targets(graph.arrivals(place)), source.to, source.from).length > 0)
        found.push(`no author: ${place}`);
    }
  }
  return found;
}

/** Keys whose value is not what their bytes make of them. */
function wrongKeys({ handling, connection }: Trail): string[] {
  const request = handling?.requests.at(-1);
  const environ = new Map(connection.handler?.environ ?? []);
  if (request?.environ === undefined) return [];
  const head = headOf(request, streamText(connection, 'request'));
  return (head?.keys ?? [])
    .filter(({ key, value }) => environ.get(key) !== value)
    .map(({ key, value }) => `${key}: ${JSON.stringify(value)} is ${JSON.stringify(environ.get(key))}`);
}

function walked(explainer: Explainer, connection: ConnectionSnapshot): string[] {
  const found: string[] = [];
  const { client } = connection;
  const { graph } = explainer.trail(client);
  const count = graph.endOf('client in');
  for (let byte = 0; byte < Math.min(count, MOST_BYTES); byte += 1) {
    const origin = explainer.originOf({ client, direction: 'response', byte });
    const ends = leaves(origin);
    if (ends.some(({ what }) => /^(?:received|queued|sendto|byte|flush|item|arrived)/.test(what.code))) {
      found.push(`byte ${byte} of the answer comes from nowhere: ${ends.map(({ what }) => what.code).join()}`);
    }
  }
  const asked = graph.endOf('client out');
  for (let byte = 0; byte < Math.min(asked, MOST_BYTES); byte += 1) {
    const ends = leaves(explainer.fateOf({ client, direction: 'request', byte }));
    if (ends.some(({ what }) => !what.code.startsWith('end.') && !/^(?:chunk|error|environ\.name)/.test(what.code))) {
      found.push(`byte ${byte} of the request goes nowhere: ${ends.map(({ what }) => what.code).join()}`);
    }
  }
  return found;
}

/** Every byte of every recording takes 50 s, so each 16th is followed. */
const EVERY = 16;
const chosen = CASES.filter((_, index) => index % EVERY === 0);

const categories = [...new Set(chosen.map(({ category }) => category))];

describe.each(categories)('%s', (category) => {
  test('every byte has an origin and a fate', () => {
    const wrong: string[] = [];
    for (const item of chosen.filter((one) => one.category === category)) {
      const machine = played(item);
      const { trace } = machine;
      const rows = trace.steps();
      const snapshot = machine.snapshot();
      const explainer = new Explainer({ length: rows.length, at: (number) => rows[number] }, () => snapshot);
      for (const trail of explainer.trails()) {
        const found = [...problems(trail), ...wrongKeys(trail)];
        if (found.length === 0) found.push(...walked(explainer, trail.connection).slice(0, 3));
        for (const problem of found) wrong.push(`${item.id} (${trail.connection.client}): ${problem}`);
      }
    }
    expect(wrong).toEqual([]);
  });
});
