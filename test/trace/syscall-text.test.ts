import { expect, test } from 'vitest';
import type { SyscallName } from '../../src/kernel/sys.ts';
import { encodeLatin1 } from '../../src/python/bytes.ts';
import { maskText, syscallArguments, syscallResult } from '../../src/trace/syscall-text.ts';

const result = (name: SyscallName, value: unknown): string => syscallResult(name, { kind: 'done', value });

test('readiness is shown by name, in order', () => {
  expect(maskText(0, 'POLL')).toBe('0');
  expect(maskText(0x2000 | 0x10 | 0x8 | 0x4 | 0x2 | 0x1 | 0x20, 'EPOLL')).toBe(
    'EPOLLIN|EPOLLPRI|EPOLLOUT|EPOLLERR|EPOLLHUP|EPOLLNVAL|EPOLLRDHUP',
  );
});

test.each<readonly [SyscallName, readonly unknown[], string]>([
  [
    'poll',
    [
      [
        { fd: 3, events: 1 },
        { fd: 4, events: 5 },
      ],
      500_000,
    ],
    '[3: POLLIN, 4: POLLIN|POLLOUT], 500 ms',
  ],
  ['poll', [[], undefined], '[], -1'],
  // A wait is never shorter than requested.
  ['poll', [[], 1], '[], 1 ms'],
  ['select', [[3], [4, 5], 1_500_000], '(3), (4, 5), 1500 ms'],
  ['epoll_wait', [5, 64, undefined], '5, 64, -1'],
  ['epoll_ctl', [5, 'EPOLL_CTL_ADD', 3, 1], '5, EPOLL_CTL_ADD, 3, EPOLLIN'],
  ['bind', [3, ['127.0.0.1', 5000]], '3, 127.0.0.1:5000'],
  ['connect', [3, '/run/s'], "3, '/run/s'"],
  ['socket', ['AF_INET', 'SOCK_STREAM'], 'AF_INET, SOCK_STREAM'],
  ['shutdown', [3, 'SHUT_WR'], '3, SHUT_WR'],
  ['setsockopt', [3, 'SOL_SOCKET', 'SO_REUSEADDR', 1], '3, SOL_SOCKET, SO_REUSEADDR, 1'],
  ['getsockopt', [3, 'SOL_SOCKET', 'SO_ERROR'], '3, SOL_SOCKET, SO_ERROR'],
  ['ioctl', [3, 'FIONBIO', true], '3, FIONBIO, True'],
  ['nanosleep', [1_500_000], '1.5 s'],
  ['clone', [{ object: 'main' }, 'Thread-1'], "'Thread-1'"],
  ['fork', [{ object: 'main' }], ''],
  ['futex_wait', [{ object: 'Lock' }, undefined], ''],
  ['futex_wait', [{ object: 'Lock' }, 250_000], '250 ms'],
  ['futex_wake', [{ object: 'Lock' }, 1], '1'],
  ['listen', [3, 128], '3, 128'],
])('%s is shown as it was called', (name, args, shown) => {
  expect(syscallArguments(name, args)).toBe(shown);
});

test.each<readonly [SyscallName, unknown, string]>([
  ['poll', [], '0 (timeout)'],
  ['epoll_wait', [], '0 (timeout)'],
  ['poll', [{ fd: 3, events: 0x11 }], '[3: POLLIN|POLLHUP]'],
  ['epoll_wait', [{ fd: 3, events: 1 }], '[3: EPOLLIN]'],
  ['accept4', [4, ['10.0.0.1', 99]], '4 from 10.0.0.1:99'],
  ['getsockname', ['0.0.0.0', 80], '0.0.0.0:80'],
  ['getpeername', ['127.0.0.1', 81], '127.0.0.1:81'],
  ['recvfrom', { data: encodeLatin1('hi'), address: undefined }, "2 b'hi'"],
  ['recvfrom', { data: encodeLatin1(''), address: undefined }, '0'],
  ['recvfrom', { data: encodeLatin1('hi'), address: ['127.0.0.1', 9] }, "2 b'hi' from 127.0.0.1:9"],
  ['recvfrom', { data: encodeLatin1(''), address: ['127.0.0.1', 9] }, '0 from 127.0.0.1:9'],
  ['read', encodeLatin1('abc'), "3 b'abc'"],
  ['sendto', 5, '5'],
])('the result of %s is shown', (name, value, shown) => {
  expect(result(name, value)).toBe(shown);
});

test('a failed call shows the name of its error, whatever call it was', () => {
  for (const name of ['poll', 'recvfrom', 'sendto'] as const) {
    expect(syscallResult(name, { kind: 'fail', errno: 'ECONNRESET' })).toBe('ECONNRESET');
  }
});
