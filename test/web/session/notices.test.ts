/** Notices as a reader gets them: with their values, in either language. */
import { expect, test } from 'vitest';
import { frameArguments, splitFrameName } from '../../../web/session/frames.ts';
import { noticed, noticeText } from '../../../web/session/notices.ts';
import type { SessionNotice } from '../../../web/session/notices.ts';
import { ENGLISH } from '../../../web/texts/texts.ts';

const say = (notice: SessionNotice): string => noticeText(ENGLISH, notice);

test('a notice that holds another one ends with that', () => {
  const reason = { code: 'error', values: { message: 'TypeError: no' } } as const;
  expect(say({ code: 'appNotLoaded', values: { reason } })).toContain('TypeError: no');
});

test('inputs that another server could not be given are counted, with their kinds', () => {
  const kinds = ['send', 'reset'] as const;
  expect(say({ code: 'inputsNotApplied', values: { count: 2, kinds } })).toBe(
    '2 inputs could not be replayed on it (send, reset)',
  );
  expect(say({ code: 'inputsNotApplied', values: { count: 1, kinds: ['send'] } })).toBe(
    'One input could not be replayed on it (send)',
  );
});

test('a budget of steps has words of its own, others do not', () => {
  const over = (budget: 'steps' | 'threads'): string => say({ code: 'budgetExceeded', values: { budget, limit: 77 } });
  expect(over('steps')).toContain('77');
  expect(over('threads')).toContain('77');
  expect(over('steps').replace('steps', 'threads')).not.toBe(over('threads'));
});

test('what is too much is told with what a link has, and what it may have', () => {
  const values = { subject: 'link', cap: 'clients', given: 70, limit: 64 } as const;
  expect(say(noticed('linkTooMany', values))).toMatch(/^The link has 70 .*; a link may bring 64\.$/);
  expect(say(noticed('linkTooMany', { ...values, subject: 'machine' }))).toMatch(/^This machine has 70 /);
});

test('a frame is a method and its owner; a function of no class has none', () => {
  expect(splitFrameName('socketserver.BaseServer.serve_forever')).toEqual({
    ...{ owner: 'BaseServer', method: 'serve_forever' },
  });
  expect(splitFrameName('time.sleep')).toEqual({ owner: 'time', method: 'sleep' });
  expect(splitFrameName('view')).toEqual({ owner: '', method: 'view' });
  expect(frameArguments({ args: ['1', "'a'"] } as never)).toBe("1, 'a'");
  expect(frameArguments({ args: [] as unknown } as never)).toBe('');
});
