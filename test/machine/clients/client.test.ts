/** What a raw client does with its connection: what it keeps, in which order it acts, and how it says what is wrong. */
import { describe, expect, test } from 'vitest';
import { Machine, preset, sleep } from '../../../src/index.ts';
import type { MachineOptions, Sys, WsgiApp } from '../../../src/index.ts';
import { call } from '../../../src/python/libc.ts';
import { text } from '../../support/drive.ts';

const hello = preset('hello')?.app as WsgiApp;
const GET = 'GET / HTTP/1.0\r\n\r\n';

/** A server that accepts one client, waits a second, reads until the end, and then stays. */
function slowReader(options: Partial<MachineOptions> = {}) {
  const heard: string[] = [];
  const machine = new Machine({
    ...options,
    *program(): Sys<void> {
      const listener = yield* call('socket', 'AF_INET', 'SOCK_STREAM');
      yield* call('bind', listener, ['127.0.0.1', 5000]);
      yield* call('listen', listener, 5);
      const [fd] = yield* call('accept4', listener);
      yield* sleep(1);
      for (;;) {
        const { data } = yield* call('recvfrom', fd, 65_536);
        heard.push(text(data));
        if (data.length === 0) break;
      }
      yield* sleep(3);
    },
  });
  return { machine, client: machine.connect(), heard };
}

/** Room for a few bytes only. */
const NARROW = { limits: { receiveBuffer: 4, sendBuffer: 4 } };

describe('what a client receives', () => {
  test('is there as text and as bytes, however often one looks while it comes', () => {
    const machine = new Machine({ app: preset('stream')?.app as WsgiApp });
    const client = machine.connect();
    expect([client.received, client.receivedLength, client.receivedBytes]).toEqual(['', 0, new Uint8Array()]);
    client.send(GET);
    let before = '';
    for (let turn = 0; turn < 400; turn += 1) {
      machine.run({ resumptions: 1 });
      expect(client.received.startsWith(before)).toBe(true);
      expect(text(client.receivedBytes)).toBe(client.received);
      expect(client.receivedLength).toBe(client.received.length);
      before = client.received;
    }
    machine.run();
    expect(before).toMatch(/^HTTP\/1\.0 200 OK/);
    expect(client.receivedFrom(9)).toEqual(client.receivedBytes.subarray(9));
    expect(client.receivedFrom(client.receivedLength + 1)).toEqual(new Uint8Array());
  });
});

describe('what a client sends', () => {
  test('is what the bytes were when they were given', () => {
    const { machine, client, heard } = slowReader();
    const bytes = Uint8Array.of(97, 98);
    client.send(bytes);
    bytes.fill(120);
    client.send('\u00ff');
    client.shutdownWrite();
    machine.run();
    expect(heard.join('')).toBe('ab\u00ff');
  });

  test('is a text of bytes or bytes, and nothing else', () => {
    const { machine, client } = slowReader();
    expect(() => client.send([97] as never)).toThrow(
      new TypeError('data: an array of 1 is neither a string nor a Uint8Array'),
    );
    expect(() => client.send('aé☃')).toThrow(
      new RangeError(
        "data: character '☃' (U+2603) at index 2 is not a byte; send latin-1 text, or a Uint8Array of the encoding you mean",
      ),
    );
    expect(() => client.send('\u0100')).toThrow("character 'Ā' (U+0100) at index 0");
    expect(machine.inputs.map(({ command }) => command.do)).toEqual(['connect']);
  });

  test('waits for room, in order, and a half-close and a close wait for it', () => {
    const { machine, client, heard } = slowReader(NARROW);
    client.send('abcdefghijklmnopqrstuvwxyz');
    client.send('0123');
    client.shutdownWrite();
    client.close();
    machine.run({ until: 0.5 });
    expect([client.state, client.hasShutdownWrite, heard]).toEqual(['open', false, []]);
    machine.run();
    expect(heard.join('')).toBe('abcdefghijklmnopqrstuvwxyz0123');
    expect([client.state, client.hasShutdownWrite, client.error]).toEqual(['closed', true, undefined]);
    const calls = machine.trace.steps().filter(({ kind, tid }) => kind === 'syscall' && tid !== 1000);
    expect(calls.slice(-2).map(({ name }) => name)).toEqual(['shutdown', 'close']);
  });

  test('is given up by a reset, at once', () => {
    const { machine, client, heard } = slowReader(NARROW);
    client.send('abcdefghijklmnopqrstuvwxyz');
    client.reset();
    machine.run({ until: 0.5 });
    expect([client.state, client.error]).toEqual(['closed', undefined]);
    machine.run();
    expect(heard).toEqual(['abc']);
    expect(machine.errors[0]?.text).toContain('ConnectionResetError');
  });
});

