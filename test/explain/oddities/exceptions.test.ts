/** Which exceptions are harmless, rule by rule: on logs that are written out, and by Ctrl+C on machines. */
import { describe, expect, test } from 'vitest';
import { odditiesOf } from '../../../src/explain.ts';
import type { Oddity } from '../../../src/explain.ts';
import { oddityAt } from '../../../src/explain/oddities/find-oddity.ts';
import { Machine } from '../../../src/index.ts';
import type { Pid } from '../../../src/kernel/types.ts';
import type { Sys, WsgiApp } from '../../../src/index.ts';
import { KeyboardInterrupt } from '../../../src/modules/builtins.ts';
import { call } from '../../../src/python/libc.ts';
import { blocking } from '../../../src/werkzeug/app.ts';
import { log } from './written-log.ts';

/** What is said of the first exception of a log. */
function said(text: string): Oddity | undefined {
  const rows = log(text);
  for (let number = 0; number < rows.length; number += 1) {
    if (rows.row(number).kind === 'raise') return oddityAt(rows, number);
  }
  throw new Error('nothing is raised');
}

const codeOf = (text: string): string | undefined => said(text)?.code;

describe('an attribute that is not there', () => {
  const asked = (error: string, after = 'return m.H.address_string'): string => `
    1 call m.H.address_string
    1  call m.H.__getattr__
    1  raise m.H.__getattr__ <${error}>
    1 ${after}`;
  const missing = (name: string): string => `AttributeError("'H' object has no attribute '${name}'")`;

  test('is one of those that the server looks for, or has its name in the sentence', () => {
    expect(said(asked(missing('environ')))).toEqual({ step: 2, code: 'attribute.environ', values: {} });
    expect(codeOf(asked(missing('_headers_buffer')))).toBe('attribute.buffer');
    expect(codeOf(asked(missing('path')))).toBe('attribute.path');
    expect(said(asked(missing('do_GET')))).toEqual({ step: 2, code: 'attribute', values: { name: 'do_GET' } });
    expect(said(asked(missing('toString')))).toMatchObject({ code: 'attribute', values: { name: 'toString' } });
    expect(said(asked('AttributeError()'))).toMatchObject({ code: 'attribute', values: { name: '' } });
  });

  test('is a fault where the exception goes on, or is another one; the end of the log says nothing', () => {
    expect(said(asked(missing('path'), `raise m.H.address_string <${missing('path')}>`))).toBe(undefined);
    expect(said(asked("KeyError('path')"))).toBe(undefined);
    expect(said(asked(missing('path')).split('\n').slice(0, 4).join('\n'))).toBe(undefined);
  });
});

describe('a client that is gone', () => {
  const dropped = (error: string, from = 'socket.socket.sendall', handling = 'm.H.connection_dropped'): string => `
    1 call m.H.handle
    1  call m.H.write
    1   call ${from}
    1   raise ${from} <${error}>
    1  raise m.H.write <${error}>
    1  call ${handling} ${error}
    1  return ${handling}
    1 return m.H.handle`;

  test('is told with the error of its socket', () => {
    for (const error of ['BrokenPipeError', 'ConnectionResetError', 'ConnectionAbortedError']) {
      expect(said(dropped(`${error}(32, 'gone')`))).toEqual({ step: 3, code: 'gone', values: { error } });
    }
    expect(said(dropped('TimeoutError()'))).toEqual({ step: 3, code: 'gone.timeout', values: {} });
  });

  test('is no excuse for other errors, for those of an app, and before it has been handled', () => {
    expect(said(dropped('OSError()'))).toBe(undefined);
    expect(said(dropped('BrokenPipeError()', 'm.app'))).toBe(undefined);
    expect(said(dropped('BrokenPipeError()', 'socket.socket.sendall', 'm.H.handle_error'))).toBe(undefined);
    expect(said(dropped('BrokenPipeError()').split('\n').slice(0, 7).join('\n'))).toBe(undefined);
  });

  const timedOut = (error: string, catcher: string, handling: string, from = 'socket.socket.recv_into'): string => `
    1 call m.H.${catcher}
    1  call ${from}
    1  raise ${from} <${error}>
    1  call m.H.${handling}`;

  test('has said nothing for too long, where the handler logs that, of a socket', () => {
    const [good, other] = ['TimeoutError()', 'OSError()'];
    expect(said(timedOut(good, 'handle_one_request', 'log_error'))).toEqual({ step: 2, code: 'timeout', values: {} });
    expect(said(timedOut(other, 'handle_one_request', 'log_error'))).toBe(undefined);
    expect(said(timedOut(good, 'handle', 'log_error'))).toBe(undefined);
    expect(said(timedOut(good, 'handle_one_request', 'log_message'))).toBe(undefined);
    expect(said(timedOut(good, 'handle_one_request', 'log_error', 'm.app'))).toBe(undefined);
  });

  test('cannot be shut down', () => {
    const shut = (what: string, catcher: string, end: string): string => `
      1 call m.S.${catcher}
      1  call socket.socket.${what}
      1  raise socket.socket.${what} <OSError(107)>
      1  call m.S.close_request
      ${end}`;
    const returns = '1 return m.S.shutdown_request';
    expect(said(shut('shutdown', 'shutdown_request', returns))).toEqual({ step: 2, code: 'shutdown', values: {} });
    expect(said(shut('close', 'shutdown_request', returns))).toBe(undefined);
    expect(said(shut('shutdown', 'server_close', '1 return m.S.server_close'))).toBe(undefined);
    expect(said(shut('shutdown', 'shutdown_request', '1  return m.S.close_request'))).toBe(undefined);
  });
});

