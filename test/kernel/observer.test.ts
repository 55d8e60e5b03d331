import { expect, test } from 'vitest';
import { Kernel } from '../../src/kernel/kernel.ts';
import { viewSockets } from '../../src/kernel/net/network.ts';
import type { Observer } from '../../src/kernel/observer.ts';
import type { Sys } from '../../src/kernel/sys.ts';
import { runningKernel } from '../../src/kernel/running.ts';
import { bytes, call, connected, listening, receive, seconds, send, tcp, text } from '../support/drive.ts';
import { QUIET_OBSERVER } from '../support/quiet-observer.ts';

/** Runs `main` and returns the socket events that an observer received; the senders of bytes go into `senders`. */
function observed(main: () => Sys<void>, senders: unknown[] = []): string[] {
  const heard: string[] = [];
  const observer: Observer = {
    ...QUIET_OBSERVER,
    queueChanged: ({ socket, queue, bytes: count, data, sender }) => {
      senders.push(sender);
      heard.push(`${socket} ${queue} ${count}${data === undefined ? '' : ` ${text(data)}`}`);
    },
    socketStateChanged: (socket, from, to) => void heard.push(`${socket} ${from} → ${to}`),
  };
  const kernel = new Kernel();
  kernel.observer = observer;
  kernel.spawn({ name: 'test', main });
  kernel.run();
  return heard;
}

test('the states of a connection follow RFC 9293', () => {
  const heard = observed(function* () {
    const { client, server } = yield* connected();
    yield* call('close', server);
    yield* call('close', client);
    yield* call('nanosleep', seconds(61));
  });
  expect(heard).toEqual([
    '1 closed → listen',
    '2 closed → syn-sent',
    '3 closed → syn-received',
    '2 syn-sent → established',
    '3 syn-received → established',
    '1 listen → closed',
    '3 established → fin-wait-1',
    '2 established → close-wait',
    '3 fin-wait-1 → fin-wait-2',
    '2 close-wait → last-ack',
    '2 last-ack → closed',
    '3 fin-wait-2 → time-wait',
    '3 time-wait → closed',
  ]);
});

test('bytes are reported when they arrive, with their contents, and when they are read', () => {
  const heard = observed(function* () {
    const { client, server } = yield* connected();
    yield* send(client, 'hello');
    yield* receive(server, 2);
    yield* receive(server, 9);
  }).filter((line) => !line.includes('→'));
  expect(heard).toEqual(['3 receive 5 hello', '3 receive -2', '3 receive -3']);
});

test('bytes without room are reported when they enter and leave the send queue', () => {
  const heard = observed(function* () {
    const { fd, address } = yield* listening();
    yield* call('setsockopt', fd, 'SOL_SOCKET', 'SO_RCVBUF', 1);
    const client = yield* tcp();
    yield* call('connect', client, address);
    const [server] = yield* call('accept4', fd);
    yield* call('sendto', client, new Uint8Array(3000));
    yield* call('recvfrom', server, 2304);
    yield* call('close', server);
  }).filter((line) => !line.includes('→') && !line.includes('\0'));
  expect(heard).toEqual([
    '2 send 3000',
    '2 send -549',
    '2 send -1674',
    '3 receive -2223',
    '2 send -777',
    '3 receive -777',
  ]);
});

test('sockets can be read as plain values, like a list of ss(8)', () => {
  observed(function* () {
    const { fd, address } = yield* listening(7);
    const client = yield* tcp();
    yield* call('connect', client, address);
    yield* send(client, 'GET');
    const local = yield* call('getsockname', client);
    expect(viewSockets(runningKernel().network)).toEqual([
      { ...base, id: 1, state: 'listen', local: address, remote: undefined, backlog: [3], backlogLimit: 7 },
      { ...base, id: 2, state: 'established', local, remote: address },
      { ...base, id: 3, state: 'established', local: address, remote: local, receiveQueue: bytes('GET') },
    ]);
    yield* call('close', fd);
  });
});

const base = {
  family: 'AF_INET',
  type: 'SOCK_STREAM',
  receiveQueue: new Uint8Array(0),
  sendQueue: new Uint8Array(0),
  backlog: [],
  backlogLimit: 0,
};

test('a connection over a path tells its states once each, and the bytes that are lost with it', () => {
  const heard = observed(function* () {
    const [listener, client] = [
      yield* call('socket', 'AF_UNIX', 'SOCK_STREAM'),
      yield* call('socket', 'AF_UNIX', 'SOCK_STREAM'),
    ];
    yield* call('bind', listener, '/run/app');
    yield* call('listen', listener, 1);
    yield* call('listen', listener, 5);
    yield* call('connect', client, '/run/app');
    const [server] = yield* call('accept4', listener);
    yield* send(client, 'hello');
    yield* receive(server, 2);
    yield* call('close', server);
    yield* call('close', client);
    yield* call('close', yield* call('socket', 'AF_UNIX', 'SOCK_STREAM'));
    yield* call('close', listener);
  });
  expect(heard).toEqual([
    '1 closed → listen',
    '3 closed → established',
    '2 closed → established',
    '3 receive 5 hello',
    '3 receive -2',
    '3 receive -3',
    '3 established → closed',
    '2 established → closed',
    '1 listen → closed',
  ]);
});

test.each(['AF_INET', 'AF_UNIX'] as const)('%s datagrams tell who sent them, and those nobody reads', (family) => {
  const senders: unknown[] = [];
  const heard = observed(function* () {
    const address = family === 'AF_INET' ? (['127.0.0.1', 5000] as const) : '/run/app';
    const [server, client] = [yield* call('socket', family, 'SOCK_DGRAM'), yield* call('socket', family, 'SOCK_DGRAM')];
    yield* call('bind', server, address);
    for (const message of ['one', 'three', '']) yield* call('sendto', client, bytes(message), address);
    yield* receive(server, 2);
    yield* call('close', server);
    yield* call('close', client);
  }, senders);
  expect(heard).toEqual(['1 receive 3 one', '1 receive 5 three', '1 receive 0 ', '1 receive -3', '1 receive -5']);
  expect(senders).toEqual([2, 2, 2, 2, undefined]);
});
