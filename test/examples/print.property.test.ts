import { array, assert, constantFrom, integer, nat, oneof, property, string, uint8Array } from 'fast-check';
import { expect, test } from 'vitest';
import { decodeLatin1, encodeLatin1, encodeUtf8 } from '../../src/index.ts';
import { compareAnswer, isAnswerText, printAnswer } from '../../src/examples/index.ts';
import type { Answers } from '../../src/examples/index.ts';
import { runs } from '../support/properties.ts';

/** A run whose clients received these bytes. */
const received = (...answers: readonly Uint8Array[]): Answers => ({
  answers: answers.map((bytes) => ({ bytes, state: 'eof', error: undefined, writes: [] })),
});

const text = (value: string): Uint8Array => encodeLatin1(value);

/** Bytes that make trouble in a fence, and pieces of HTTP. */
const piece = oneof(
  uint8Array({ maxLength: 12 }),
  string({ unit: 'grapheme', maxLength: 12 }).map((value) => encodeUtf8(value)),
  constantFrom(
    ...['\r\n', '\n', '\r', '\r\n\r\n', '\n\n', ' ', '\t', '\0', '...', '...\n', '[..]', '[DATE]', '[NAME]\n'],
    ...['HTTP/1.1 200 OK\r\n', 'HTTP/1.0 404 NOT FOUND\r\n\r\n', 'HTTP/1.1 100 Continue\r\n\r\n'],
    ...['Content-Length: 5\r\n', 'Content-Length: 6\r\n\r\nhello', 'Transfer-Encoding: chunked\r\n'],
    ...['5\r\nhello\r\n', '0\r\n', 'X: y\r\n', 'X: y\n', 'hello', 'hello\n', 'hello\r\n', '{"a": [1]}\n'],
    ...['[[end]]\n', '[[bytes \\x00]]\n', '[[', ']]', '[[client 2]]\n', '[[next]]\r\n', '\\', '\\r\\n'],
  ).map(text),
);

const answer = array(piece, { maxLength: 14 }).map((pieces) => Uint8Array.from(pieces.flatMap((bytes) => [...bytes])));

test('what is printed compares equal with the bytes it was made of, however tools end its last line', () => {
  assert(
    property(array(answer, { minLength: 1, maxLength: 3 }), constantFrom('', '\n', '\r\n\n'), (answers, end) => {
      const played = received(...answers);
      const printed = printAnswer(played);
      expect(printed).not.toMatch(/[^\n -~\u00a1-\u{10ffff}]/u);
      for (const form of [printed + end, `${printed}\n`.replaceAll('\n', '\r\n')]) {
        expect(compareAnswer(form, played)).toMatchObject({ matches: true, patterns: [] });
      }
    }),
    runs(1500),
  );
});

test('what is printed compares different after any change of a byte, and says which one', () => {
  assert(
    property(
      answer,
      nat(),
      constantFrom('change', 'drop', 'insert', 'cut', 'add'),
      integer({ min: 1, max: 255 }),
      (bytes, where, how, by) => {
        const at = bytes.length === 0 ? 0 : where % bytes.length;
        const changed = [...bytes];
        if (how === 'change' && bytes.length > 0) changed[at] = (changed[at] as number) ^ by;
        else if (how === 'drop') changed.splice(at, 1);
        else if (how === 'cut') changed.length = at;
        else if (how === 'add') changed.push(by);
        else changed.splice(at, 0, by);
        const other = Uint8Array.from(changed);
        const match = compareAnswer(printAnswer(received(bytes)), received(other));
        const isSame = decodeLatin1(other) === decodeLatin1(bytes);
        expect(match.matches).toBe(isSame);
        if (isSame) return;
        const first = bytes.findIndex((byte, index) => other[index] !== byte);
        expect(match.first).toMatchObject({ byte: first < 0 ? bytes.length : first, client: 1 });
      },
    ),
    runs(1500),
  );
});

test('an answer with a status line looks like an answer when it is printed', () => {
  assert(
    property(answer, (body) => {
      const bytes = Uint8Array.of(...text('HTTP/1.0 200 OK\r\n'), ...body);
      expect(isAnswerText(printAnswer(received(bytes)))).toBe(true);
      expect(isAnswerText(printAnswer(received(new Uint8Array(), bytes)))).toBe(true);
    }),
    runs(300),
  );
});
