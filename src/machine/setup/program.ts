/** Programs of one's own: what the server process runs in place of `run_simple`. */
import type { Kernel } from '../../kernel/kernel.ts';
import { complain } from '../../python/complaint.ts';
import { coroutineOf } from '../../stdlib/_main.ts';
import type { WsgiApp } from '../../werkzeug/wsgi-types.ts';
import { show } from './options.ts';
import type { Program } from './options.ts';

const PROGRAM = Symbol('runs a program');

/** A likely slip, which is told when the program has ended. */
const SERVE = 'make a server with yield* create(TCPServer, address, Handler), then yield* server.serveForever()';

/**
 * A program in the place of an app: for hosts that carry the reader's code, whichever of the two it is. `new Machine({
 * app })` then runs it as `new Machine({ program })` does. Throws TypeError when it is no function.
 */
export function programApp(program: Program): WsgiApp {
  if (typeof program !== 'function') {
    throw new TypeError(`program: ${show(program)} is not a generator function; write function* () { … }`);
  }
  const refuse = (): never => {
    throw new TypeError(`${program.name}: a program answers no requests; give it to a Machine, as options.program`);
  };
  return Object.defineProperties(refuse, { name: { value: program.name }, [PROGRAM]: { value: program } });
}

/** The program that stands in the place of an app; undefined for an app. */
export const programOf = (app: unknown): Program | undefined =>
  typeof app === 'function' ? (app as { readonly [PROGRAM]?: Program })[PROGRAM] : undefined;

/** Runs a program. If it ends before a client could reach it, that is reported, with what to do. */
export const runProgram = (program: Program, { network }: Pick<Kernel, 'network'>): Program =>
  function* run() {
    yield* coroutineOf(program);
    if (network.served === 'reached') return;
    const name = program.name === '' ? 'the program' : `the program '${program.name}'`;
    const text = network.served === 'never' ? 'no socket of it ever listened' : 'no client had connected';
    complain({ kind: 'warning', text: `${name} has ended, and ${text}`, hint: SERVE });
  };

/** What is told of a program that waits, and that a client does not reach. */
export const listensNowhere = (
  place: string,
): { readonly kind: 'warning'; readonly text: string; readonly hint: string } => ({
  kind: 'warning',
  text: `a client connects to ${place}, but the program listens nowhere`,
  hint: SERVE,
});
