/** How the page names the place where a server is reached: a TCP server by host and port alone, every other one by its family too. */
import type { SocketSnapshot } from '../../src/index.ts';
/** `127.0.0.1:5000`, `udp://127.0.0.1:5000`, `unix:///run/app.sock`. */
export declare function placeText(address: SocketSnapshot['local'], isDatagram: boolean): string | undefined;
/** Whether who is reached there takes datagrams, and no connections. */
export declare const takesDatagrams: (place: string | undefined) => boolean;
/** Whether the network that the reader has chosen lies before it. */
export declare const isBehindLink: (place: string | undefined) => boolean;
/** Where the server of a snapshot is reached. */
export declare function placeIn(sockets: readonly SocketSnapshot[]): string | undefined;
