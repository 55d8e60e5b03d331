/** What is ready to be sent with a click: HTTP requests, or datagrams. Escapes stand for bytes, as in byte mode. */
import { encodeEscapes } from '../../kit/escapes.ts';
import type { TextKey } from '../../texts/sentences.ts';

type ReadyKey = Extract<TextKey, `clients.ready.${string}`>;

export interface ReadySend {
  /** Names of HTTP are the same in every language. */
  readonly name: string | { readonly key: ReadyKey };
  /** Why one would send it. */
  readonly hint: ReadyKey;
  readonly bytes: () => Uint8Array;
}

const CRLF = '\\r\\n';
const HOST = `Host: localhost${CRLF}`;

const send = (name: ReadySend['name'], hint: ReadyKey, wire: string): ReadySend => ({
  name,
  hint,
  bytes: () => encodeEscapes(wire),
});

export const READY_REQUESTS: readonly ReadySend[] = [
  send('GET', 'clients.ready.get', `GET / HTTP/1.1${CRLF}${HOST}${CRLF}`),
  send('HEAD', 'clients.ready.head', `HEAD / HTTP/1.1${CRLF}${HOST}${CRLF}`),
  send(
    { key: 'clients.ready.form.name' },
    'clients.ready.form',
    `POST /form HTTP/1.1${CRLF}${HOST}Content-Type: application/x-www-form-urlencoded${CRLF}Content-Length: 15${CRLF}${CRLF}name=glas&n=001`,
  ),
  send(
    { key: 'clients.ready.chunked.name' },
    'clients.ready.chunked',
    `POST / HTTP/1.1${CRLF}${HOST}Transfer-Encoding: chunked${CRLF}${CRLF}5${CRLF}hello${CRLF}6${CRLF} world${CRLF}0${CRLF}${CRLF}`,
  ),
  send(
    'Expect',
    'clients.ready.expect',
    `POST / HTTP/1.1${CRLF}${HOST}Expect: 100-continue${CRLF}Content-Length: 2${CRLF}${CRLF}hi`,
  ),
  send(
    { key: 'clients.ready.pipelined.name' },
    'clients.ready.pipelined',
    `GET /one HTTP/1.1${CRLF}${HOST}${CRLF}GET /two HTTP/1.1${CRLF}${HOST}${CRLF}`,
  ),
  send('HTTP/0.9', 'clients.ready.old', `GET /${CRLF}`),
  send({ key: 'clients.ready.version.name' }, 'clients.ready.version', `GET / HTTP/one${CRLF}${CRLF}`),
  send(
    { key: 'clients.ready.header.name' },
    'clients.ready.header',
    `GET / HTTP/1.1${CRLF}${HOST}no colon here${CRLF}${CRLF}`,
  ),
  send(
    'TLS hello',
    'clients.ready.tls',
    `\\x16\\x03\\x01\\x00\\x2f\\x01\\x00\\x00\\x2b\\x03\\x03${'\\x9c\\x01\\x7f\\xe2'.repeat(8)}\\x00\\x00\\x04\\x13\\x01\\x13\\x02\\x01\\x00${CRLF}`,
  ),
];

export const READY_DATAGRAMS: readonly ReadySend[] = [
  send({ key: 'clients.ready.word.name' }, 'clients.ready.word', 'hello'),
  send({ key: 'clients.ready.line.name' }, 'clients.ready.line', `one line${CRLF}`),
  send({ key: 'clients.ready.lines.name' }, 'clients.ready.lines', `first${CRLF}second${CRLF}`),
  send({ key: 'clients.ready.bytes.name' }, 'clients.ready.bytes', '\\x00\\x01\\x7f\\x80\\xff'),
  send({ key: 'clients.ready.large.name' }, 'clients.ready.large', 'glaswerk'.repeat(128)),
  send(
    { key: 'clients.ready.dns.name' },
    'clients.ready.dns',
    '\\x12\\x34\\x01\\x00\\x00\\x01\\x00\\x00\\x00\\x00\\x00\\x00\\x09localhost\\x00\\x00\\x01\\x00\\x01',
  ),
];