describe('an exception of an app', () => {
  const EXECUTE = 'werkzeug.serving.WSGIRequestHandler.run_wsgi.<locals>.execute';
  const APPLICATION = 'werkzeug.wrappers.request.Request.application.<locals>.application';
  const started = (status: string): string => `1  call m.start_response '${status}', [('A', 'b')]`;

  const viewed = (status: string | undefined, handling = 'm.HTTPException.get_response'): string => `
    1 call ${EXECUTE}
    1  call ${APPLICATION}
    1   call m.view
    1   raise m.view <NotFound()>
    1   call ${handling}
    1   return ${handling}
    1  return ${APPLICATION}
    ${status === undefined ? '' : `${started(status)}\n1  return m.start_response`}
    1 return ${EXECUTE}
    ${started('200 OK')}`;

  test('is the answer, where one is made of it, with its status', () => {
    expect(said(viewed('404 NOT FOUND'))).toEqual({
      step: 3,
      code: 'http',
      values: { error: 'NotFound', status: '404 NOT FOUND' },
    });
  });

  test('is the view’s own matter, where it answers with something else', () => {
    expect(said(viewed('200 OK', 'm.Response.__init__'))).toEqual({
      step: 3,
      code: 'app',
      values: { error: 'NotFound' },
    });
  });

  test('is a fault where the answer is one, or where there is none', () => {
    for (const status of ['500 INTERNAL SERVER ERROR', '599 WORSE', 'nonsense']) {
      expect(said(viewed(status)), status).toBe(undefined);
    }
    expect(said(viewed(undefined))).toBe(undefined);
  });

  const plain = (before: string, after: string, end = `1 return ${EXECUTE}`): string => `
    1 call ${EXECUTE}
    ${before}
    1  call m.app
    1  raise m.app <ValueError()>
    ${after}
    ${end}`;

  test('is caught by an app without a view, whose answers all are none of the server’s errors', () => {
    expect(said(plain('', started('200 OK')))).toMatchObject({ code: 'app', values: { error: 'ValueError' } });
    expect(codeOf(plain(started('500 NO'), started('200 OK')))).toBe('app');
    expect(said(plain(started('200 OK'), started('500 NO')))).toBe(undefined);
    expect(said(plain('', `${started('500 NO')}\n${started('200 OK')}`))).toBe(undefined);
    expect(said(plain('', started('200 OK'), ''))).toBe(undefined);
  });

  test('is an empty form, where the body was none', () => {
    const parsed = (parser: string, handling: string): string => `
      1 call ${parser}
      1  call m.parse
      1  raise m.parse <ValueError()>
      ${handling}
      1 return ${parser}`;
    const parser = 'werkzeug.formparser.FormDataParser.parse';
    expect(said(parsed(parser, ''))).toEqual({ step: 2, code: 'form', values: { error: 'ValueError' } });
    expect(said(parsed(parser, '1  call m.log'))).toBe(undefined);
    expect(said(parsed('m.Other.parse', ''))).toBe(undefined);
  });
});

