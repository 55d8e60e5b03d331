/** All limits of the virtual machine. Where Linux has the limit too, its default is used and named. */
export interface Limits {
  /** Open descriptors in one process (RLIMIT_NOFILE soft limit). */
  readonly descriptors: number;
  /** Threads alive at the same time, in all processes together. */
  readonly threads: number;
  /** Processes alive at the same time, including zombies. */
  readonly processes: number;
  /** Upper bound of a listener's backlog (net.core.somaxconn). */
  readonly backlog: number;
  /**
   * Size of a stream socket's receive buffer (net.ipv4.tcp_rmem); net/tcp/receive-window.ts says how much data fits.
   */
  readonly receiveBuffer: number;
  /** Bytes that a stream socket keeps for a peer whose window is closed. */
  readonly sendBuffer: number;
  /** Bytes that a pipe holds (fs.pipe default: 16 pages). */
  readonly pipeBuffer: number;
  /** Datagrams that a datagram socket keeps unread; later ones are lost, as in UDP. */
  readonly datagrams: number;
}

/**
 * The defaults: Linux's where Linux has them. The receive and send buffers are such that 60 writes of 64 KiB fit when
 * nothing is read, as recorded on loopback.
 */
export const DEFAULT_LIMITS: Limits = {
  descriptors: 1024,
  threads: 4096,
  processes: 4096,
  backlog: 4096,
  receiveBuffer: 131_072,
  sendBuffer: 58 * 65_536,
  pipeBuffer: 65536,
  datagrams: 256,
};

/** First and last port that connect(2) and bind(2) to port 0 choose from (net.ipv4.ip_local_port_range). */
export const EPHEMERAL_PORTS = [32768, 60999] as const;
