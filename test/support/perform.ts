/** Actions of threads of property tests on a socket, by names that can be drawn at random. */
import type { Sys } from '../../src/kernel/sys.ts';
import type { Fd } from '../../src/kernel/types.ts';
import { attempt, call, seconds } from './drive.ts';

/** Performs the actions without waiting; errors are ignored. */
export function* perform(fd: Fd, actions: readonly string[]): Sys<void> {
  yield* call('ioctl', fd, 'FIONBIO', 1);
  for (const name of actions) {
    if (name === 'send') yield* attempt('sendto', fd, new Uint8Array(15));
    else if (name === 'receive') yield* attempt('recvfrom', fd, 7);
    else if (name === 'shutdown') yield* attempt('shutdown', fd, 'SHUT_WR');
    else if (name === 'sleep') yield* call('nanosleep', seconds(1));
    else if (name === 'abandon') return;
    else {
      if (name === 'reset') yield* attempt('setsockopt', fd, 'SOL_SOCKET', 'SO_LINGER', [1, 0]);
      yield* attempt('close', fd);
    }
  }
}
