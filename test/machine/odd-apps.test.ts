/**
 * For any app: the machine does not panic, the client gets Python's response, the log has the error, and the server
 * continues.
 */
import { describe, expect, test } from 'vitest';
import { Machine } from '../../src/index.ts';
import { ODD_APPS } from '../support/odd-apps.ts';

const REQUEST = 'GET / HTTP/1.1\r\nHost: a\r\n\r\n';

describe.each(Object.entries(ODD_APPS))('an app that %s', (_, { app, answer, log }) => {
  test.each(['base', 'threaded', 'forking'] as const)('does not stop a %s server, and replays', (server) => {
    const machine = new Machine({ app, server });
    const clients = [machine.connect(), machine.connect()];
    for (const client of clients) client.send(REQUEST);
    const { why, panic } = machine.run({ calls: 20_000, resumptions: 4000 });
    expect({ why, panic }).toEqual({ why: 'idle', panic: undefined });
    expect(clients.map(({ received }) => received.slice(9, 12))).toEqual([answer, answer]);
    expect(machine.log).toMatch(log);
    machine.snapshot();
    machine.seek(machine.trace.length >> 1);
    expect(machine.seek(machine.trace.length).log).toBe(machine.log);
  });
});
