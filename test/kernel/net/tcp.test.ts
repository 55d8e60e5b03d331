import { expect, test } from 'vitest';
import { bytes, call, connected, drive, readiness, receive, send } from '../../support/drive.ts';

test('established: what one end sends the other receives', () => {
  drive(function* () {
    const { client, server } = yield* connected();
    expect(yield* send(client, 'hello')).toBe(5);
    expect(yield* receive(server)).toBe('hello');
    expect(yield* readiness(server)).toBe('OUT');
    yield* call('sendto', server, bytes('you'));
    yield* call('close', server);
    expect(yield* receive(client)).toBe('you');
    expect(yield* receive(client)).toBe('');
  });
});
