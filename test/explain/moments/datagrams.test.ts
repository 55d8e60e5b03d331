/** Datagrams of one client that are served at once, that cross a network, and that are lost there: which is which. */
import { describe, expect, test } from 'vitest';
import { Machine, preset } from '../../../src/index.ts';
import type { MachineOptions, WsgiApp } from '../../../src/index.ts';
import { momentsOf } from '../../../src/explain/moments/of-machine.ts';
import { reasonsOf, storyOf } from './told.ts';

const machineOf = (options: Partial<MachineOptions>): Machine =>
  new Machine({ app: preset('datagrams')?.app as WsgiApp, ...options });

/** A client has sent these, one right after the other. */
function asked(options: Partial<MachineOptions>, ...texts: readonly string[]): Machine {
  const machine = machineOf(options);
  const client = machine.datagrams();
  for (const text of texts) client.send(text);
  machine.run();
  return machine;
}

/** The names of all moments of a request of client 0, in their order. */
const namesOf = (machine: Machine, request: number): string[] =>
  momentsOf(machine)
    .filter((moment) => moment.request === request)
    .map(({ name }) => name);

const AT_SERVER = ['select', 'get_request', 'process_request'];
const IN_HANDLER = ['finish_request', 'setup', 'finish', 'close'];

describe.each([
  ['base', []],
  ['threaded', ['thread']],
  ['forking', ['fork']],
] as const)('on a %s server', (server, added) => {
  test.each([
    ['on one computer', {}],
    ['over a network', { link: { latency: 0.05 } }],
  ])('each of two datagrams at once is a request of its own, with its answer, %s', (_, options) => {
    const machine = asked({ server, ...options }, 'ab', 'cde');
    for (const request of [0, 1]) {
      expect(namesOf(machine, request)).toEqual(['sent', ...AT_SERVER, ...added, ...IN_HANDLER, 'answered']);
    }
    expect(reasonsOf(machine, ({ name }) => /^(?:sent|select|answered)$/.test(name)).toSorted()).toEqual([
      '0.0 answered: answered.datagram bytes=2',
      '0.0 select: select.datagram bytes=2 connection=1',
      '0.0 sent: sent.datagram bytes=2',
      '0.1 answered: answered.datagram bytes=3',
      '0.1 select: select.datagram bytes=3 connection=1',
      '0.1 sent: sent.datagram bytes=3',
    ]);
  });

  test('clients take turns over a network: whose a datagram is, is told where it comes', () => {
    const machine = machineOf({ server, link: { latency: 0.05 } });
    const clients = [machine.datagrams(), machine.datagrams()];
    for (const texts of [
      ['a', 'bb'],
      ['ccc', 'dddddddddddd'],
    ]) {
      for (const [place, text] of texts.entries()) clients[place]?.send(text);
      machine.run();
    }
    expect(reasonsOf(machine, ({ name }) => name === 'select')).toEqual([
      '0.0 select: select.datagram bytes=1 connection=1',
      '1.0 select: select.datagram bytes=2 connection=2',
      '0.1 select: select.datagram bytes=3 connection=1',
      '1.1 select: select.datagram bytes=12 connection=2',
    ]);
    expect(storyOf(machine, ({ name }) => name === 'answered')).toEqual([
      '0.0 answered: answered.datagram bytes=1 [response 0-1 · client in]',
      '1.0 answered: answered.datagram bytes=2 [response 0-2 · client in]',
      '0.1 answered: answered.datagram bytes=3 [response 1-4 · client in]',
      '1.1 answered: answered.datagram bytes=12 [response 2-14 · client in]',
    ]);
  });
});

test('one that the network loses is no request: the one after it is the first', () => {
  const machine = asked({ link: { latency: 0.05, loss: 0.5 }, seed: 2 }, 'ab', 'cde', 'fghi');
  expect(reasonsOf(machine, ({ name }) => /^(?:sent|lost|select|get_request)$/.test(name))).toEqual([
    '- lost segment=2 bytes',
    '0 sent: sent.datagram bytes=2',
    '0 lost segment=3 bytes',
    '0 sent: sent.datagram bytes=3',
    '0.0 sent: sent.datagram bytes=4',
    '0.0 select: select.datagram bytes=4 connection=1',
    '0.0 get_request: get_request.datagram connection=1',
    '0 lost segment=4 bytes',
  ]);
});

test('an empty one is sent, taken and answered like any other', () => {
  const machine = machineOf({});
  const client = machine.datagrams();
  client.send('');
  client.send('ab');
  machine.run();
  client.send('');
  machine.run();
  const NAMES = /^(?:sent|select|get_request|answered)$/;
  const story = (request: number, bytes: number): string[] => [
    `0.${request} sent: sent.datagram bytes=${bytes}`,
    `0.${request} select: select.datagram bytes=${bytes} connection=1`,
    `0.${request} get_request: get_request.datagram connection=1`,
    `0.${request} answered: answered.datagram bytes=${bytes}`,
  ];
  for (const [request, bytes] of [0, 2, 0].entries())
    expect(reasonsOf(machine, (moment) => moment.request === request && NAMES.test(moment.name))).toEqual(
      story(request, bytes),
    );
  const last = reasonsOf(machine, ({ name }) => NAMES.test(name)).slice(-4);
  expect(last).toEqual([...story(2, 0)]);
});

test('to a server that has ended it is sent, and nothing else comes of it', () => {
  const machine = machineOf({});
  const client = machine.datagrams();
  machine.run();
  machine.interrupt();
  machine.run();
  for (const text of ['ab', 'c']) {
    client.send(text);
    machine.run();
  }
  expect(reasonsOf(machine, ({ client: whose }) => whose === 0)).toEqual([
    ...['0 connect: connect.datagrams', '0.0 sent: sent.datagram bytes=2', '0.1 sent: sent.datagram bytes=1'],
  ]);
});
