/** The worker: the machine lives here, so that the page stays at 60 frames whatever an app does. */
import type { FromMachine, ToMachine } from '../protocol.ts';
import { MachineHost } from './host.ts';

/** What is used of a dedicated worker's global scope. */
interface Scope {
  postMessage(message: FromMachine): void;
  addEventListener(type: 'message', listener: (event: MessageEvent<ToMachine>) => void): void;
}

const scope = globalThis as unknown as Scope;
const host = new MachineHost((message) => scope.postMessage(message));
scope.addEventListener('message', ({ data }) => host.receive(data));
