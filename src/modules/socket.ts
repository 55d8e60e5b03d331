/** Python's module `socket`. The class `socket` is `Socket`. */
export { gaierror, getaddrinfo, getfqdn, gethostbyname, gethostname } from '../stdlib/_socket-address.ts';
export { SocketIO } from '../stdlib/socket-io.ts';
export type { FileSocket } from '../stdlib/socket-io.ts';
export {
  AF_INET,
  AF_UNIX,
  IPPROTO_TCP,
  SHUT_RD,
  SHUT_RDWR,
  SHUT_WR,
  SOCK_DGRAM,
  SOCK_STREAM,
  SOL_SOCKET,
  SOMAXCONN,
  SO_ERROR,
  SO_LINGER,
  SO_REUSEADDR,
  SO_REUSEPORT,
  Socket,
  TCP_NODELAY,
  fromfd,
} from '../stdlib/socket.ts';
