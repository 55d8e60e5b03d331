/** What becomes of an exception, where it came from, and what is around a row: on logs that are written out. */
import { describe, expect, test } from 'vitest';
import { fateOf, originOf } from '../../../src/explain/oddities/fate.ts';
import { oddityAt } from '../../../src/explain/oddities/find-oddity.ts';
import { callAround, callWithin, nextOf, previousOf, returnOf } from '../../../src/explain/oddities/look-around.ts';
import type { OddityRows } from '../../../src/explain/oddities/look-around.ts';
import { log } from './written-log.ts';

const OF_FATE = `
  1 call m.outer
  1  call m.catcher
  1   call m.passes
  1    call m.raises
  2 return m.unrelated
  1    raise m.raises <ValueError()>
  1   raise m.passes <KeyError()>
  1   change rfile.end 5
  2 call m.unrelated
  1   syscall close 3 = 0
  1   call m.cleans
  1   return m.cleans
  1   call m.more
  1   return m.more
  1  return m.catcher
  1 return m.outer`;

describe('an exception', () => {
  test('is followed through the calls that it leaves, to the one that catches it', () => {
    const rows = log(OF_FATE);
    const fate = fateOf(rows, rows.row(5));
    expect(fate?.last.number).toBe(6);
    expect(fate?.catcher.name).toBe('m.catcher');
    expect(fate?.handling?.name).toBe('m.cleans');
    expect(fate?.hasReturned).toBe(true);
  });

  test('that is caught without another call is handled by none', () => {
    const rows = log(`
      1 call m.catcher
      1  call m.raises
      1  raise m.raises <KeyError()>
      1 return m.catcher`);
    expect(fateOf(rows, rows.row(2))).toMatchObject({ catcher: { number: 0 }, handling: undefined, hasReturned: true });
  });

  test('has no fate until the log shows it', () => {
    const whole = log(OF_FATE);
    for (let length = 6; length < 15; length += 1) {
      expect(fateOf({ length, at: (number) => (number < length ? whole.at(number) : undefined) }, whole.row(5))).toBe(
        undefined,
      );
    }
  });

  test('that passes a call after a finally has done its work is handled only where it is caught', () => {
    const rows = log(`
      1 call m.catcher
      1  call m.passes
      1   call m.raises
      1   raise m.raises <KeyError()>
      1   call m.finally
      1   return m.finally
      1  raise m.passes <KeyError()>
      1 return m.catcher`);
    expect(fateOf(rows, rows.row(3))).toMatchObject({ last: { number: 6 }, handling: undefined });
  });

  test('is caught as soon as its catcher logs an error, or drops the connection', () => {
    for (const name of ['log_error', 'connection_dropped']) {
      const rows = log(`
        1 call m.catcher
        1  call m.raises
        1  raise m.raises <KeyError()>
        1  call m.Handler.${name}`);
      const fate = fateOf(rows, rows.row(2));
      expect(fate).toMatchObject({ catcher: { name: 'm.catcher' }, handling: { number: 3 }, hasReturned: false });
    }
  });

  test('is not caught by a call within a finally that logs an error', () => {
    const rows = log(`
      1 call m.catcher
      1  call m.raises
      1  raise m.raises <KeyError()>
      1  call m.finally
      1   call m.Handler.log_error
      1   return m.Handler.log_error
      1  return m.finally
      1 raise m.catcher <KeyError()>`);
    expect(fateOf(rows, rows.row(2))).toBe(undefined);
  });

  test('that ends its thread, or leaves its first call, is caught by nobody', () => {
    const ended = log(`
      1 call m.raises
      1 raise m.raises <KeyError()>
      1 thread Thread-1 ended`);
    expect(fateOf(ended, ended.row(1))).toBe(undefined);
    const systemCall = log(`
      1 call m.catcher
      1  call m.raises
      1  raise m.raises <KeyError()>
      1 syscall exit_group 1 = 0`);
    expect(fateOf(systemCall, systemCall.row(2))).toBe(undefined);
  });

  test('whose catcher has no call in the log has no fate', () => {
    const rows = log(`
      1    call m.raises
      1    raise m.raises <KeyError()>
      1  return m.catcher`);
    expect(fateOf(rows, rows.row(1))).toBe(undefined);
  });

  test('comes from the innermost call that it has left', () => {
    const rows = log(`
      1 call m.outer
      1  call m.before
      1  raise m.before <KeyError()>
      1  call m.passes
      1   call m.raises
      1   raise m.raises <KeyError()>
      2 raise m.unrelated <KeyError()>
      1   call m.other
      1   raise m.other <ValueError()>
      1  raise m.passes <KeyError()>`);
    expect(originOf(rows, rows.row(9)).number).toBe(5);
    expect(originOf(rows, rows.row(8)).number).toBe(8);
    expect(originOf(rows, rows.row(2)).number).toBe(2);
    const alone = log('1   raise m.alone <KeyError()>');
    expect(originOf(alone, alone.row(0)).number).toBe(0);
  });
});

