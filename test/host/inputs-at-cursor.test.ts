import { expect, test } from 'vitest';
import { Machine, preset } from '../../src/index.ts';
import { InputsAtCursor } from '../../src/host/inputs-at-cursor.ts';

const app = preset('echo')?.app ?? (() => []);

/** A machine that stopped inside a plain function, so that its log goes on beyond where it stands. */
function stopped(): Machine {
  const machine = new Machine({ app, server: 'threaded' });
  const client = machine.connect();
  machine.connect();
  client.send('GET / HTTP/1.0\r\n\r\n');
  machine.breakpoints.add({ call: 'werkzeug.serving.WSGIRequestHandler.make_environ', once: true });
  machine.run();
  expect(machine.trace.length).toBeGreaterThan(machine.cursor);
  return machine;
}

test('plans move to the machine that replaces one whose log goes on beyond its cursor', () => {
  const machine = stopped();
  const { cursor } = machine;
  machine.later({ do: 'reset', client: 0, step: cursor + 20 });
  machine.later({ do: 'send', client: 1, data: 'GET /later HTTP/1.0\r\n\r\n', time: 3 });
  machine.later({ do: 'close', client: 1, time: 4 });
  machine.later({ do: 'interrupt', time: 9 });
  const after = new InputsAtCursor().perform(machine, { client: 0, action: { act: 'shutdownWrite' } });
  expect(after).not.toBe(machine);
  expect(after.cursor).toBeGreaterThanOrEqual(cursor);
  expect(after.planned).toEqual(machine.planned);
  expect(after.planned).toHaveLength(4);
  after.run({ until: 20 });
  expect(after.clients[1]?.received).toContain('200 OK');
  expect(after.serverProcess.exitStatus).toBe(0);
});
