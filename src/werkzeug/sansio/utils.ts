/** Host, URL and content length of a request, from header values alone. */
import { ValueError } from '../../python/errors.ts';
import { digitsOf, larger } from '../../python/integers.ts';
import type { Int } from '../../python/integers.ts';
import { repr } from '../../python/repr.ts';
import { lstrip, partition, rstrip } from '../../python/text.ts';
import { decodeLatin1 } from '../../python/bytes.ts';
import { encodeIdna } from '../../stdlib/encodings/idna.ts';
import { quote } from '../../stdlib/urllib/parse.ts';
import { SecurityError } from '../exceptions.ts';
import { plainInt } from '../http/plain-int.ts';
import { parseSetHeader } from '../http/structured.ts';
import { uriToIri } from '../urls.ts';

/** A domain or IPv4 address, or an IPv6 address in brackets; optionally a port. */
const HOST = /^(?:[a-z0-9.-]+|\[[a-f0-9]*:[a-f0-9.:]+\])(?::[0-9]+)?$/i;

/** Trusted hosts; a name that begins with a dot includes all its subdomains. */
export type TrustedHosts = string | readonly string[];

/**
 * Whether a Host header is well formed, and, if there are trusted hosts, one of them. Ports are ignored.
 * @python werkzeug.sansio.utils.host_is_trusted
 */
export function hostIsTrusted(hostname: string | undefined, trusted?: TrustedHosts): boolean {
  if (hostname === undefined || !HOST.test(hostname)) return false;
  if (trusted === undefined || trusted.length === 0) return true;
  const host = partition(hostname, ':')[0];
  return (typeof trusted === 'string' ? [trusted] : trusted).some((entry) => {
    const isSuffix = entry.startsWith('.');
    const ref = decodeLatin1(encodeIdna(partition(isSuffix ? entry.slice(1) : entry, ':')[0]));
    return ref === host || (isSuffix && host.endsWith(`.${ref}`));
  });
}

/** Options of `getHost`. */
export interface GetHostOptions {
  /** The address on which the server listens; the port is undefined for a Unix socket, which has no host. */
  readonly server?: readonly [host: string, port: Int | undefined] | undefined;
  readonly trustedHosts?: TrustedHosts | undefined;
}

/**
 * Host and port of a request, without a default port; empty if unknown or malformed. Raises SecurityError for an
 * untrusted host.
 * @python werkzeug.sansio.utils.get_host
 */
export function getHost(scheme: string, hostHeader: string | undefined, options: GetHostOptions = {}): string {
  const { server, trustedHosts } = options;
  let host = hostHeader ?? serverHost(server);
  if (host === undefined) return '';
  const standardPort = STANDARD_PORTS.get(scheme);
  if (standardPort !== undefined && host.endsWith(standardPort)) host = host.slice(0, -standardPort.length);
  if (hostIsTrusted(host, trustedHosts)) return host;
  if (trustedHosts !== undefined && trustedHosts.length > 0)
    throw new SecurityError(`Host ${repr(host)} is not trusted.`);
  return '';
}

const STANDARD_PORTS: ReadonlyMap<string, string> = new Map([
  ['http', ':80'],
  ['ws', ':80'],
  ['https', ':443'],
  ['wss', ':443'],
]);

function serverHost(server: GetHostOptions['server']): string | undefined {
  if (server?.[1] === undefined) return undefined;
  const [name, port] = [server[0], digitsOf(server[1])];
  // An IPv6 address is in brackets in a Host header.
  return name.includes(':') && !name.startsWith('[') ? `[${name}]:${port}` : `${name}:${port}`;
}

/** The parts of a request's URL; the URL ends before the first missing part. */
export interface CurrentUrlParts {
  readonly rootPath?: string | undefined;
  readonly path?: string | undefined;
  readonly queryString?: Uint8Array | undefined;
}

/** The URL of a request, as an IRI. @python werkzeug.sansio.utils.get_current_url */
export function getCurrentUrl(scheme: string, host: string, parts: CurrentUrlParts = {}): string {
  const { rootPath, path, queryString } = parts;
  const safe = "!$&'()*+,/:;=@%";
  let url = `${scheme}://${host}`;
  if (rootPath === undefined) return uriToIri(`${url}/`);
  url += `${quote(rstrip(rootPath, '/'), safe)}/`;
  if (path === undefined) return uriToIri(url);
  url += quote(lstrip(path, '/'), safe);
  if (queryString !== undefined && queryString.length > 0) url += `?${quote(queryString, "!$&'()*+,/:;=?@%")}`;
  return uriToIri(url);
}

/**
 * The Content-Length; undefined without one, or for a chunked body; 0 if it is not a number, or negative.
 * @python werkzeug.sansio.utils.get_content_length
 */
export function getContentLength(contentLength?: string, transferEncoding?: string): Int | undefined {
  if (transferEncoding !== undefined && parseSetHeader(transferEncoding).has('chunked')) return undefined;
  if (contentLength === undefined) return undefined;
  try {
    return larger(0, plainInt(contentLength));
  } catch (error) {
    if (error instanceof ValueError) return 0;
    throw error;
  }
}