describe('around a row', () => {
  const rows = log(OF_FATE);

  test('what the same thread did before, and does next, leaves out what changed and other threads', () => {
    expect(nextOf(rows, rows.row(3))?.number).toBe(5);
    expect(nextOf(rows, rows.row(6))?.number).toBe(9);
    expect(previousOf(rows, rows.row(9))?.number).toBe(6);
    expect(previousOf(rows, rows.row(5))?.number).toBe(3);
    expect(previousOf(rows, rows.row(8))?.number).toBe(4);
    expect([previousOf(rows, rows.row(0)), nextOf(rows, rows.row(15))]).toEqual([undefined, undefined]);
  });

  test('the call is that of its thread, one level up', () => {
    expect(callAround(rows, rows.row(9))?.name).toBe('m.catcher');
    expect(callAround(rows, rows.row(3))?.name).toBe('m.passes');
    expect([callAround(rows, rows.row(0)), callAround(rows, rows.row(8))]).toEqual([undefined, undefined]);
    expect(callWithin(rows, rows.row(3), (name) => name === 'm.outer')?.number).toBe(0);
    expect(callWithin(rows, rows.row(3), () => true)?.name).toBe('m.passes');
    expect(callWithin(rows, rows.row(3), (name) => name === 'm.raises')).toBe(undefined);
  });

  test('a call returns at its own depth, unless an exception leaves it or what is around it', () => {
    const visited: number[] = [];
    expect(
      returnOf(rows, rows.row(1), ({ number }) => {
        visited.push(number);
      })?.number,
    ).toBe(14);
    expect(visited).toEqual([2, 3, 5, 6, 9, 10, 11, 12, 13]);
    expect([2, 3, 8].map((number) => returnOf(rows, rows.row(number)))).toEqual([undefined, undefined, undefined]);
    const left = log(`
      1 call m.outer
      1  call m.left
      1 raise m.outer <KeyError()>
      1  call m.left
      1  return m.left`);
    expect(returnOf(left, left.row(1))).toBe(undefined);
  });

  test('what is ten thousand rows away is not looked for', () => {
    const near = (distance: number): unknown[] => {
      const far = log(`
        1 call m.outer
        1  call m.inner
        1  return m.inner`);
      const first = { ...far.row(0), number: 0 };
      const inner = { ...far.row(1), number: 1 };
      const last = { ...far.row(2), number: 1 + distance };
      const some = [first, inner];
      const spread: OddityRows = {
        length: distance + 2,
        at: (number) => some[number] ?? (number === last.number ? last : undefined),
      };
      const within = { ...far.row(1), number: 1 + distance };
      return [
        nextOf(spread, inner)?.number,
        previousOf(spread, within)?.number,
        returnOf(spread, inner)?.number,
        callAround(spread, { ...within, depth: 2 })?.number,
      ];
    };
    expect(near(9_999)).toEqual([10_000, 1, 10_000, 1]);
    expect(near(10_000)).toEqual([undefined, 1, undefined, 1]);
    expect(near(10_001)).toEqual([undefined, undefined, undefined, undefined]);
  });
});

