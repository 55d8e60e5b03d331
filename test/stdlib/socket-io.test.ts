/** The raw file of a socket by itself, over a socket that answers what it is told to. Texts are CPython 3.11's. */
import { expect, test } from 'vitest';
import type { Sys } from '../../src/kernel/sys.ts';
import { encodeLatin1 } from '../../src/python/bytes.ts';
import { BlockingIOError, OSError, TimeoutError, UnsupportedOperation, ValueError } from '../../src/python/errors.ts';
import { str } from '../../src/python/repr.ts';
import { SocketIO } from '../../src/stdlib/socket-io.ts';
import { finish } from '../support/files.ts';

class FakeSocket {
  readonly answers: (Uint8Array | Error)[];
  asked = 0;
  given = 0;
  sent: number | Error = 3;

  constructor(...answers: (Uint8Array | Error)[]) {
    this.answers = answers;
  }
  fileno(): number {
    return 7;
  }
  *recvChunk(): Sys<Uint8Array> {
    this.asked += 1;
    const answer = this.answers.shift() ?? new Uint8Array();
    if (answer instanceof Error) throw answer;
    return answer;
  }
  *send(): Sys<number> {
    if (this.sent instanceof Error) throw this.sent;
    return this.sent;
  }
  *_decrefSocketios(): Sys<void> {
    this.given += 1;
  }
}

function opened(mode: string, socket = new FakeSocket()): SocketIO {
  const file = new SocketIO();
  file.init(socket, mode);
  return file;
}

function raised(action: () => unknown): unknown {
  try {
    return action();
  } catch (error) {
    return error;
  }
}

const message = (action: () => unknown): string => str(raised(action));

test('the mode has its b, whether it was given or not; others are refused', () => {
  expect(['r', 'w', 'rw', 'rb', 'wb', 'rwb'].map((mode) => opened(mode).mode)).toEqual([
    ...['rb', 'wb', 'rwb', 'rb', 'wb', 'rwb'],
  ]);
  for (const mode of ['', 'a', 'br', 'b']) {
    expect(raised(() => opened(mode))).toBeInstanceOf(ValueError);
    expect(message(() => opened(mode))).toBe(`invalid mode: '${mode}'`);
  }
});

test('it can do what its mode says, and never seek', () => {
  const can = (mode: string): boolean[] => {
    const file = opened(mode);
    return [file.readable(), file.writable(), file.seekable()];
  };
  expect([can('r'), can('w'), can('rw')]).toEqual([
    [true, false, false],
    [false, true, false],
    [true, true, false],
  ]);
  expect(message(() => finish(opened('w').readChunk(1)))).toBe('File or stream is not readable.');
  expect(message(() => finish(opened('r').write(encodeLatin1('x'))))).toBe('File or stream is not writable.');
  expect(raised(() => opened('r').tell())).toBeInstanceOf(UnsupportedOperation);
  expect([message(() => opened('r').truncate()), message(() => opened('r').seek(0))]).toEqual(['truncate', 'seek']);
});

test('what is not there yet is undefined, and may come later', () => {
  const file = opened('r', new FakeSocket(new BlockingIOError(), encodeLatin1('ab')));
  const buffer = new Uint8Array(4);
  expect(finish(file.readinto(buffer))).toBeUndefined();
  expect(finish(file.readinto(buffer))).toBe(2);
  expect([...buffer]).toEqual([97, 98, 0, 0]);
});

test('after a timeout nothing can be read any more, and the socket is not asked', () => {
  const socket = new FakeSocket(new TimeoutError('timed out'), encodeLatin1('ab'));
  const file = opened('rw', socket);
  expect(raised(() => finish(file.readChunk(1)))).toBeInstanceOf(TimeoutError);
  const error = raised(() => finish(file.readChunk(1)));
  expect(error).toBeInstanceOf(OSError);
  expect(str(error)).toBe('cannot read from timed out object');
  expect(socket.asked).toBe(1);
  expect(finish(file.write(encodeLatin1('abc')))).toBe(3);
});

test('another error of the socket does not keep it from being read again', () => {
  const file = opened('r', new FakeSocket(new OSError('no'), encodeLatin1('a')));
  expect(message(() => finish(file.readChunk(1)))).toBe('no');
  expect(finish(file.readChunk(1))).toEqual(encodeLatin1('a'));
});

test('writing where there is no room answers undefined; other errors go on', () => {
  const socket = new FakeSocket();
  const file = opened('w', socket);
  socket.sent = new BlockingIOError();
  expect(finish(file.write(encodeLatin1('x')))).toBeUndefined();
  socket.sent = new OSError('gone');
  expect(message(() => finish(file.write(encodeLatin1('x'))))).toBe('gone');
});

test('closing gives the socket back once; then there is no name and nothing can be done', () => {
  const socket = new FakeSocket();
  const file = opened('rw', socket);
  expect([file.name, file.fileno(), file.closed]).toEqual([7, 7, false]);
  finish(file.close());
  finish(file.close());
  expect([file.name, file.closed, socket.given]).toEqual([-1, true, 1]);
  for (const ask of [() => file.readable(), () => file.writable(), () => file.seekable()]) {
    expect(message(ask)).toBe('I/O operation on closed socket.');
  }
  for (const act of [
    () => file.fileno(),
    () => finish(file.readChunk(1)),
    () => finish(file.write(new Uint8Array(1))),
  ]) {
    expect(raised(act)).toBeInstanceOf(ValueError);
    expect(message(act)).toBe('I/O operation on closed file.');
  }
});
