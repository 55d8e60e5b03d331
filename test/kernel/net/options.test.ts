import { describe, expect, test } from 'vitest';
import { attempt, call, drive, tcp } from '../../support/drive.ts';

describe('socket options', () => {
  test('flags are kept as 0 or 1, numbers as they are', () => {
    drive(function* () {
      const fd = yield* tcp();
      expect(yield* call('getsockopt', fd, 'SOL_SOCKET', 'SO_REUSEADDR')).toBe(0);
      yield* call('setsockopt', fd, 'SOL_SOCKET', 'SO_REUSEADDR', 7);
      expect(yield* call('getsockopt', fd, 'SOL_SOCKET', 'SO_REUSEADDR')).toBe(1);
      expect(yield* call('getsockopt', fd, 'IPPROTO_TCP', 'TCP_KEEPIDLE')).toBe(7200);
      yield* call('setsockopt', fd, 'SOL_TCP', 'TCP_KEEPIDLE', 60);
      expect(yield* call('getsockopt', fd, 'IPPROTO_TCP', 'TCP_KEEPIDLE')).toBe(60);
      expect(yield* call('getsockopt', fd, 'SOL_SOCKET', 'SO_TYPE')).toBe(1);
      expect(yield* call('getsockopt', fd, 'SOL_SOCKET', 'SO_DOMAIN')).toBe(2);
    });
  });

  test('buffer sizes are doubled and kept in bounds', () => {
    drive(function* () {
      const fd = yield* tcp();
      for (const [asked, given] of [
        [1, 4608],
        [10_000, 20_000],
        [10_000_000, 8_388_608],
      ] as const) {
        yield* call('setsockopt', fd, 'SOL_SOCKET', 'SO_SNDBUF', asked);
        expect(yield* call('getsockopt', fd, 'SOL_SOCKET', 'SO_SNDBUF')).toBe(given);
      }
    });
  });

  test('a negative receive buffer counts as the largest, and each kind of socket has its own default', () => {
    drive(function* () {
      const fd = yield* call('socket', 'AF_INET', 'SOCK_STREAM');
      expect(yield* call('getsockopt', fd, 'SOL_SOCKET', 'SO_RCVBUF')).toBe(131_072);
      yield* call('setsockopt', fd, 'SOL_SOCKET', 'SO_RCVBUF', -1);
      expect(yield* call('getsockopt', fd, 'SOL_SOCKET', 'SO_RCVBUF')).toBe(8_388_608);
      const others = [
        ['AF_INET', 'SOCK_DGRAM'],
        ['AF_UNIX', 'SOCK_STREAM'],
        ['AF_UNIX', 'SOCK_DGRAM'],
      ] as const;
      for (const [family, type] of others) {
        const other = yield* call('socket', family, type);
        expect(yield* call('getsockopt', other, 'SOL_SOCKET', 'SO_RCVBUF')).toBe(212_992);
      }
    });
  });

  test('Unix sockets reject SO_REUSEPORT, and UDP sockets reject TCP options, with another errno for set than for get', () => {
    drive(function* () {
      const unix = yield* call('socket', 'AF_UNIX', 'SOCK_STREAM');
      expect(yield* attempt('setsockopt', unix, 'SOL_SOCKET', 'SO_REUSEPORT', 1)).toBe('EOPNOTSUPP');
      expect(yield* attempt('setsockopt', unix, 'SOL_SOCKET', 'SO_REUSEPORT', 0)).toBe(0);
      const udp = yield* call('socket', 'AF_INET', 'SOCK_DGRAM');
      expect(yield* attempt('getsockopt', udp, 'IPPROTO_TCP', 'TCP_NODELAY')).toBe('EOPNOTSUPP');
      expect(yield* attempt('setsockopt', udp, 'IPPROTO_TCP', 'TCP_NODELAY', 1)).toBe('ENOPROTOOPT');
    });
  });

  test('SO_LINGER takes a pair', () => {
    drive(function* () {
      const fd = yield* tcp();
      expect(yield* call('getsockopt', fd, 'SOL_SOCKET', 'SO_LINGER')).toBe(-1);
      expect(yield* attempt('setsockopt', fd, 'SOL_SOCKET', 'SO_LINGER', 1)).toBe('EINVAL');
      yield* call('setsockopt', fd, 'SOL_SOCKET', 'SO_LINGER', [1, 30]);
      expect(yield* call('getsockopt', fd, 'SOL_SOCKET', 'SO_LINGER')).toBe(30);
    });
  });

  test('an unknown or read-only option fails with ENOPROTOOPT', () => {
    drive(function* () {
      const fd = yield* tcp();
      for (const [level, name] of [
        ['SOL_SOCKET', 'SO_ERROR'],
        ['SOL_SOCKET', 'SO_RCVTIMEO'],
        ['SOL_TCP', 'SO_REUSEADDR'],
        ['SOL_SOCKET', 'toString'],
        ['SOL_IPV6', 'IPV6_V6ONLY'],
        ['toString', 'SO_REUSEADDR'],
      ] as const) {
        expect(yield* attempt('setsockopt', fd, level, name, 1)).toBe('ENOPROTOOPT');
      }
      expect(yield* attempt('getsockopt', fd, 'SOL_SOCKET', 'SO_RCVTIMEO')).toBe('ENOPROTOOPT');
    });
  });
});
