/** Apps that raise: before they start, after, between chunks, and in close(). */
import { EMPTY } from '../../../src/python/bytes.ts';
import {
  BrokenPipeError,
  ConnectionAbortedError,
  ConnectionResetError,
  Exception,
  GeneratorExit,
  KeyboardInterrupt,
  KeyError,
  LookupError,
  OSError,
  RuntimeError,
  StopIteration,
  SystemExit,
  TimeoutError,
  ValueError,
} from '../../../src/python/errors.ts';
import type { BaseException } from '../../../src/python/errors.ts';
import type { BlockingGenerator, SysIterable } from '../../../src/python/iterate.ts';
import type { Sys } from '../../../src/kernel/sys.ts';
import { blocking } from '../../../src/werkzeug/app.ts';
import { NotFound } from '../../../src/werkzeug/exceptions.ts';
import type { Environ, StartResponse } from '../../../src/werkzeug/wsgi-types.ts';
import { b, BLOCK, intOf, log, modeOf, pick, plain, sleepMs } from './common.ts';
import type { Headers } from './common.ts';

class CustomError extends Exception {
  static override readonly module = 'apps';
}

function chained(link: '__cause__' | '__context__'): BaseException {
  const outer = new RuntimeError('outer');
  outer.__context__ = new ValueError('inner');
  if (link === '__cause__') outer.__cause__ = outer.__context__;
  return outer;
}

const BEFORE: Readonly<Record<string, () => BaseException>> = {
  value: () => new ValueError('boom before'),
  key: () => new KeyError('missing key'),
  unicode: () => new RuntimeError('boöm ☃'),
  empty: () => new RuntimeError(),
  multiline: () => new RuntimeError('line one\nline two'),
  http: () => new NotFound(),
  chained: () => chained('__cause__'),
  context: () => chained('__context__'),
  custom: () => new CustomError('custom message'),
  os: () => new OSError('plain os error'),
  reset: () => new ConnectionResetError('app says reset'),
  pipe: () => new BrokenPipeError(32, 'Broken pipe'),
  timeout: () => new TimeoutError('app says timeout'),
  stop: () => new StopIteration(),
  'system-exit': () => new SystemExit(3),
  keyboard: () => new KeyboardInterrupt(),
  'generator-exit': () => new GeneratorExit('going'),
};

export function boom_before(environ: Environ, _startResponse: StartResponse): never {
  const [mode] = modeOf(environ, 'value');
  throw pick(BEFORE, mode)?.() ?? new LookupError(`unknown mode ${mode}`);
}

export const boom_after_start = blocking(function* (environ: Environ, startResponse: StartResponse): Sys<Uint8Array[]> {
  const [mode] = modeOf(environ, 'plain');
  const headers: Headers = [...plain(), ['X-First', 'yes']];
  const write = startResponse('201 CREATED', mode === 'no-headers' ? [] : headers);
  if (mode === 'write-empty') yield* write(EMPTY);
  else if (mode === 'write') yield* write(b('written\n'));
  else if (mode === 'reset') throw new ConnectionResetError('app says reset');
  throw new RuntimeError('boom after start');
});

export function boom_after_first_chunk(environ: Environ, startResponse: StartResponse): Iterable<Uint8Array> {
  const [mode] = modeOf(environ, 'plain');
  const headers = plain();
  if (mode === 'sized') headers.push(['Content-Length', '12']);
  startResponse('200 OK', headers);
  return boomAfterFirst(mode);
}

function* boomAfterFirst(mode: string): Generator<Uint8Array> {
  if (mode === 'empty') yield EMPTY;
  else if (mode !== 'none') yield b('first\n');
  if (mode === 'reset') throw new ConnectionAbortedError('app says aborted');
  if (mode === 'system-exit') throw new SystemExit('leaving');
  throw new RuntimeError('boom after first chunk');
}

interface Failures {
  /** Before which item the iteration fails; the number of items stands for the end. */
  readonly failAt?: number;
  readonly failClose?: boolean;
}

/** An iterable with a `close()`; both tell `wsgi.errors`. */
class Closing {
  private readonly _environ: Environ;
  private readonly _items: readonly Uint8Array[];
  private readonly _failures: Failures;

  constructor(environ: Environ, items: readonly Uint8Array[], failures: Failures = {}) {
    this._environ = environ;
    this._items = items;
    this._failures = failures;
  }

  *[Symbol.iterator](): Generator<Uint8Array> {
    const { failAt } = this._failures;
    for (const [index, item] of this._items.entries()) {
      if (index === failAt) throw new RuntimeError('boom in iteration');
      yield item;
    }
    if (failAt === this._items.length) throw new RuntimeError('boom in iteration');
    log(this._environ, 'iterated');
  }

  close(): void {
    log(this._environ, 'close called');
    if (this._failures.failClose === true) throw new RuntimeError('boom in close');
  }
}

export function boom_in_close(environ: Environ, startResponse: StartResponse): Closing {
  const [mode] = modeOf(environ, 'plain');
  const headers = plain();
  if (mode === 'sized') headers.push(['Content-Length', '6']);
  startResponse('200 OK', headers);
  const first = [b('first\n')];
  if (mode === 'both') return new Closing(environ, first, { failAt: 1, failClose: true });
  if (mode === 'empty') return new Closing(environ, [], { failClose: true });
  if (mode === 'first') return new Closing(environ, [], { failAt: 0, failClose: true });
  return new Closing(environ, first, { failClose: true });
}

export function iter_close(environ: Environ, startResponse: StartResponse): SysIterable<Uint8Array> {
  const [mode, ...args] = modeOf(environ, 'plain');
  startResponse('200 OK', plain());
  const [first, second] = [b('first\n'), b('second\n')];
  if (mode === 'error') return new Closing(environ, [first, second], { failAt: 1 });
  if (mode === 'first') return new Closing(environ, [first], { failAt: 0 });
  if (mode === 'big')
    return new Closing(
      environ,
      Array.from({ length: intOf(args) }, () => BLOCK),
    );
  if (mode === 'slow') return ticking(environ, args);
  if (mode === 'generator') return telling(environ, [first, second]);
  return new Closing(environ, [first, second]);
}

function* ticking(environ: Environ, args: readonly string[]): BlockingGenerator<Uint8Array> {
  try {
    const count = intOf(args);
    for (let i = 0; i < count; i += 1) {
      yield b(`tick ${i}\n`);
      yield* sleepMs(intOf(args, 1));
    }
    log(environ, 'generator done');
  } finally {
    log(environ, 'generator finally');
  }
}

function* telling(environ: Environ, items: readonly Uint8Array[]): Generator<Uint8Array> {
  try {
    yield* items;
    log(environ, 'generator done');
  } finally {
    log(environ, 'generator finally');
  }
}
