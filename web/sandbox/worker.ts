/**
 * The worker's own script: it takes the parts of the program as they come, and hands them the messages of the page. A
 * part is a module that imports earlier ones; as the frame has an opaque origin, all are loaded from blobs.
 */
import type { ToMachine } from '../../src/host/protocol.ts';
import type { PartMessage, PartModule, Program } from './program.ts';

/** The part of a dedicated worker's global scope that is used here. */
interface Scope {
  addEventListener(type: 'message', listener: (event: MessageEvent<unknown>) => void, options: { once: true }): void;
}

/** Kept here: lockdown.ts removes them from the global scope before an app is loaded. */
const { Blob, URL, reportError } = globalThis;

/** The addresses of the modules that are there. */
const addresses = new Map<string, string>();

async function load({ part }: PartMessage, program: Program): Promise<void> {
  let last = '';
  for (const [name, code] of part) {
    const linked = code.replaceAll(/"part:([\w-]+)"/g, (_text, from: string) => JSON.stringify(addresses.get(from)));
    last = URL.createObjectURL(new Blob([linked], { type: 'text/javascript' }));
    addresses.set(name, last);
  }
  const module = (await import(/* @vite-ignore */ last)) as PartModule;
  module.install(program);
}

function open(port: MessagePort): void {
  const program: Program = { post: (message) => port.postMessage(message), host: undefined };
  let loaded = Promise.resolve();
  let loading = 0;
  port.addEventListener('message', ({ data }: MessageEvent<ToMachine | PartMessage>) => {
    if ('part' in data) {
      loading += 1;
      loaded = loaded
        .then(async () => await load(data, program))
        .catch((error: unknown) => reportError.call(globalThis, error))
        .finally(() => {
          loading -= 1;
        });
    } else if (loading > 0) void loaded.then(() => program.host?.receive(data));
    else program.host?.receive(data);
  });
  port.start();
}

// The only message to the scope itself brings the port to the page.
(globalThis as unknown as Scope).addEventListener(
  'message',
  ({ ports }) => {
    const [port] = ports;
    if (port !== undefined) open(port);
  },
  { once: true },
);
