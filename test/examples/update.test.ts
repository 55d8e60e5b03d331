import { expect, test } from 'vitest';
import { encodeLatin1 } from '../../src/index.ts';
import { compareAnswer, printAnswer, updatePrinted } from '../../src/examples/index.ts';
import type { Answers } from '../../src/examples/index.ts';

const received = (...answers: readonly string[]): Answers => ({
  answers: answers.map((answer) => ({ bytes: encodeLatin1(answer), state: 'eof', error: undefined, writes: [] })),
});

const played = received(
  'HTTP/1.0 200 OK\r\nServer: Werkzeug/3.1.8\r\nDate: Thu, 01 Jan 2026 00:00:00 GMT\r\nContent-Length: 6\r\n\r\nhello\n',
);

const update = (printed: string): string => updatePrinted(printed, played);

test('a printed answer that is true stays as it is, whatever its line ends', () => {
  for (const printed of ['HTTP/1.0 200 OK\n...\n\nhello\n\n', 'HTTP/1.0 200 OK\r\n...', `${printAnswer(played)}\n`]) {
    expect(update(printed)).toBe(printed);
  }
});

test('without wildcards the whole true answer is printed', () => {
  expect(update('HTTP/1.0 404 NOT FOUND\n\nbye')).toBe(printAnswer(played));
  expect(update('')).toBe(printAnswer(played));
});

test('a line with wildcards is kept where it stands for its line', () => {
  expect(update('HTTP/1.0 200 OK\nServer: Werkzeug/[VERSION]\nDate: [DATE]\nContent-Length: 3\n\nbye')).toBe(
    'HTTP/1.0 200 OK\nServer: Werkzeug/[VERSION]\nDate: [DATE]\nContent-Length: 6\n\nhello',
  );
});

test('a line with wildcards that is not true any more is replaced', () => {
  expect(update('HTTP/1.0 200 OK\nServer: Apache/[..]\nDate: [DATE]\n...\n\nhello')).toBe(
    'HTTP/1.0 200 OK\nServer: Werkzeug/3.1.8\nDate: [DATE]\n...\n\nhello',
  );
});

test('`...` is kept where it was, and takes no line that was printed', () => {
  expect(update('HTTP/1.0 200 OK\n...\nContent-Length: 3\n\nbye')).toBe(
    'HTTP/1.0 200 OK\n...\nContent-Length: 6\n\nhello',
  );
  expect(update('HTTP/1.0 404 NOT FOUND\n...\n\nbye')).toBe('HTTP/1.0 200 OK\n...\n\nhello');
  expect(update('HTTP/1.0 201 CREATED\n...')).toBe('HTTP/1.0 200 OK\n...');
});

test('what is printed after an update is always true', () => {
  const two = received('HTTP/1.0 200 OK\r\n\r\na', 'HTTP/1.0 200 OK\r\n\r\n\0');
  for (const printed of [
    'HTTP/1.0 200 OK\n...\n\nb',
    '[[client 1]]\nHTTP/1.0 [..]\n\nb\n[[client 2]]\nHTTP/1.0 [..]\n\nb',
    '[[client 2]]\n...\n[[client 1]]\nb',
    '[A]\n[A]\n...\n[A]',
    '...\nx',
  ]) {
    expect(compareAnswer(updatePrinted(printed, two), two).matches).toBe(true);
  }
  expect(updatePrinted('[[client 1]]\nHTTP/1.0 [..]\n\nb\n[[client 2]]\n...', two)).toBe(
    '[[client 1]]\nHTTP/1.0 [..]\n\na\n[[client 2]]\n...',
  );
});

test('an update never leaves `...` alone, which is true of every answer', () => {
  expect(update('[[client 2]]\n...')).toMatch(/^HTTP\/1\.0 200 OK\n/);
});

test('a captured text counts: a name that stands for another text is not kept', () => {
  const values = { V: '3.0.0' };
  const text = updatePrinted('HTTP/1.0 200 OK\nServer: Werkzeug/[V]\n...', played, values);
  expect(text).not.toContain('[V]');
  expect(compareAnswer(text, played, values).matches).toBe(true);
});

test('a long answer is updated too', () => {
  const long = received(`HTTP/1.0 200 OK\r\n\r\n${'line\n'.repeat(3000)}`);
  const text = updatePrinted(`HTTP/1.0 200 OK\n\n${'[..]\n'.repeat(2000)}`, long);
  expect(compareAnswer(text, long).matches).toBe(true);
});
