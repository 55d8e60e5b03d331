/**
 * The mark of an app that answers datagrams. The app brings the server that runs it, so that a bundler leaves this
 * server out of a program that makes no such app.
 */
import type { SocketAddress } from '../../kernel/types.ts';
import type { Sys } from '../../kernel/sys.ts';
import { show } from './options.ts';
import type { CheckedOptions } from './options.ts';

/** Answers a datagram; a `function*` may wait before it answers. */
export type DatagramAnswer = (data: Uint8Array, sender: SocketAddress) => Uint8Array | Sys<Uint8Array>;

/** What an app that answers datagrams carries. */
interface DatagramService {
  readonly answer: DatagramAnswer;
  /** Serves until Ctrl+C. */
  serve(options: CheckedOptions, answer: DatagramAnswer): Sys<void>;
}

/** The member of an app that holds its service. */
export const ANSWER = Symbol('answers datagrams');

interface Marked {
  readonly [ANSWER]?: DatagramService;
}

/** The service of an app; undefined for one that answers requests. Throws TypeError if the argument is not an app. */
export function datagramService(app: unknown): DatagramService | undefined {
  if (typeof app !== 'function') throw new TypeError(`app: ${show(app)} is not an app, which is a function`);
  return (app as Marked)[ANSWER];
}

/**
 * The function with which an app answers datagrams; undefined for an app that answers requests. Throws TypeError if the
 * argument is not an app.
 */
export const datagramAnswer = (app: unknown): DatagramAnswer | undefined => datagramService(app)?.answer;
