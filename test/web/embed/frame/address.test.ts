/** What the address of embed.html says. */
import { expect, test } from 'vitest';
import { drawnRequest, readAddress } from '../../../../web/embed/frame/address.ts';

test('attributes stand in the query or after the hash, and count as the query says them', () => {
  const request = String.raw`GET / HTTP/1.1\r\n\r\n`;
  const query = `?app=hello&server=threaded&request=${encodeURIComponent(request)}`;
  expect(readAddress(query, '')).toEqual({
    attributes: { app: 'hello', server: 'threaded', request },
    answer: undefined,
    link: undefined,
  });
  expect(readAddress('?app=hello', '#app=form&seed=3').attributes).toEqual({ app: 'hello', seed: '3' });
});

test('a share link after the hash is the source, whatever the query says', () => {
  expect(readAddress('?view=terminal&src=a.json', '#s1.AAAA')).toEqual({
    attributes: { view: 'terminal', src: '#s1.AAAA' },
    answer: undefined,
    link: '#s1.AAAA',
  });
});

test('parameters that the element does not have are passed over, and so is what would place its blocks', () => {
  const hostile = '?onclick=alert(1)&style=color:red&id=x&attach=prev&expect=next&__proto__=x&readonly&utm_source=a';
  expect(readAddress(hostile, '#%E0%A4%A').attributes).toEqual({ readonly: '' });
});

test('a parameter without a value, and a percent sign that escapes nothing, are read as they are', () => {
  expect(readAddress('?readonly&request=100%', '').attributes).toEqual({ readonly: '', request: '100%' });
});

test('the printed answer keeps its lines', () => {
  expect(readAddress('?answer=HTTP/1.0%20200%20OK%0A%0Ahello', '').answer).toBe('HTTP/1.0 200 OK\n\nhello');
});

test('a request is drawn with its lines; other escapes stay', () => {
  expect(drawnRequest(String.raw`POST / HTTP/1.1\r\nA: \x00\n\r\n`)).toBe('POST / HTTP/1.1\nA: \\x00');
});