describe('a client that waits', () => {
  test('for room makes no system call until there is some', () => {
    const { machine, client } = slowReader(NARROW);
    client.send('abcdefghijklmnopqrstuvwxyz');
    client.shutdownWrite();
    machine.run({ until: 0.1 });
    const { length } = machine.trace;
    machine.run({ until: 0.9 });
    expect(machine.trace.steps(length).filter(({ kind }) => kind === 'syscall')).toEqual([]);
  });

  test('waits for its keyboard and for bytes; after the end of the stream for its keyboard alone', () => {
    const machine = new Machine({ app: hello });
    const client = machine.connect();
    machine.run();
    const waitsIn = (): string | undefined =>
      machine.snapshot().threads.find(({ name }) => name === 'client-0')?.waitsIn;
    expect(waitsIn()).toBe('poll([0: POLLIN, 1: POLLIN], -1)');
    client.send(GET);
    machine.run();
    expect(waitsIn()).toBe('poll([0: POLLIN], -1)');
  });
});

describe('the state of a client', () => {
  test('is that of its connection, from the first step to the last', () => {
    const machine = new Machine({ app: hello });
    const client = machine.connect();
    expect([client.state, client.isUsable, client.localAddress]).toEqual(['connecting', true, undefined]);
    machine.run();
    expect([client.state, client.isUsable, client.localAddress]).toEqual(['open', true, ['127.0.0.1', 32_768]]);
    client.send(GET);
    machine.run();
    expect([client.state, client.isUsable, client.hasShutdownWrite]).toEqual(['eof', true, false]);
    client.shutdownWrite();
    expect(client.hasShutdownWrite).toBe(false);
    machine.run();
    expect([client.state, client.isUsable, client.hasShutdownWrite]).toEqual(['eof', true, true]);
    client.close();
    expect([client.state, client.isUsable]).toEqual(['eof', false]);
    machine.run();
    expect([client.state, client.isUsable, client.error]).toEqual(['closed', false, undefined]);
    expect(() => client.reset()).toThrow('client 0 cannot reset: its connection is closed; connect another');
  });

  test.each(['reset', 'close'] as const)('is unusable from the moment of a %s', (ending) => {
    const machine = new Machine({ app: hello });
    const client = machine.connect();
    machine.run();
    client[ending]();
    expect([client.state, client.isUsable]).toEqual(['open', false]);
  });

  test('names the reset of the server', () => {
    const machine = new Machine({
      *program(): Sys<void> {
        const listener = yield* call('socket', 'AF_INET', 'SOCK_STREAM');
        yield* call('bind', listener, ['127.0.0.1', 5000]);
        yield* call('listen', listener, 5);
        const [fd] = yield* call('accept4', listener);
        yield* call('setsockopt', fd, 'SOL_SOCKET', 'SO_LINGER', [1, 0]);
        yield* call('close', fd);
        yield* sleep(1);
      },
    });
    const client = machine.connect();
    machine.run();
    expect([client.state, client.isUsable, client.error]).toEqual(['reset', false, 'ECONNRESET']);
    expect(() => client.close()).toThrow(
      'client 0 cannot close: its connection is reset (ECONNRESET); connect another',
    );
  });

  test('says that it can be used no more when it has written to a server that has left', () => {
    const machine = new Machine({ app: hello });
    const client = machine.connect();
    client.send(GET);
    machine.run();
    client.send('the reset that this brings is not noticed yet');
    machine.run();
    expect([client.state, client.isUsable, client.error]).toEqual(['eof', true, undefined]);
    client.send('this is');
    machine.run();
    expect([client.state, client.isUsable, client.error]).toEqual(['eof', false, 'EPIPE']);
    const inputs = [...machine.inputs];
    for (const act of ['send', 'close', 'shutdownWrite', 'reset'] as const) {
      expect(() => client[act]('x')).toThrow(`client 0 cannot ${act}: its connection is eof (EPIPE); connect another`);
    }
    expect(machine.inputs).toEqual(inputs);
  });
});
