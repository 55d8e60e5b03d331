/** The fences that the author's guide shows. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import {
  compareAnswer,
  isAnswerText,
  isRequestText,
  NotationError,
  parseRequest,
  play,
  toScenario,
} from '../../src/examples/index.ts';

const GUIDE = readFileSync(new URL('../../web/embed/README.md', import.meta.url), 'utf8');

/** What stands in fences of fences: an author's Markdown. */
const FENCES = [...GUIDE.matchAll(/^````markdown\n([^]*?)^````$/gm)].flatMap(([, markdown = '']) =>
  [...markdown.matchAll(/^```http[^\n]*\n([^]*?)^```$/gm)].map(([, text = '']) => text),
);

test('each fence of the guide is a request that is answered, or an answer', () => {
  const requests = FENCES.filter(isRequestText);
  const answers = FENCES.filter(isAnswerText);
  expect([requests.length > 1, answers.length > 0, requests.length + answers.length]).toEqual([
    ...[true, true, FENCES.length],
  ]);
  for (const request of requests) {
    const { answers: received } = play(toScenario(parseRequest(request)));
    expect(received.map(({ bytes }) => bytes.length > 0)).not.toContain(false);
  }
});

test('the answer with wildcards in the guide is that of the usual app', () => {
  const played = play(toScenario(parseRequest('GET / HTTP/1.1\nHost: localhost')));
  const answer = FENCES.find((text) => text.includes('[VERSION]')) ?? '';
  expect(compareAnswer(answer, played)).toMatchObject({ matches: true, patterns: ['[VERSION]', '[DATE]', '...'] });
});

test('each line of the notation in the guide is one that there is', () => {
  const lines = [...GUIDE.matchAll(/`(\[\[[^`…]*\]\])`/g)].map(([, line = '']) => line);
  const isRead = (read: () => unknown): boolean => {
    try {
      read();
      return true;
    } catch (error) {
      if (error instanceof NotationError) return false;
      throw error;
    }
  };
  const unknown = lines.filter(
    (line) => !isRead(() => parseRequest(`GET /\n${line}`)) && !isRead(() => compareAnswer(line, { answers: [] })),
  );
  expect([lines.length > 10, unknown]).toEqual([true, []]);
});
