import { array, assert, constantFrom, oneof, property, string } from 'fast-check';
import { expect, test } from 'vitest';
import {
  byId,
  compareAnswer,
  isAnswerText,
  isRequestText,
  NotationError,
  pair,
  parseRequest,
  toScenario,
  unescapeRequest,
  updatePrinted,
} from '../../src/examples/index.ts';
import { runs } from '../support/properties.ts';

/** Texts of an author: pieces of the notation, right and wrong, and anything else. */
const text = array(
  oneof(
    string({ unit: 'binary', maxLength: 6 }),
    constantFrom(
      ...['[[', ']]', '[[client 1]]', '[[client 2]]', '[[client 7]]', '[[bytes \\x0', '[[bytes \\x00\\n]]', '[[bytes '],
      ...['[[pause 1s]]', '[[pause 1e9s]]', '[[wait]]', '[[half-close]]', '[[reset]]', '[[close]]', '[[interrupt]]'],
      ...[
        '[[end]]',
        '[[next]]',
        '[[nothing]]',
        '[[crlf]]',
        '[[lf]]',
        '[[x]]',
        '...',
        '[..]',
        '[DATE]',
        '[A]',
        '[PORT_1]',
      ],
      ...[
        'GET / HTTP/1.1',
        'HTTP/1.0 200 OK',
        'Content-Length: 3',
        'Transfer-Encoding: chunked',
        'a: b',
        '0',
        '5',
        'hello',
      ],
      ...['\n', '\n', '\n', '\n', '\r\n', '\n\n', ' ', '\\', '\t', '\uD800', 'é'],
    ),
  ),
  { maxLength: 24 },
).map((pieces) => pieces.join(''));

/** What a text is read as; undefined for one that is refused, at a place in it. */
function read<T>(written: string, reader: (written: string) => T): T | undefined {
  try {
    return reader(written);
  } catch (error) {
    if (!(error instanceof NotationError)) throw error;
    const line = written.split(/\r?\n/)[error.line - 1];
    expect(line).toBeDefined();
    expect(error.column).toBeGreaterThan(0);
    expect(error.column).toBeLessThanOrEqual((line?.length ?? 0) + 1);
    return undefined;
  }
}

test('any text is a request, or is refused at a place in it; a request is a scenario', () => {
  assert(
    property(text, constantFrom('crlf', 'lf'), (written, lineEnds) => {
      const script = read(written, () => parseRequest(written, { lineEnds }));
      if (script !== undefined) expect(toScenario(script).inputs[0]).toMatchObject({});
      read(written.replaceAll(/[\r\n]/g, ' '), unescapeRequest);
    }),
    runs(1500),
  );
});

test('any text is an answer, or is refused at a place in it; what an update prints is true', () => {
  const played = {
    answers: ['HTTP/1.0 200 OK\r\nContent-Length: 5\r\n\r\nhello', 'a: b\n\0'].map((answer) => ({
      bytes: Uint8Array.from(answer, (character) => character.charCodeAt(0)),
      state: 'eof' as const,
      error: undefined,
      writes: [],
    })),
  };
  assert(
    property(text, (written) => {
      const match = read(written, () => compareAnswer(written, played));
      if (match === undefined) return;
      expect(match.matches).toBe(match.first === undefined);
      expect(compareAnswer(updatePrinted(written, played), played).matches).toBe(true);
    }),
    runs(1500),
  );
});

test('no block is both a request and an answer, and any page can be paired', () => {
  assert(
    property(array(text, { maxLength: 6 }), (blocks) => {
      for (const block of blocks) expect(isRequestText(block) && isAnswerText(block)).toBe(false);
      const items = blocks.flatMap((block) => [{ kind: 'block' as const, text: block }, { kind: 'element' as const }]);
      expect(pair(items, byId(items))).toHaveLength(blocks.length);
    }),
    runs(300),
  );
});
