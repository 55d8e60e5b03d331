/**
 * The words that every room shares: each list once, and the type of its members derived from it. A list is in the order
 * in which a reader meets its members. Absent on purpose: anything that does something; every room may import this
 * file, and it imports none.
 */

/**
 * Server classes: one request after the other, a thread for each connection, or a forked process for each connection.
 */
export const SERVER_KINDS = ['base', 'threaded', 'forking'] as const;
export type ServerKind = (typeof SERVER_KINDS)[number];

/**
 * Which ready thread runs next.
 * - `round-robin`: first come, first served; a thread runs until it blocks.
 * - `random`: the seed decides; a thread may lose the processor after any system call.
 * - `adversarial`: a thread loses the processor after every system call.
 * - `chosen`: a chooser decides whenever more than one thread is ready, also after a system call. Without a chooser:
 *   round-robin.
 */
export const ORDERS = ['round-robin', 'random', 'adversarial', 'chosen'] as const;
export type Order = (typeof ORDERS)[number];

/** Settings of the network between the clients and the server. */
export const LINK_SETTING_NAMES = ['latency', 'jitter', 'loss', 'bandwidth', 'segment'] as const;

/** What happens to a segment, or to a datagram, on a link. */
export const SEGMENT_CHANGES = ['sent', 'lost', 'sent again', 'arrived', 'dropped'] as const;
export type SegmentChangeName = (typeof SEGMENT_CHANGES)[number];

/** The two directions of a connection, by the end that receives. */
export const TRAVEL_DIRECTIONS = ['server', 'client'] as const;
export type TravelDirection = (typeof TRAVEL_DIRECTIONS)[number];

/** The buffers of a connection, in the order in which the bytes of a request and its response pass them. */
export const LANES = [
  'client out',
  'wire to server',
  'kernel receive',
  'rfile',
  'headers buffer',
  'wfile',
  'wire to client',
  'client in',
] as const;
export type LaneName = (typeof LANES)[number];

/**
 * The kinds of steps in the log.
 * - `call`, `return`, `raise`: a mirrored method was entered, returned, or was left by an exception
 * - `syscall`: a system call answered; `block`: a system call has to wait, and its thread gives up the processor
 * - `switch`: another thread got the processor
 * - `thread`, `exit`: a thread began or ended, a process ended
 * - `queue`: bytes came into or left a kernel queue; `socket`: a socket changed its state
 * - `change`: a watched value of an object changed (`rfile.position`, `headers_set`)
 * - `log`: a process wrote to its standard error
 * - `input`: an input from outside the machine (a client's command, Ctrl+C)
 * - `segment`: a segment was sent, lost, sent again, dropped, or has arrived, on a link that is not perfect
 */
export const STEP_KINDS = [
  'call',
  'return',
  'raise',
  'syscall',
  'block',
  'switch',
  'thread',
  'exit',
  'queue',
  'socket',
  'change',
  'log',
  'input',
  'segment',
] as const;
export type StepKind = (typeof STEP_KINDS)[number];

/**
 * The states of a request, in their order.
 * - `accepted`: accept(2) answered, or for a datagram recvfrom(2) in the server
 * - `request line read`, `headers parsed`: how far `parse_request` has got
 * - `start_response called`: by the app; `first write`: of a response, which sends its headers
 * - `closed`: the server has closed or shut down its end of the connection
 */
export const PROTOCOL_STATES = [
  'accepted',
  'request line read',
  'headers parsed',
  'start_response called',
  'first write',
  'closed',
] as const;
export type ProtocolState = (typeof PROTOCOL_STATES)[number];

/** The kinds of breakpoints: the member of a breakpoint that says where to stop. */
export const BREAKPOINT_KINDS = ['call', 'leave', 'syscall', 'wait', 'bytes', 'pattern', 'state', 'moment'] as const;
export type BreakpointKind = (typeof BREAKPOINT_KINDS)[number];

/**
 * A debugger's moves.
 * - `into`: to the next step of the thread, whatever it is
 * - `over`: to the next step of the thread that is not deeper; calls on the way run to their end
 * - `out`: to the end of the call that the thread is in
 */
export const CALL_MOVES = ['into', 'over', 'out'] as const;
export type CallMove = (typeof CALL_MOVES)[number];

/** What a client can be told once it exists. */
export const CLIENT_COMMANDS = ['send', 'shutdownWrite', 'close', 'reset'] as const;
export type ClientCommand = (typeof CLIENT_COMMANDS)[number];

/**
 * What an input of a scenario can do: open a client, tell a client something, or press Ctrl+C in the server's terminal.
 */
export const INPUT_ACTIONS = ['connect', 'datagrams', ...CLIENT_COMMANDS, 'interrupt'] as const;
export type InputAction = (typeof INPUT_ACTIONS)[number];

/** The states of a client's connection; `Client.state` says what each means. */
export const CLIENT_STATES = ['connecting', 'open', 'eof', 'reset', 'refused', 'closed'] as const;
export type ClientState = (typeof CLIENT_STATES)[number];