describe('an exception of the loop', () => {
  const served = (from: string, error: string, catcher: string, handling = ''): string => `
    1 call ${catcher}
    1  call ${from}
    1  raise ${from} <${error}>
    ${handling}
    1 return ${catcher}`;

  test('of a connection that is gone is harmless, where the server asked for it', () => {
    const noblock = 'socketserver.BaseServer._handle_request_noblock';
    for (const error of ['BlockingIOError', 'ConnectionAbortedError', 'TimeoutError']) {
      for (const from of ['m.S.get_request', 'socket.socket.accept']) {
        expect(said(served(from, `${error}(11)`, noblock))).toEqual({ step: 2, code: 'accept', values: { error } });
      }
    }
    expect(said(served('m.S.get_request', 'OSError()', noblock))).toBe(undefined);
    expect(said(served('m.S.verify_request', 'TimeoutError()', noblock))).toBe(undefined);
    expect(said(served('m.S.get_request', 'TimeoutError()', 'm.S.handle_request'))).toBe(undefined);
    expect(said(served('m.S.get_request', 'TimeoutError()', noblock, '1  call m.S.handle_error'))).toBe(undefined);
  });

  test('of a child that was collected is harmless, where children are collected', () => {
    const collecting = 'socketserver.ForkingMixIn.collect_children';
    expect(said(served('os.waitpid', 'ChildProcessError(10)', collecting))).toMatchObject({ code: 'child' });
    expect(said(served('os.waitpid', 'OSError(10)', collecting))).toBe(undefined);
    expect(said(served('os.waitpid', 'ChildProcessError(10)', 'm.program'))).toBe(undefined);
  });

  test('of a socket that has nothing now is harmless, where a file reads from it', () => {
    const reads = (error: string, catcher: string): unknown => said(served('socket.socket.recv', error, catcher));
    expect(reads('BlockingIOError(11)', 'io.BufferedReader.read')).toEqual({ step: 2, code: 'again', values: {} });
    expect(reads('BlockingIOError(11)', 'socket.SocketIO.readinto')).toMatchObject({ code: 'again' });
    expect(reads('OSError(11)', 'io.BufferedReader.read')).toBe(undefined);
    expect(reads('BlockingIOError(11)', 'm.io.BufferedReader.read')).toBe(undefined);
  });
});

describe('Ctrl+C', () => {
  const SERVE = 'werkzeug.serving.BaseWSGIServer.serve_forever';
  const stopped = (before: string, error = 'KeyboardInterrupt()', catcher = SERVE): string => `
    ${before}
    1 call ${catcher}
    1  call selectors.PollSelector.select
    1   syscall poll [3: POLLIN], 500 ms = 1
    1  raise selectors.PollSelector.select <${error}>
    1 return ${catcher}`;

  test('is an input, or an interrupted call, shortly before', () => {
    expect(codeOf(stopped('0 input interrupt'))).toBe('interrupt');
    expect(codeOf(stopped('0 call m.a').replace('500 ms = 1', '500 ms = EINTR'))).toBe('interrupt');
  });

  test('is not to be blamed for an exception without either', () => {
    expect(said(stopped('0 input client-0 send'))).toBe(undefined);
    expect(said(stopped('0 call m.interrupt'))).toBe(undefined);
    expect(said(stopped('0 call m.a').replace('500 ms = 1', '500 ms = EINVAL'))).toBe(undefined);
  });

  test('stops a server of Werkzeug, and nothing else', () => {
    expect(said(stopped('0 input interrupt', 'SystemExit()'))).toBe(undefined);
    expect(said(stopped('0 input interrupt', 'KeyboardInterrupt()', 'm.S.serve_forever'))).toBe(undefined);
  });

  test('long ago is no reason', () => {
    const far = (distance: number): string | undefined => {
      const rows = log(stopped('0 input interrupt'));
      const shift = distance - 4;
      return oddityAt(
        {
          length: rows.length + shift,
          at: (number) => {
            const row = number === 0 ? rows.at(0) : rows.at(number - shift);
            return row === undefined || (number > 0 && number <= shift) ? undefined : { ...row, number };
          },
        },
        distance,
      )?.code;
    };
    expect([far(4), far(10_000), far(10_001)]).toEqual(['interrupt', 'interrupt', undefined]);
  });

  const interrupts = (server: 'base' | 'forking', app: WsgiApp): Machine => {
    const machine = new Machine({ app, server });
    machine.connect().send('GET / HTTP/1.1\r\nHost: a\r\n\r\n');
    machine.run({ until: 1 });
    expect(machine.serverProcess.exitStatus).toBe(0);
    return machine;
  };
  const isInterrupted = (machine: Machine): boolean => odditiesOf(machine).some(({ code }) => code === 'interrupt');

  test('may be a signal that a child sends its server', () => {
    const app = blocking(function* (_environ, startResponse): Sys<Uint8Array[]> {
      yield* call('kill', 1000 as Pid, 'SIGINT');
      startResponse('200 OK', []);
      return [];
    });
    expect(isInterrupted(interrupts('forking', app))).toBe(true);
  });

  test('that an app raises itself is a fault', () => {
    const app = (): never => {
      throw new KeyboardInterrupt();
    };
    expect(isInterrupted(interrupts('base', app))).toBe(false);
  });
});
