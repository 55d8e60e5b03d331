/** Requests that are ready to be sent, each for a reason. */

export interface ReadyRequest {
  readonly name: string;
  /** Why one would send it. */
  readonly hint: string;
  /** What goes on the wire, one character for each byte. */
  readonly wire: string;
}

const HOST = 'Host: localhost\r\n';

export const READY_REQUESTS: readonly ReadyRequest[] = [
  { name: 'GET', hint: 'The plainest request', wire: `GET / HTTP/1.1\r\n${HOST}\r\n` },
  { name: 'HEAD', hint: 'Headers only', wire: `HEAD / HTTP/1.1\r\n${HOST}\r\n` },
  {
    name: 'POST form',
    hint: 'A body of a stated length',
    wire: `POST /form HTTP/1.1\r\n${HOST}Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 15\r\n\r\nname=glas&n=001`,
  },
  {
    name: 'Chunked',
    hint: 'A body in chunks',
    wire: `POST / HTTP/1.1\r\n${HOST}Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n`,
  },
  {
    name: 'Expect',
    hint: 'Asks before it sends its body',
    wire: `POST / HTTP/1.1\r\n${HOST}Expect: 100-continue\r\nContent-Length: 2\r\n\r\nhi`,
  },
  {
    name: 'Pipelined',
    hint: 'A pipelined pair: the second request is sent before the first is answered',
    wire: `GET /one HTTP/1.1\r\n${HOST}\r\nGET /two HTTP/1.1\r\n${HOST}\r\n`,
  },
  { name: 'HTTP/0.9', hint: 'No version, no headers', wire: 'GET /\r\n' },
  { name: 'Bad version', hint: 'Answered with 400', wire: 'GET / HTTP/one\r\n\r\n' },
  { name: 'Bad header', hint: 'A header line without a colon', wire: `GET / HTTP/1.1\r\n${HOST}no colon here\r\n\r\n` },
  {
    name: 'TLS hello',
    hint: 'What a browser sends when it is told https://',
    wire: `\x16\x03\x01\x00\x2f\x01\x00\x00\x2b\x03\x03${'\x9c\x01\x7f\xe2'.repeat(8)}\x00\x00\x04\x13\x01\x13\x02\x01\x00\r\n`,
  },
];
