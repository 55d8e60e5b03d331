/** What the workbench offers to paste into a docs page. */
import { describe, expect, test } from 'vitest';
import { parseRequest, unescapeRequest } from '../../../src/examples/index.ts';
import { readScenario } from '../../../src/index.ts';
import type { ScenarioInput } from '../../../src/index.ts';
import type { Shared } from '../../../web/session/share-link.ts';
import { hasOwnCode, snippetsOf } from '../../../web/page/share/snippets.ts';
import { readAddress } from '../../../web/embed/frame/address.ts';

const PAGE = 'https://docs.example/g/embed.html';

function shared(inputs: readonly ScenarioInput[], change: object = {}): Shared {
  const scenario = readScenario({ version: 3, app: { preset: 'hello' }, inputs, ...change });
  return { app: 'hello', scenario, cursor: undefined, held: undefined, breakpoints: [], isAsking: false };
}

const sent = (...parts: string[]): ScenarioInput[] => [
  { do: 'connect', client: 0 },
  ...parts.map((data) => ({ do: 'send', client: 0, data }) as const),
];

const ENTITIES: Readonly<Record<string, string>> = { '&quot;': '"', '&lt;': '<', '&gt;': '>', '&amp;': '&' };

/** What an element makes of a tag: the bytes that its request sends. */
function requestIn(tag: string): string {
  const [, text = ''] = /request="([^"]*)"/.exec(tag) ?? [];
  const request = text.replace(/&\w+;/g, (entity) => ENTITIES[entity] ?? entity);
  const [step] = unescapeRequest(request).steps.filter((one) => one.do === 'send');
  return step?.do === 'send' ? String.fromCharCode(...step.data) : '';
}

const of = (one: Shared): ReturnType<typeof snippetsOf> => snippetsOf(one, '#s1.x', PAGE, 'A "server"');

test('a request that was typed line by line becomes a fence, a tag and an iframe', () => {
  const { tag, fence, iframe } = of(shared(sent('GET / HTTP/1.1\r\n', 'Host: a\r\n', '\r\n')));
  expect(tag).toBe(String.raw`<glas-werk request="GET / HTTP/1.1\r\nHost: a\r\n\r\n"></glas-werk>`);
  expect(fence).toBe('```http\nGET / HTTP/1.1\nHost: a\n\n```\n\n<glas-werk></glas-werk>\n');
  expect(iframe).toContain('title="A &quot;server&quot;"');
  const [, address = ''] = /src="([^"]*)"/.exec(iframe) ?? [];
  const { search } = new URL(address.replaceAll('&amp;', '&'));
  expect(readAddress(search, '').attributes).toEqual({ request: String.raw`GET / HTTP/1.1\r\nHost: a\r\n\r\n` });
});

test('the close with which a terminal answers the server’s is no part of the request', () => {
  const inputs = sent('GET / HTTP/1.0\r\n\r\n');
  expect(of(shared([...inputs, { do: 'close', client: 0 }]))).toEqual(of(shared(inputs)));
});

test('server, app, seed and network are attributes where they are not the usual ones', () => {
  const link = { latency: 0.3, bandwidth: 2_000_000, segment: 1_460 };
  const { fence } = of(
    shared(sent('GET / HTTP/1.0\r\n\r\n'), {
      options: { server: 'threaded', seed: 3 },
      app: { preset: 'form' },
      link,
    }),
  );
  expect(fence).toContain('<glas-werk app="form" server="threaded" seed="3" link="satellite"></glas-werk>');
});

test('what the page’s own machines have switched on changes nothing', () => {
  const inputs = sent('GET / HTTP/1.0\r\n\r\n');
  const asOnThePage = shared(inputs, { options: { order: 'chosen', lostUpdates: true } });
  expect(of(asOnThePage)).toEqual(of(shared(inputs)));
});

test('what was sent cannot leave its attribute, its fence or its address', () => {
  const hostile = 'GET /"><script>alert(1)</script>&amp; HTTP/1.0\r\nX: ````\r\n```\r\n\r\n';
  const { tag, fence, iframe } = of(shared(sent(hostile)));
  expect(tag.match(/[<>]/g)).toEqual(['<', '>', '<', '>']);
  expect(iframe.match(/[<>]/g)).toEqual(['<', '>', '<', '>']);
  expect(iframe.match(/"/g)).toHaveLength(10);
  // The line with three ticks does not end a fence of four.
  expect(fence ?? '````http').toMatch(/^````http/);
});

describe('what a fence cannot hold', () => {
  for (const [name, data] of [
    ['line ends without CR', 'GET / HTTP/1.0\n\n'],
    ['a NUL', 'GET /\0 HTTP/1.0\r\n\r\n'],
    ['a blank at the end of a line', 'GET / HTTP/1.0 \r\n\r\n'],
    ['bytes that are no text', 'GET /\xff HTTP/1.0\r\n\r\n'],
    ['a head that has not ended', 'GET / HTTP/1.1\r\n'],
  ] as const) {
    test(`${name} is in the attribute alone`, () => {
      const { tag, fence } = of(shared(sent(data)));
      expect(fence).toBeUndefined();
      expect(requestIn(tag)).toBe(data);
    });
  }
});

const post = (body: string): string => `POST / HTTP/1.1\r\nHost: a\r\nContent-Length: ${body.length}\r\n\r\n${body}`;

test.each([
  ['a directive', post('[[wait 1]]')],
  ['a directive that there is not', post('[[nonsense]]')],
  ['the end of a request', post('a\r\n[[next]]\r\nGET / HTTP/1.1')],
])('a line that a fence would take for %s is in the attribute alone', (_, data) => {
  const { tag, fence } = of(shared(sent(data)));
  expect(fence).toBeUndefined();
  expect(requestIn(tag)).toBe(data);
});

test('what was sent comes back from its attribute, whatever HTML makes of it', () => {
  const data = 'GET /?a=1&amp;b="<>&quot;&lt; HTTP/1.0\r\n\r\n';
  expect(requestIn(of(shared(sent(data))).tag)).toBe(data);
});

test('only a machine with an app of its own runs code that its reader has not written', () => {
  expect(hasOwnCode(shared(sent('x')))).toBe(false);
  expect(hasOwnCode(shared(sent('x'), { app: { source: 'export const app = 1;' } }))).toBe(true);
});

test('what the fence holds is read as the bytes that were sent', () => {
  const body = 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello';
  const [, text = ''] = /^`+http\n([^]*?)\n`+$/m.exec(of(shared(sent(body))).fence ?? '') ?? [];
  const [step] = parseRequest(text).steps.filter((one) => one.do === 'send');
  expect(step?.do === 'send' ? String.fromCharCode(...step.data) : '').toBe(body);
});

for (const [name, one] of [
  ['two clients', shared([...sent('GET / HTTP/1.0\r\n\r\n'), { do: 'connect', client: 1 }])],
  ['a client that resets', shared([...sent('GET / '), { do: 'reset', client: 0 }])],
  ['nobody', shared([])],
  ['an app of its own', shared(sent('x'), { app: { source: 'export const app = 1;' } })],
  ['a pause', { ...shared(sent('x')), held: { step: 9, isChoice: false } }],
] as const) {
  test(`a machine with ${name} is its share link`, () => {
    expect(of(one)).toEqual({
      tag: '<glas-werk src="#s1.x"></glas-werk>',
      fence: undefined,
      iframe: expect.stringContaining(`src="${PAGE}#s1.x"`),
    });
  });
}