describe('a timeout or an error of a system call', () => {
  const said = (text: string, number: number): string | undefined => oddityAt(log(text), number)?.code;

  test('that a log ends with is not judged yet', () => {
    const text = `
      1 call m.a
      1  syscall recvfrom 3, 10 = EAGAIN`;
    expect(said(text, 1)).toBe(undefined);
    expect(said(`${text}\n      1 return m.a`, 1)).toBe('again');
    expect(said(`${text.replace('EAGAIN', 'EPIPE')}\n      1 return m.a`, 1)).toBe(undefined);
    expect(said(`${text.replace('EAGAIN', '12')}\n      1 return m.a`, 1)).toBe(undefined);
  });

  test('that becomes an exception is judged by what becomes of that', () => {
    const text = `
      1 call io.RawIOBase.read
      1  call socket.socket.recv_into
      1   syscall recvfrom 3, 10 = EAGAIN
      1  raise socket.socket.recv_into <BlockingIOError()>`;
    expect(said(text, 2)).toBe(undefined);
    expect(said(`${text}\n      1 return io.RawIOBase.read`, 2)).toBe('again');
    expect(said(`${text}\n      1 raise io.RawIOBase.read <BlockingIOError()>`, 2)).toBe(undefined);
  });

  test('of a selector within the loop of a server is idle, of another one nothing', () => {
    const select = (after: string): string => `
      1 call m.Server.serve_forever
      1  call selectors.PollSelector.select
      1   syscall poll [3: POLLIN], 500 ms = 0 (timeout)
      1  return selectors.PollSelector.select
      ${after}`;
    expect(said(select('1  call m.Server.service_actions'), 2)).toBe('idle');
    expect(said(select('1  call selectors.PollSelector.close'), 2)).toBe('idle');
    expect(said(select('1  call m.more'), 2)).toBe('nothing');
    expect(said(select(''), 2)).toBe(undefined);
    expect(
      said(
        `
      1 call selectors.PollSelector.select
      1  syscall poll [3: POLLIN], 500 ms = 0 (timeout)
      1 return selectors.PollSelector.select
      1 call selectors.PollSelector.close`,
        1,
      ),
    ).toBe('nothing');
  });

  test('of a call that no selector makes is nothing', () => {
    expect(said('1 syscall poll [3: POLLIN], 500 ms = 0 (timeout)\n1 call m.a', 0)).toBe('nothing');
    expect(said('1 call m.a\n1  syscall poll [3: POLLIN], 500 ms = 0 (timeout)\n1 return m.a', 1)).toBe('nothing');
  });

  test('is drained time where the app has answered', () => {
    const text = (wait: string): string => `
      1 call werkzeug.serving.WSGIRequestHandler.run_wsgi.<locals>.execute
      1  call selectors.EpollSelector.select
      1   syscall ${wait} = 0 (timeout)
      1  return selectors.EpollSelector.select
      1 return werkzeug.serving.WSGIRequestHandler.run_wsgi.<locals>.execute`;
    expect(said(text('epoll_wait 5, 1, 10 ms'), 2)).toBe('drained');
    expect(said(text('poll [5: POLLIN], 10 ms'), 2)).toBe('nothing');
  });
});

describe('an empty read', () => {
  const said = (text: string, number: number): string | undefined => oddityAt(log(text), number)?.code;
  const read = (...around: readonly string[]): string =>
    [...around, 'm.read']
      .map((name, depth) => `1 ${' '.repeat(depth)}call ${name}`)
      .concat(`1 ${' '.repeat(around.length + 1)}syscall recvfrom 3, 10 = 0`)
      .join('\n');

  test('outside of a handler is an end', () => {
    expect(said(read(), 1)).toBe('end');
    expect(said(read('m.program'), 2)).toBe('end');
  });

  test('in place of a request line is the end of the requests', () => {
    expect(said(read('m.H.handle_one_request'), 2)).toBe('end.request');
  });

  test('of a body or of headers is an end once its reader has returned', () => {
    for (const reader of ['m.H.parse_request', 'm.execute', 'm.S.finish_request']) {
      const text = read('m.H.handle_one_request', reader);
      expect(said(text, 3), reader).toBe(undefined);
      expect(said(`${text}\n1   return m.read\n1  return ${reader}`, 3), reader).toBe('end');
      expect(said(`${text}\n1   return m.read\n1  raise ${reader} <OSError()>`, 3), reader).toBe(undefined);
    }
  });

  test('after the selector of the drain has reported it is the end of the drain', () => {
    const text = (selector: string): string => `
      1 call m.execute
      1  call ${selector}
      1  return ${selector}
      1  call io.BufferedReader.read
      1   syscall recvfrom 3, 10 = 0`;
    expect(said(text('selectors.EpollSelector.select'), 4)).toBe('end.drain');
    expect(said(text('selectors.PollSelector.select'), 4)).toBe(undefined);
  });

  test('is no matter of other calls that answer 0', () => {
    expect(said('1 call m.a\n1  syscall close 3 = 0\n1 return m.a', 1)).toBe(undefined);
    expect(said('1 call m.a\n1  syscall sendto 3, 0 = 0\n1 return m.a', 1)).toBe(undefined);
  });

  test('an empty datagram is the answer of a handler that has written nothing, and has not failed', () => {
    const text = (end: string): string => `
      1 call socketserver.BaseRequestHandler.__init__
      1  call socketserver.DatagramRequestHandler.finish
      1   call socket.socket.sendto
      1    syscall sendto 3, b'' = 0
      1   return socket.socket.sendto
      1  return socketserver.DatagramRequestHandler.finish
      1 ${end}`;
    expect(said(text('return socketserver.BaseRequestHandler.__init__'), 3)).toBe('empty datagram');
    expect(said(text('raise socketserver.BaseRequestHandler.__init__ <ValueError()>'), 3)).toBe(undefined);
  });
});
