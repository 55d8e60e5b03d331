/** Messages between embed.html and the page around it: what is not one of them is ignored. */
import { expect, test } from 'vitest';
import { MAX_DETAIL, MAX_HEIGHT, readFrameMessage, readHostMessage } from '../../../../web/embed/frame/messages.ts';

const host = { glaswerk: 'host', theme: 'dark', lang: 'zh-Hans-CN' };

test('a page says its theme and its language', () => {
  expect(readHostMessage(host)).toEqual(host);
  expect(readHostMessage({ ...host, lang: '' })).toEqual({ ...host, lang: '' });
});

test('a language that is none is left out', () => {
  for (const lang of ['"><img>', 'x'.repeat(5_000), 'en_US', '1']) {
    expect(readHostMessage({ ...host, lang })?.lang).toBe('');
  }
});

for (const [name, data] of [
  ['nothing', undefined],
  ['null', null],
  ['a text', 'host'],
  ['another program', { ...host, glaswerk: 'ready' }],
  ['the other side', { ...host, glaswerk: 'frame' }],
  ['a theme that is none', { ...host, theme: 'auto' }],
  ['a theme that is an object', { ...host, theme: { toString: () => 'dark' } }],
  ['no language', { glaswerk: 'host', theme: 'dark' }],
] as const) {
  test(`${name} is no message of a page`, () => {
    expect(readHostMessage(data)).toBeUndefined();
  });
}

test('a frame says hello, its height, and events', () => {
  for (const message of [
    { glaswerk: 'frame', say: 'hello' },
    { glaswerk: 'frame', say: 'height', height: MAX_HEIGHT },
    { glaswerk: 'frame', say: 'event', type: 'glaswerk:answer', detail: '{}' },
  ]) {
    expect(readFrameMessage(message)).toEqual(message);
  }
});

for (const [name, data] of [
  ['no height', { say: 'height' }],
  ['a height of nothing', { say: 'height', height: 0 }],
  ['a negative height', { say: 'height', height: -1 }],
  ['a height that is no number', { say: 'height', height: '100' }],
  ['NaN', { say: 'height', height: Number.NaN }],
  ['a height beyond the limit', { say: 'height', height: MAX_HEIGHT + 1 }],
  ['an event of its own making', { say: 'event', type: 'click', detail: '{}' }],
  ['an event without its prefix', { say: 'event', type: 'answer', detail: '{}' }],
  ['a detail that is no text', { say: 'event', type: 'glaswerk:run', detail: {} }],
  ['a detail beyond the limit', { say: 'event', type: 'glaswerk:run', detail: 'x'.repeat(MAX_DETAIL + 1) }],
  ['an order', { say: 'focus' }],
  ['nothing', {}],
] as const) {
  test(`${name} is no message of a frame`, () => {
    expect(readFrameMessage({ glaswerk: 'frame', ...data })).toBeUndefined();
  });
}
