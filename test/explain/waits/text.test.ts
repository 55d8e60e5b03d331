/** Waits in words: what stands in brackets, how numbers are written, and how reasons follow each other. */
import { expect, test } from 'vitest';
import { WAITS_EN, WAITS_ZH, waitText } from '../../../src/explain.ts';
import type { Wait } from '../../../src/explain.ts';
import { filled } from '../../../src/explain/waits/text.ts';

function wait(code: Wait['code'], values: Wait['values'], rest: Partial<Wait> = {}): Wait {
  const who = { tid: 1000, pid: 1000, thread: 'MainThread', client: undefined };
  const nothing = { files: [], since: 0, step: 0, endedBy: [], because: undefined };
  return { who, code, values: { thread: 'MainThread', ...values }, ...nothing, ...rest };
}

test('counts have commas between thousands, and at most three digits behind the point', () => {
  const text = (bytes: number): string => filled('{bytes}', { bytes });
  expect([999, 1000, 999_999, 1_234_567].map(text)).toEqual(['999', '1,000', '999,999', '1,234,567']);
  expect([0.5, 0.0006, 1234.56789, 0].map(text)).toEqual(['0.5', '0.001', '1,234.568', '0']);
  expect(filled('{address}', { address: '1000' })).toBe('1000');
});

test('numbers that name a process, a connection or a descriptor have none', () => {
  expect(waitText(wait('waitpid', { count: 1_000, pid: 1_002 }), WAITS_EN)).toBe(
    'MainThread waits until one of its 1,000 children ends (pid 1002).',
  );
  expect(waitText(wait('recv.nothing', { connection: 1_500, seconds: 2_000 }), WAITS_EN)).toBe(
    'MainThread reads from connection 1500, which has sent nothing for 2,000 s.',
  );
  const files = [{ fd: 1_023, name: { kind: 'pipe.read', client: undefined } }] as const;
  expect(waitText(wait('read', {}, { files }), WAITS_EN)).toBe(
    'MainThread reads from descriptor 1023 (pipe, read end), which holds nothing.',
  );
});

test('what stands in brackets is left out where one of its values is zero, empty or missing', () => {
  const sentence = 'a[ {one}][ {one} of {two}].';
  expect(filled(sentence, { one: 1, two: 2 })).toBe('a 1 1 of 2.');
  expect(filled(sentence, { one: 1, two: 0 })).toBe('a 1.');
  expect(filled(sentence, { one: '', two: 2 })).toBe('a.');
  expect(filled(sentence, { two: 2 })).toBe('a.');
  expect(filled('a {one}.', {})).toBe('a .');
});

test('a descriptor that nothing is known of has its number alone', () => {
  const files = [
    { fd: 3, name: undefined },
    { fd: 4, name: undefined },
  ];
  expect(waitText(wait('select.files', { call: 'poll' }, { files }), WAITS_EN)).toBe(
    'MainThread waits in poll for one of the descriptors 3, 4.',
  );
  expect(waitText(wait('select.files', { call: 'poll' }, { files }), WAITS_ZH)).toBe(
    'MainThread 在 poll 中等待文件描述符 3、4 之一。',
  );
});

test('a reason has its own reason behind it, and the only thread of a server has no name', () => {
  const sleeper = wait('sleep', { thread: 'sleeper', until: 9 });
  const because = wait('join', { joined: 'sleeper' }, { because: sleeper });
  const said = (isOnly: number): string =>
    waitText(wait('client.not_accepted', { queue: 1, isOnly }, { because }), WAITS_EN);
  expect(said(1)).toBe(
    'Not accepted yet: the only thread waits for the end of sleeper, and sleeper sleeps until 9 s (listen queue: 1).',
  );
  expect(said(0)).toContain(': MainThread waits for the end of sleeper, and sleeper sleeps');
  expect(waitText(because, WAITS_ZH)).toBe('MainThread 等待 sleeper 结束，而 sleeper 睡眠到 9 秒。');
});

test('a sentence that begins with the only thread has a capital letter', () => {
  const because = wait('recv.nothing', { connection: 1, seconds: 0 });
  expect(waitText(wait('client.full', { queue: 129, limit: 128, isOnly: 1 }, { because }), WAITS_EN)).toMatch(
    / sends it again\. The only thread reads from connection 1, which has sent nothing\.$/,
  );
});

test('Chinese has no blanks between its characters, and keeps them around names', () => {
  expect(waitText(wait('join', { joined: 'worker' }), WAITS_ZH)).toBe('MainThread 等待 worker 结束。');
  expect(waitText(wait('join', {}), WAITS_ZH)).toBe('MainThread 等待结束。');
  const because = wait('recv.nothing', { connection: 1, seconds: 2 });
  expect(waitText(wait('client.asked', {}, { because }), WAITS_ZH)).toBe(
    '服务器在等这个客户端的请求，而它 2 秒来什么都没发。',
  );
});
