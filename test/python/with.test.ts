/** The `with` statement, and objects for it. */
import { expect, test } from 'vitest';
import { Machine } from '../../src/machine/machine.ts';
import type { Sys } from '../../src/kernel/sys.ts';
import { create } from '../../src/python/classes.ts';
import { ValueError } from '../../src/python/errors.ts';
import { withManager } from '../../src/python/with.ts';
import { StreamRequestHandler, TCPServer } from '../../src/stdlib/socketserver.ts';
import { Response } from '../../src/werkzeug/wrappers/response.ts';
import { finish } from '../support/files.ts';

test('a server is closed at the end of its block, also when the block fails', () => {
  const seen: unknown[] = [];
  const machine = new Machine({
    *program() {
      const server = yield* create(TCPServer, ['127.0.0.1', 5000], StreamRequestHandler);
      try {
        yield* withManager(server, function* (same): Sys<void> {
          seen.push(same === server, server.fileno());
          throw new ValueError('in the block');
        });
      } catch (error) {
        seen.push(String(error), server.fileno());
      }
    },
  });
  machine.run();
  expect(seen).toEqual([true, 3, 'ValueError: in the block', -1]);
});

test('a response is closed at the end of its block, which returns its value', () => {
  const closed: string[] = [];
  const response = new Response('{"a": 1}', { mimetype: 'application/json' });
  response.callOnClose(() => void closed.push('closed'));
  const value = finish(
    withManager(response, function* (same) {
      return [yield* same.json(), (yield* same.data()).length];
    }),
  );
  expect(value).toEqual([new Map([['a', 1]]), 8]);
  expect(closed).toEqual(['closed']);
});
