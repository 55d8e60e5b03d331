/** The worker: runs the machine in an opaque origin, so that the page stays safe and smooth whatever an app does. */
import type { ToMachine } from '../../src/host/protocol.ts';
import { MachineHost } from '../../src/host/host.ts';
import { loadApp } from './app-loader.ts';
import { REAL_CLOCK } from './real-clock.ts';

/** The part of a dedicated worker's global scope that is used here. */
interface Scope {
  addEventListener(type: 'message', listener: (event: MessageEvent<unknown>) => void, options: { once: true }): void;
}

// The only message to the scope itself brings the port to the page.
(globalThis as unknown as Scope).addEventListener(
  'message',
  ({ ports }) => {
    const [port] = ports;
    if (port === undefined) return;
    const host = new MachineHost((message) => port.postMessage(message), { clock: REAL_CLOCK, loadApp });
    port.addEventListener('message', ({ data }: MessageEvent<ToMachine>) => host.receive(data));
    port.start();
  },
  { once: true },
);
