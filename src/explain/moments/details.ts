/** Reads the details of rows: results of system calls, addresses, bytes, exceptions. */

/** The result of a system call whose arguments are no bytes: what follows the first equals sign. */
export const resultOf = (detail: string): string => detail.slice(detail.indexOf(' = ') + ' = '.length);

/** The result of a system call whose arguments may be bytes and whose result is none: what follows the last one. */
export const lastResultOf = (detail: string): string => detail.slice(detail.lastIndexOf(' = ') + ' = '.length);

/** The number at the beginning of a text; undefined when it begins with something else, such as an errno. */
export function numberAt(text: string): number | undefined {
  const value = Number.parseInt(text, 10);
  return Number.isNaN(value) ? undefined : value;
}

/** The descriptor that is the first argument of a system call. */
export const descriptorOf = (detail: string): number => Number.parseInt(detail, 10);

/** The peer of an accepted connection, the sender of a datagram, the name of a socket; '' without a name. */
export function addressAfter(detail: string, word: string): string {
  const at = detail.lastIndexOf(word);
  const address = at < 0 ? '' : detail.slice(at + word.length);
  return address === "''" ? '' : address;
}

const ADDRESS = /\('([^']*)', (\d+)\)(?:, <[^>]*>)?$/;

/** The client's address among the arguments of a method of socketserver: `host:port`; undefined when there is none. */
export function addressArgument(detail: string): string | undefined {
  const [, host, port] = ADDRESS.exec(detail) ?? [];
  return host === undefined || port === undefined ? undefined : `${host}:${port}`;
}

/** How many bytes a row shows: `b'…'`, or the beginning of them with `… 174 bytes` after it. */
export function lengthOfBytes(detail: string): number {
  const counted = /… (\d+) bytes$/.exec(detail)?.[1];
  if (counted !== undefined) return Number(counted);
  return textOfBytes(detail).replace(/\\(?:x[\da-f]{2}|.)/g, '?').length;
}

/** The text between the quotes of bytes or a string, escapes left as they are. */
export function textOfBytes(detail: string): string {
  const from = detail.indexOf("'") + 1;
  const to = detail.lastIndexOf("'");
  return from > 0 && to >= from ? detail.slice(from, to) : '';
}

/** The class of an exception: `BrokenPipeError` of `<BrokenPipeError([Errno 32] Broken pipe)>`. */
export const exceptionName = (detail: string): string => /^<([^(>]+)/.exec(detail)?.[1] ?? detail;

/** The number of the socket that a row is about: `socket 3: …`, or `server → socket 3: …`. */
export function socketOf(detail: string): number {
  return Number(/socket (\d+)/.exec(detail)?.[1] ?? '-1');
}
