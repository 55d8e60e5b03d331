/** Where the descriptors of a system call stand in its text: in the arguments and in the result of each call. */
import { describe, expect, test } from 'vitest';
import { placesIn, placesInCall } from '../../../src/explain/descriptors/places.ts';

/** The text with its descriptors in brackets, those that the call returns with a star. */
function marked(text: string, places: ReturnType<typeof placesIn>): string {
  return places
    .toSorted((one, other) => other.from - one.from)
    .reduce((all, { fd, from, to, isResult }) => {
      expect(Number(text.slice(from, to))).toBe(fd);
      return `${all.slice(0, from)}<${text.slice(from, to)}${isResult ? '*' : ''}>${all.slice(to)}`;
    }, text);
}

describe('a system call', () => {
  test.each([
    ['socket', 'AF_INET, SOCK_STREAM = 3', 'AF_INET, SOCK_STREAM = <3*>'],
    ['bind', '3, 127.0.0.1:5000 = 0', '<3>, 127.0.0.1:5000 = 0'],
    ['listen', '3, 128 = 0', '<3>, 128 = 0'],
    ['accept4', '3 = 4 from 127.0.0.1:32768', '<3> = <4*> from 127.0.0.1:32768'],
    ['accept4', '3 = EAGAIN', '<3> = EAGAIN'],
    ['connect', "12, '/run/s' = 0", "<12>, '/run/s' = 0"],
    ['recvfrom', "4, 8192 = 9 b'a = 5 = 6'", "<4>, 8192 = 9 b'a = 5 = 6'"],
    ['sendto', "4, b'a = 5 = 6' = 9", "<4>, b'a = 5 = 6' = 9"],
    ['write', "2, b'x = 1' = 5", "<2>, b'x = 1' = 5"],
    ['read', "0, 10 = 3 b'1 2'", "<0>, 10 = 3 b'1 2'"],
    ['shutdown', '4, SHUT_WR = 0', '<4>, SHUT_WR = 0'],
    ['getsockname', '4 = 127.0.0.1:5000', '<4> = 127.0.0.1:5000'],
    ['getpeername', '4 = 127.0.0.1:5000', '<4> = 127.0.0.1:5000'],
    ['setsockopt', '3, SOL_SOCKET, SO_REUSEADDR, 1 = 0', '<3>, SOL_SOCKET, SO_REUSEADDR, 1 = 0'],
    ['getsockopt', '3, SOL_SOCKET, SO_ERROR = 0', '<3>, SOL_SOCKET, SO_ERROR = 0'],
    ['ioctl', '1, FIONBIO, 1 = 0', '<1>, FIONBIO, 1 = 0'],
    ['close', '7 = 0', '<7> = 0'],
    ['dup', '4 = 9', '<4> = <9*>'],
    ['epoll_create1', ' = 7', ' = <7*>'],
    ['epoll_ctl', '7, EPOLL_CTL_ADD, 4, EPOLLIN = 0', '<7>, EPOLL_CTL_ADD, <4>, EPOLLIN = 0'],
    ['epoll_ctl', '7, EPOLL_CTL_DEL, 14 = 0', '<7>, EPOLL_CTL_DEL, <14> = 0'],
    ['epoll_wait', '7, 1, 10 ms = [4: EPOLLIN]', '<7>, 1, 10 ms = [<4*>: EPOLLIN]'],
    ['epoll_wait', '7, 1, 10 ms = 0 (timeout)', '<7>, 1, 10 ms = 0 (timeout)'],
    ['poll', '[3: POLLIN, 14: POLLIN], 500 ms = [14: POLLIN]', '[<3>: POLLIN, <14>: POLLIN], 500 ms = [<14*>: POLLIN]'],
    ['poll', '[3: POLLIN], 500 ms = 0 (timeout)', '[<3>: POLLIN], 500 ms = 0 (timeout)'],
    ['select', '(3), (4, 5), 1500 ms = {0: (3), 1: ()}', undefined],
    ['select', '(3), (4, 5), 1500 ms = 0 (timeout)', '(<3>), (<4>, <5>), 1500 ms = 0 (timeout)'],
    ['pipe', ' = (5, 6)', ' = (<5*>, <6*>)'],
    ['nanosleep', '1 s = 0', '1 s = 0'],
    ['futex_wait', '250 ms = 0', '250 ms = 0'],
    ['fork', ' = 1002', ' = 1002'],
    ['clone', "'Thread-1' = 1003", "'Thread-1' = 1003"],
  ])('%s %s', (name, detail, shown) => {
    if (shown !== undefined) expect(marked(detail, placesIn('syscall', name, detail))).toBe(shown);
    else
      expect(
        placesIn('syscall', name, detail)
          .filter(({ isResult }) => !isResult)
          .map(({ fd }) => fd),
      ).toEqual([3, 4, 5]);
  });

  test('that waits has arguments, and no result yet', () => {
    expect(marked('[3: POLLIN], -1', placesIn('block', 'poll', '[3: POLLIN], -1'))).toBe('[<3>: POLLIN], -1');
    expect(marked('3', placesIn('block', 'accept4', '3'))).toBe('<3>');
    expect(marked('3', placesIn('syscall', 'accept4', '3'))).toBe('<3>');
    expect(placesIn('block', 'nanosleep', '1 s')).toEqual([]);
  });
});

test('steps of other kinds have none, whatever their text is', () => {
  for (const kind of ['call', 'return', 'change', 'queue', 'log']) expect(placesIn(kind, 'close', '7 = 0')).toEqual([]);
});

test('a call that a thread waits in is found inside its brackets', () => {
  for (const [call, shown] of [
    ['poll([3: POLLIN, 4: POLLIN], 500 ms)', 'poll([<3>: POLLIN, <4>: POLLIN], 500 ms)'],
    ['accept4(3)', 'accept4(<3>)'],
    ['recvfrom(14, 8192)', 'recvfrom(<14>, 8192)'],
    ['select((3), (), -1)', 'select((<3>), (), -1)'],
    ['futex_wait(250 ms)', 'futex_wait(250 ms)'],
  ] as const)
    expect(marked(call, placesInCall(call))).toBe(shown);
});
