import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import type { Fd } from '../../../src/kernel/types.ts';
import { call, drive, listening } from '../../support/drive.ts';

test('an idle connection costs at most a few hundred bytes for each end', () => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const heap = (): number => {
    collect();
    return process.memoryUsage().heapUsed;
  };
  drive(
    function* () {
      const { fd, address } = yield* listening(4096);
      const open: Fd[] = [];
      const before = heap();
      for (let count = 0; count < 5000; count += 1) {
        const client = yield* call('socket', 'AF_INET', 'SOCK_STREAM');
        yield* call('connect', client, address);
        open.push(client, (yield* call('accept4', fd))[0]);
      }
      const each = (heap() - before) / 10_000;
      expect(each).toBeLessThan(800);
    },
    { limits: { descriptors: 20_000 } },
  );
});
