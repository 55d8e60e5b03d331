/** Which byte stands where in a terminal: also where a line takes several rows, or a byte several columns. */
import type { Terminal } from '@xterm/xterm';
import { expect, test } from 'vitest';
import { bytesIn, bytesOf, lineAt, linesOf } from '../../../../web/parts/terminal/bytes-at.ts';
import { Transcript } from '../../../../web/session/clients/transcript.ts';

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

/** A terminal that shows these rows; one that begins with `+` goes on with the row before it. */
function showing(rows: readonly string[], cols: number): Terminal {
  const getLine = (at: number): unknown => {
    const row = rows[at];
    if (row === undefined) return undefined;
    return { isWrapped: row.startsWith('+'), translateToString: () => row.replace(/^\+/, '') };
  };
  return { cols, buffer: { active: { getLine } } } as unknown as Terminal;
}

function exchange(): Transcript {
  const transcript = new Transcript();
  transcript.hint();
  transcript.sent(0, encode('GET / HTTP/1.1\r\n'));
  transcript.sent(0, encode('\r\n'));
  transcript.received(0, encode('HTTP/1.0 200 OK\r\n\r\n'));
  transcript.received(0, encode('caf\u00e9\xff\u4e2d!'));
  return transcript;
}

const ROWS = ['Type a request', '', '› GET / HTTP/1.1␍␊', '› ␍␊', 'HTTP/1.0 2', '+00 OK␍␊', '␍␊', 'café\u00ff中!'];
const textOf = (): string => 'Type a request';

test('a column of a row is a byte of its direction, counted from the first one of the connection', () => {
  const lines = linesOf(exchange().now(), textOf);
  const terminal = showing(ROWS, 10);
  const at = (row: number, column: number): unknown => {
    const found = lineAt(terminal, lines, row);
    const bytes = found && bytesIn(found.line, column + found.before);
    return bytes && [bytes.direction, bytes.byte, bytes.to];
  };
  expect([at(2, 2), at(2, 17), at(3, 2)]).toEqual([
    ['request', 0, 1],
    ['request', 15, 16],
    ['request', 16, 17],
  ]);
  expect([at(4, 0), at(5, 0), at(6, 1)]).toEqual([
    ['response', 0, 1],
    ['response', 10, 11],
    ['response', 18, 19],
  ]);
  expect([at(0, 3), at(1, 0), at(2, 1), at(2, 40), at(9, 0)]).toEqual(Array(5).fill(undefined));
});

test('a character may have several bytes, and may take two columns', () => {
  const lines = linesOf(exchange().now(), textOf);
  const last = lines.at(-1);
  if (last === undefined) throw new Error('no line');
  const spans = [3, 4, 5, 6, 7].map((column) => {
    const { byte = -1, to = -1 } = bytesIn(last, column) ?? {};
    return [byte - 19, to - 19];
  });
  expect(spans).toEqual([
    [3, 5],
    [5, 7],
    [7, 10],
    [7, 10],
    [10, 11],
  ]);
  expect(bytesOf(last)).toMatchObject({ byte: 19, to: 30, lane: 'client in' });
});

test('bytes of an earlier machine are not asked for', () => {
  const transcript = exchange();
  transcript.seal();
  transcript.sent(0, encode('again\r\n'));
  const lines = linesOf(transcript.now(), textOf);
  expect(lines.flatMap((line) => bytesOf(line) ?? [])).toMatchObject([{ client: 0, byte: 0, to: 7 }]);
});
