/**
 * What is done in a random sequence: calls on sockets, pipes and epoll instances that are named by slots. Both sides
 * read it as data.
 */

export type Family = 'AF_INET' | 'AF_UNIX';
export type SocketType = 'SOCK_STREAM' | 'SOCK_DGRAM';

/** Host and port; a path; or the address of the socket in a slot. */
export type Place = readonly [host: string, port: number] | string | { readonly of: string };

/** Operations that have nothing but a place where they are done. */
type Plain<Name extends string> = Name extends string ? { readonly do: Name; readonly on: string } : never;

/** One operation. `on` is the slot it is done to, `as` the slot that its result goes to. */
export type Operation =
  | { readonly do: 'socket'; readonly as: string; readonly family: Family; readonly type: SocketType }
  | { readonly do: 'pipe'; readonly as: string; readonly write: string }
  | { readonly do: 'epoll'; readonly as: string }
  | { readonly do: 'bind' | 'connect'; readonly on: string; readonly to: Place }
  | { readonly do: 'listen'; readonly on: string; readonly backlog: number }
  | { readonly do: 'accept' | 'dup'; readonly on: string; readonly as: string }
  | (Plain<'recv' | 'read'> & { readonly size: number })
  | (Plain<'send' | 'write'> & { readonly size: number; readonly byte: string })
  | { readonly do: 'sendto'; readonly on: string; readonly size: number; readonly byte: string; readonly to: Place }
  | { readonly do: 'shutdown'; readonly on: string; readonly how: 'SHUT_RD' | 'SHUT_WR' | 'SHUT_RDWR' }
  /** `fill` writes until nothing more fits, `drain` reads until nothing more comes. */
  | Plain<'close' | 'sockname' | 'peername' | 'select' | 'fill' | 'drain'>
  | {
      readonly do: 'setopt';
      readonly on: string;
      readonly level: string;
      readonly option: string;
      readonly value: number | readonly [onoff: number, seconds: number];
    }
  | { readonly do: 'getopt'; readonly on: string; readonly level: string; readonly option: string }
  | {
      readonly do: 'ectl';
      readonly on: string;
      readonly how: 'ADD' | 'MOD' | 'DEL';
      readonly file: string;
      readonly events: number;
    }
  | { readonly do: 'ewait'; readonly on: string; readonly most: number }
  | { readonly do: 'pause'; readonly millis: number };

/** What is played at once, in a process of its own on both sides. */
export interface Sequence {
  readonly kind: Kind;
  readonly operations: readonly Operation[];
}

/** What is mostly done in a sequence; see generate.ts. */
export const KINDS = ['http', 'tcp', 'port', 'backlog', 'udp', 'unix', 'dgram', 'pipe', 'mix'] as const;
export type Kind = (typeof KINDS)[number];

export type Value = number | string | null | readonly Value[];

/** What an operation came to: its value, or `E:` and an errno; and what poll(2) says of each open descriptor then. */
export interface Outcome {
  readonly value: Value;
  readonly masks: { readonly [slot: string]: number };
}

/** Ports that nothing else uses; Linux has others in their place, new ones for each sequence. */
export const PORTS = [20_001, 20_002] as const;

/** Where an operation is done, and where its results go. */
export const slotsOf = (operation: Operation): { readonly on: string; readonly made: readonly string[] } => ({
  on: 'on' in operation ? operation.on : '',
  made: [...('as' in operation ? [operation.as] : []), ...(operation.do === 'pipe' ? [operation.write] : [])],
});

/** What kind of thing is in a slot, by the operations that lead to it: `tcp`, `accepted tcp`, `pipe` … */
export function thingIn(slot: string, operations: readonly Operation[]): string {
  const maker = operations.find((operation) => slotsOf(operation).made.includes(slot));
  if (maker === undefined) return 'nothing';
  if (maker.do === 'accept') return `accepted ${thingIn(maker.on, operations)}`;
  if (maker.do === 'dup') return thingIn(maker.on, operations);
  if (maker.do !== 'socket') return maker.do;
  if (maker.family === 'AF_INET') return maker.type === 'SOCK_STREAM' ? 'tcp' : 'udp';
  return maker.type === 'SOCK_STREAM' ? 'unix' : 'dgram';
}

/** An operation as a line of a script. */
export function lineOf(operation: Operation): string {
  const { do: name, ...rest } = operation;
  const { made } = slotsOf(operation);
  const words = Object.entries(rest)
    .filter(([key]) => key !== 'as' && !(name === 'pipe' && key === 'write'))
    .map(([key, value]) => (key === 'on' ? String(value) : `${key}: ${JSON.stringify(value)}`));
  return `${made.length === 0 ? '' : `${made.join(', ')} = `}${name}(${words.join(', ')})`;
}
