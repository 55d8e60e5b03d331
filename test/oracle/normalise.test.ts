import { expect, test } from 'vitest';
import { collapseTracebacks, Normaliser } from './normalise.ts';

const EPOCH = Date.parse('2026-01-01T00:00:00Z') / 1000;
const cookie = (date: string): string => `Set-Cookie: a=b; Expires=${date}; Max-Age=3600; Path=/`;
const normaliser = new Normaliser({ port: 40001, clientPorts: [40002, 40003], started: EPOCH, ended: EPOCH + 10 });

test('a date header within the run becomes <DATE>, one outside of it stays', () => {
  const now = 'Date: Thu, 01 Jan 2026 00:00:05 GMT\r\n';
  const old = 'Date: Sat, 29 Feb 2020 12:30:15 GMT\r\n';
  expect(normaliser.received(now + old)).toBe(`Date: <DATE>\r\n${old}`);
});

test('any header whose name ends in date counts as a date', () => {
  expect(normaliser.received('X-Update: Thu, 01 Jan 2026 00:00:05 GMT')).toBe('X-Update: <DATE>');
  expect(normaliser.received('X-Time: Thu, 01 Jan 2026 00:00:05 GMT')).toBe('X-Time: Thu, 01 Jan 2026 00:00:05 GMT');
});

test('a cookie that expires when its age says becomes <DATE+N>', () => {
  expect(normaliser.received(cookie('Thu, 01 Jan 2026 01:00:05 GMT'))).toBe(cookie('<DATE+3600>'));
  const fixed = cookie('Sat, 29 Feb 2020 12:30:15 GMT');
  expect(normaliser.received(fixed)).toBe(fixed);
});

test('an Expires header becomes <DATE+N> beside a max-age', () => {
  const text = '\r\nCache-Control: no-cache, max-age=60\r\nExpires: Thu, 01 Jan 2026 00:01:05 GMT\r\n';
  expect(normaliser.received(text)).toContain('Expires: <DATE+60>\r\n');
});

test('ports are replaced where they stand as numbers of their own', () => {
  expect(normaliser.received('a:40001 b:40002 140001 400011')).toBe('a:<PORT> b:<CPORT> 140001 400011');
});

test('beyond 64 KiB nothing is replaced', () => {
  const padding = 'x'.repeat(65_530);
  expect(normaliser.received(`40001 ${padding} 40001`)).toBe(`<PORT> ${padding} 40001`);
});

test('log lines lose their time stamp and ports, and the last line end makes no line', () => {
  const line = '127.0.0.1 - - [01/Jan/2026 00:00:05] "GET /40001 HTTP/1.1" 200 -';
  expect(normaliser.log(`${line}\n`)).toEqual(['127.0.0.1 - - [<TS>] "GET /<PORT> HTTP/1.1" 200 -']);
  expect(normaliser.log('')).toEqual([]);
});

test('of a traceback the line before it and the final exception remain', () => {
  const lines = [
    'Exception occurred during processing of request from (1, 2)',
    'Traceback (most recent call last):',
    '  File "a.py", line 1, in handle',
    '    raise ValueError("boom")',
    'ValueError: boom',
    '-'.repeat(40),
    'after',
    '',
  ];
  expect(collapseTracebacks(lines)).toEqual([lines[0], 'ValueError: boom', '-'.repeat(40), 'after']);
});

test('of chained exceptions only the last remains, with all lines of its message', () => {
  const chain = [
    'Traceback (most recent call last):',
    'ValueError: inner',
    '',
    'During handling of the above exception, another exception occurred:',
    '',
    'Traceback (most recent call last):',
    '  File "a.py", line 1',
    'RuntimeError: line one',
    'line two',
  ];
  expect(collapseTracebacks(chain)).toEqual(['RuntimeError: line one', 'line two']);
});
