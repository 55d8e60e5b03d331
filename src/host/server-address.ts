/**
 * How the page names the place where a server is reached: a TCP server by host and port alone, every other one by its
 * family too.
 */
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

/** Whether who is reached there takes datagrams, and no connections. */
export const takesDatagrams = (place: string | undefined): boolean =>
  place !== undefined && (place.startsWith(UDP) || place.endsWith(DATAGRAMS));

/** Whether the network that the reader has chosen lies before it. */
export const isBehindLink = (place: string | undefined): boolean => place?.startsWith(UNIX) !== true;

const hearsEverybody = ({ type, local, remote }: SocketSnapshot): boolean =>
  type === 'SOCK_DGRAM' && local !== undefined && remote === undefined;

/** Where the server of a snapshot is reached. */
export function placeIn(sockets: readonly SocketSnapshot[]): string | undefined {
  const listener = sockets.find(({ state }) => state === 'listen');
  if (listener !== undefined) return placeText(listener.local, false);
  return placeText(sockets.find(hearsEverybody)?.local, true);
}
