/** Machines whose apps make mistakes, and what they complain of. */
import { expect } from 'vitest';
import { Machine, Request } from '../../src/index.ts';
import type { AppComplaint, MachineOptions, WsgiApp } from '../../src/index.ts';

type View = Parameters<typeof Request.application>[0];

export function usedMachine(app: unknown, options: Partial<MachineOptions> = {}): Machine {
  const machine = new Machine({ app: app as WsgiApp, ...options });
  machine.connect().send('POST / HTTP/1.0\r\nContent-Length: 1\r\n\r\nx');
  machine.run();
  return machine;
}

export const viewing = (view: unknown): WsgiApp => Request.application(view as View);
export const starting =
  (answer: () => unknown) =>
  (_environ: unknown, start: (status: string, headers: []) => void): unknown => {
    start('200 OK', []);
    return answer();
  };

export function only(machine: Machine): AppComplaint {
  expect(machine.errors).toHaveLength(1);
  return machine.errors[0] as AppComplaint;
}
