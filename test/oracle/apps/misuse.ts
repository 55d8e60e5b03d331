/** Apps that use the protocol wrongly: starting twice, not at all, or with values of the wrong type. */
import { LookupError, ValueError } from '../../../src/python/errors.ts';
import { tuple } from '../../../src/python/tuple.ts';
import { excInfoOf } from '../../../src/stdlib/sys.ts';
import type { Environ, StartResponse } from '../../../src/werkzeug/wsgi-types.ts';
import { b, modeOf, pick, plain } from './common.ts';
import type { Headers } from './common.ts';

const FIRST: Headers = [['X-First', 'yes']];
const SECOND: Headers = [['X-Second', 'yes']];

export function start_twice(environ: Environ, startResponse: StartResponse): Iterable<Uint8Array> {
  const [mode] = modeOf(environ, 'plain');
  if (mode === 'lazy') return lazy(startResponse);
  startResponse('200 OK', mode === 'empty-headers' ? [] : [...FIRST]);
  if (mode === 'late') return late(startResponse);
  startResponse('201 CREATED', [...SECOND]);
  return [b('body\n')];
}

function* lazy(startResponse: StartResponse): Generator<Uint8Array> {
  startResponse('202 ACCEPTED', [['X-Lazy', 'yes']]);
  yield b('lazy\n');
}

function* late(startResponse: StartResponse): Generator<Uint8Array> {
  yield b('first\n');
  startResponse('201 CREATED', [...SECOND]);
  yield b('second\n');
}

export function start_twice_exc_info(environ: Environ, startResponse: StartResponse): Iterable<Uint8Array> {
  const [mode] = modeOf(environ, 'before');
  switch (mode) {
    case 'before':
      startResponse('200 OK', [...FIRST]);
      startResponse('500 REPLACED', [...SECOND], excInfoOf(new ValueError('replaced')));
      return [b('replacement\n')];
    case 'fresh':
      startResponse('500 FRESH', [...SECOND], excInfoOf(new ValueError('never started')));
      return [b('fresh\n')];
    case 'after':
    case 'empty-headers':
    case 'after-caught':
      startResponse('200 OK', mode === 'empty-headers' ? [] : [...FIRST]);
      return tooLate(startResponse, mode === 'after-caught');
    default:
      throw new LookupError(`unknown mode ${mode}`);
  }
}

function* tooLate(startResponse: StartResponse, isCaught: boolean): Generator<Uint8Array> {
  yield b('first\n');
  try {
    startResponse('500 LATE', [...SECOND], excInfoOf(new ValueError('too late')));
  } catch (error) {
    if (!(isCaught && error instanceof ValueError)) throw error;
  }
  yield b('second\n');
}

/** A bytearray: not bytes, and that is all that matters here. */
class Bytearray {
  static readonly name: string = 'bytearray';
  readonly bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }
}

const NOT_BYTES: Readonly<Record<string, () => unknown>> = {
  str: () => ['text'],
  none: () => [null],
  bytearray: () => [new Bytearray(b('array'))],
  second: () => [b('first\n'), 'second\n'],
  'plain-str': () => 'text',
  'plain-bytes': () => b('AB'),
  int: () => 5,
  'none-return': () => null,
};

export function not_bytes(environ: Environ, startResponse: StartResponse): unknown {
  const [mode] = modeOf(environ, 'str');
  startResponse('200 OK', plain());
  const make = pick(NOT_BYTES, mode);
  if (make === undefined) throw new LookupError(`unknown mode ${mode}`);
  return make();
}

export function no_start(environ: Environ, _startResponse: StartResponse): unknown {
  const [mode] = modeOf(environ, 'chunk');
  if (mode === 'none') return null;
  return mode === 'empty' ? [] : [b('chunk\n')];
}

const APP = (): readonly unknown[] => [tuple('X-App', 'bad_start')];

/** What each mode starts with: any values, whatever the types demand. */
const BAD_STARTS: Readonly<Record<string, () => readonly [status: unknown, headers: unknown]>> = {
  'bytes-status': () => [b('200 OK'), APP()],
  'int-status': () => [200, APP()],
  'none-status': () => [null, APP()],
  'tuple-headers': () => ['200 OK', tuple(tuple('X-App', 'bad_start'))],
  'dict-headers': () => ['200 OK', { 'X-App': 'bad_start' }],
  'none-headers': () => ['200 OK', null],
  'int-value': () => ['200 OK', [tuple('X-Number', 5), tuple('X-None', null)]],
  'bytes-value': () => ['200 OK', [tuple('X-Bytes', b('raw'))]],
  'int-key': () => ['200 OK', [tuple(5, 'five')]],
  triple: () => ['200 OK', [tuple('X-App', 'a', 'b')]],
  newline: () => ['200 OK', [tuple('X-App', 'a\r\nX-Injected: b')]],
  'non-latin': () => ['200 OK', [tuple('X-Before', '1'), tuple('X-Snow', '☃')]],
  'non-latin-status': () => ['200 ☃', APP()],
  close: () => ['200 OK', [tuple('Connection', 'close')]],
  'keep-alive': () => ['200 OK', [tuple('Connection', 'keep-alive')]],
  'own-server': () => ['200 OK', [tuple('Server', 'mine'), tuple('Date', 'never')]],
  'own-chunked': () => ['200 OK', [tuple('Transfer-Encoding', 'chunked')]],
  mutate: () => ['200 OK', APP()],
};

type AnyStart = (status: unknown, headers: unknown) => unknown;

export function bad_start(environ: Environ, startResponse: StartResponse): Uint8Array[] {
  const [mode] = modeOf(environ, 'bytes-status');
  const make = pick(BAD_STARTS, mode);
  if (make === undefined) throw new LookupError(`unknown mode ${mode}`);
  const [status, headers] = make();
  (startResponse as AnyStart)(status, headers);
  if (mode === 'mutate') (headers as unknown[]).push(tuple('X-Later', 'yes'));
  return [b(mode === 'own-chunked' ? '5\r\nhello\r\n0\r\n\r\n' : 'body\n')];
}
