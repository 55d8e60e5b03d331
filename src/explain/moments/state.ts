/** What the finder remembers of a log: processes, threads, connections and the request that each of them is at. */

/** A call that has not returned, of a method that moments are found by. */
export interface Frame {
  readonly method: string;
  readonly step: number;
  readonly depth: number;
  /** Its arguments. */
  readonly detail: string;
  readonly parent: Frame | undefined;
  /** False within another call of the same method: the one of a base class, called by the one that overrides it. */
  readonly isOutermost: boolean;
}

/** What a descriptor of a process is. */
export interface Descriptor {
  readonly kind: 'socket' | 'datagram' | 'listener' | 'connection';
  readonly connection: Connection | undefined;
  /** Of a listener: its backlog. */
  readonly backlog: number;
}

export interface Process {
  readonly pid: number;
  /** Number of the client, from its name; undefined for the server, its children, and clients without a number. */
  readonly client: number | undefined;
  readonly isServer: boolean;
  readonly isChild: boolean;
  readonly files: Map<number, Descriptor>;
}

export interface Thread {
  readonly tid: number;
  readonly name: string;
  readonly process: Process;
  frame: Frame | undefined;
  /** The connection that it serves, or has just accepted. */
  connection: Connection | undefined;
  /** The number of the datagram that it serves, or has just sent, among those of its client. */
  datagram: number | undefined;
  /** The step at which its last system call answered. */
  answered: number;
}

/** A header line of a request, as far as the log shows it. */
export interface HeaderLine {
  readonly name: string;
  readonly value: string;
}

/** One request on a connection. */
export interface Exchange {
  readonly number: number;
  /** Bytes of the connection at which the request begins, its line ends, and its headers end. */
  readonly from: number;
  lineEnd: number;
  headEnd: number;
  headers: readonly HeaderLine[];
  /** Bytes of the body before it that nobody has read: they are its beginning. -1: chunks of a body. */
  leftover: number;
  isParsed: boolean;
  /** Whether `start_response` was called, so that `write` sends. */
  isStarted: boolean;
  /** Whether its status line and headers are sent, or being sent. */
  isSent: boolean;
  status: string;
  isChunked: boolean;
  /** Whether the app or the handler has failed. */
  isFailed: boolean;
  /** The step of the first write, -1 before it, and how many bytes had been sent before the answer. */
  firstWrite: number;
  sentFrom: number;
  /** How far `execute` has come: the drain is what follows the answer. */
  drain: 'no' | 'waits' | 'failed';
  isIteratorClosed: boolean;
  executions: number;
}

/** An answer: of which request, and at which byte of the connection it begins. */
export interface Answer {
  readonly request: number;
  readonly from: number;
}

/** One connection, or one client that sends datagrams. */
export interface Connection {
  readonly client: number;
  readonly isDatagram: boolean;
  /** The client's address, once it is known. */
  address: string;
  /** Sockets of both ends, by their numbers. */
  readonly clientSocket: number;
  serverSocket: number;
  state: 'connecting' | 'queued' | 'accepted' | 'closed';
  /** The descriptor that accept returned. */
  fd: number;
  /** Process id of the server that closes it. */
  pid: number;
  /** Whether a handler was made for it. */
  isServed: boolean;
  /** Bytes in the kernel's receive queue of the server. */
  unread: number;
  /** Bytes that the server has read, and where its buffer stands. */
  readTotal: number;
  bufferEnd: number;
  bufferPosition: number;
  /** Bytes that the server has sent, and the client has received. */
  sentTotal: number;
  gotTotal: number;
  /** Requests that a handler has begun, or datagrams that the server has taken. */
  requests: number;
  exchange: Exchange | undefined;
  /** What the handler has parsed last. */
  line: string;
  command: string;
  version: string;
  closes: boolean | undefined;
  /** The last request that the client has sent something for: its head, its body; its last datagram. */
  toldHead: number;
  toldBody: number;
  /** How many bytes the client has sent, and when the last of them. */
  toldTotal: number;
  toldTime: number;
  /** Answers that the server has begun to send, and of how many of them the client has received bytes. */
  answers: readonly Answer[];
  answered: number;
  /** Whether what is sent now belongs to the last of them. */
  isAnswering: boolean;
  /** Whether its client closes with a reset. */
  lingers: boolean;
  /** How its end was told: as a fault that comes before `close`. */
  fault: string;
  isResetTold: boolean;
  isEndTold: boolean;
  isBuffered: boolean;
  writes: boolean;
}

/** A connection that has just begun. */
export function newConnection(client: number, clientSocket: number, isDatagram: boolean): Connection {
  return {
    ...{
      client,
      isDatagram,
      clientSocket,
      serverSocket: -1,
      address: '',
      state: 'connecting',
      fd: -1,
      pid: 0,
      isServed: false,
    },
    ...{ unread: 0, readTotal: 0, bufferEnd: 0, bufferPosition: 0, sentTotal: 0, gotTotal: 0 },
    ...{ requests: 0, exchange: undefined, line: '', command: '', version: '', closes: undefined },
    ...{
      toldHead: -1,
      toldBody: -1,
      toldTotal: 0,
      toldTime: 0,
      answers: [],
      answered: 0,
      isAnswering: false,
      lingers: false,
      fault: '',
      isResetTold: false,
      isEndTold: false,
      isBuffered: false,
      writes: false,
    },
  };
}

export function newExchange(number: number, from: number): Exchange {
  return {
    ...{
      number,
      from,
      lineEnd: from,
      headEnd: from,
      headers: [],
      leftover: 0,
      isParsed: false,
      isStarted: false,
      isSent: false,
    },
    ...{ status: '', isChunked: false, isFailed: false, firstWrite: -1, sentFrom: 0, drain: 'no' as const },
    ...{ isIteratorClosed: false, executions: 0 },
  };
}

/** How many bytes of the request direction the handler has consumed: read, less what waits in its buffer. */
export const consumed = ({ readTotal, bufferEnd, bufferPosition }: Connection): number =>
  readTotal - (bufferEnd - bufferPosition);
