/** The address of a server as the page shows it: host and port for TCP, with the family for all others. */
import type { SocketSnapshot } from '../index.ts';

const UDP = 'udp://';
const UNIX = 'unix://';
const DATAGRAMS = ' (datagrams)';

/** `127.0.0.1:5000`, `udp://127.0.0.1:5000`, `unix:///run/app.sock`. */
export function placeText(address: SocketSnapshot['local'], isDatagram: boolean): string | undefined {
  if (address === undefined) return undefined;
  if (typeof address === 'string') return `${UNIX}${address}${isDatagram ? DATAGRAMS : ''}`;
  return `${isDatagram ? UDP : ''}${address.join(':')}`;
}

/** Whether the server at an address takes datagrams instead of connections. */
export const takesDatagrams = (place: string | undefined): boolean =>
  place !== undefined && (place.startsWith(UDP) || place.endsWith(DATAGRAMS));

/** Whether the network that the reader chose lies between clients and that address. */
export const isBehindLink = (place: string | undefined): boolean => place?.startsWith(UNIX) !== true;

const isDatagramServer = ({ type, local, remote }: SocketSnapshot): boolean =>
  type === 'SOCK_DGRAM' && local !== undefined && remote === undefined;

/** The address of the server in a snapshot. */
export function placeIn(sockets: readonly SocketSnapshot[]): string | undefined {
  const listener = sockets.find(({ state }) => state === 'listen');
  if (listener !== undefined) return placeText(listener.local, false);
  return placeText(sockets.find(isDatagramServer)?.local, true);
}
