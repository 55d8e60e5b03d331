import { expect, test } from 'vitest';
import type { Sys } from '../../src/kernel/sys.ts';
import { decodeLatin1, encodeLatin1 } from '../../src/python/bytes.ts';
import { ConnectionResetError } from '../../src/python/errors.ts';
import { BytesIO } from '../../src/stdlib/io.ts';
import { ClientDisconnected, RequestEntityTooLarge } from '../../src/werkzeug/exceptions.ts';
import { LimitedStream } from '../../src/werkzeug/wsgi-limited-stream.ts';
import { drive } from '../support/drive.ts';

const input = (text: string): BytesIO => new BytesIO(encodeLatin1(text));
const asText = (data: Uint8Array | null): string => decodeLatin1(data ?? new Uint8Array());

test('a limited stream ends at its limit and leaves the rest alone', () => {
  const stream = input('bodynext');
  const limited = new LimitedStream(stream, 4);
  drive(function* () {
    expect(asText(yield* limited.read())).toBe('body');
    expect(asText(yield* limited.read())).toBe('');
    expect(asText(yield* stream.read())).toBe('next');
  });
  expect(limited.isExhausted).toBe(true);
  expect(limited.tell()).toBe(4);
});

test('lines of a limited stream end at its limit too', () => {
  const limited = new LimitedStream(input('one\ntwo\nthree'), 6);
  expect(drive(() => limited.readlines()).map((line) => asText(line))).toEqual(['one\n', 'tw']);
});

test('a stream that ends before the limit means that the client is gone', () => {
  const limited = new LimitedStream(input('bo'), 4);
  expect(() => drive(() => limited.read())).toThrow(ClientDisconnected);
});

test('a stream that fails means that the client is gone', () => {
  const failing = {
    // oxlint-disable-next-line require-yield -- it fails before it could
    *read(): Sys<Uint8Array> {
      throw new ConnectionResetError(104, 'Connection reset by peer');
    },
  };
  expect(() => drive(() => new LimitedStream(failing, 4).read())).toThrow(ClientDisconnected);
  expect(() => drive(() => new LimitedStream(failing, 4, { isMax: true }).read())).toThrow(ClientDisconnected);
});

test('a limit that is a maximum may not be reached, but not be passed either', () => {
  expect(asText(drive(() => new LimitedStream(input('bo'), 4, { isMax: true }).read()))).toBe('bo');
  const long = new LimitedStream(input('body and more'), 4, { isMax: true });
  drive(function* () {
    expect(asText(yield* long.read(100))).toBe('body');
  });
  expect(() => drive(() => long.read(1))).toThrow(RequestEntityTooLarge);
  expect(() => drive(() => long.read())).toThrow(RequestEntityTooLarge);
});

test('exhaust reads what is left', () => {
  const limited = new LimitedStream(input('bodynext'), 4);
  drive(function* () {
    yield* limited.read(1);
    expect(asText(yield* limited.exhaust())).toBe('ody');
    expect(asText(yield* limited.exhaust())).toBe('');
  });
});
