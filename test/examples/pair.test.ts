import { describe, expect, test } from 'vitest';
import { byId, isAnswerText, isRequestText, pair as pairWith } from '../../src/examples/index.ts';
import type { ElementItem, FindBlock, Item, Pairing } from '../../src/examples/index.ts';

const block = (text: string, id?: string): Item => ({ kind: 'block', text, id });
const element = (attributes: Omit<ElementItem, 'kind'> = {}): Item => ({ kind: 'element', ...attributes });

const pair = (items: readonly Item[], find: FindBlock = byId(items)): Pairing[] => pairWith(items, find);

const GET = block('GET / HTTP/1.1\nHost: a\n\n');
const POST = block('POST / HTTP/1.1\nHost: a\n\n');
const OK = block('HTTP/1.0 200 OK\n\n');
const CODE = block('npm install');

test.each([
  ['GET / HTTP/1.1', true, false],
  ['GET /a b HTTP/1.1\nX: y', true, false],
  ['FOO * HTTP/2.7', true, false],
  ['GET /', true, false],
  ['[[bytes GET /\\x00 HTTP/1.1\\r\\n]]', true, false],
  ['[[bytes \\x16\\x03\\x01]]', true, false],
  ['[[client 1]]\nGET / HTTP/1.1', true, false],
  ['[[reset]]', true, false],
  ['\n  \nGET / HTTP/1.1', true, false],
  ['GET / HTTP/1.1\r\nHost: a\r\n', true, false],
  ['HTTP/1.0 200 OK', false, true],
  ['HTTP/1.1 200 OK\r\n', false, true],
  ['...\nhello', false, true],
  ['[..] 200 OK', false, true],
  ['[VERSION] 200 OK', false, true],
  ['[[nothing]]', false, true],
  ['[[client 2]]\nHTTP/1.0 200 OK', false, true],
  ['[[bytes HTTP/1.0 200 \\xff\\r\\n]]', false, true],
  ['npm install', false, false],
  ['FROM node\nRUN npm ci', false, false],
  ['SELECT * FROM users', false, false],
  ['GET requests are safe', false, false],
  ['curl http://localhost/ HTTP', false, false],
  ['[DEFAULT]\nname = 1', false, false],
  ['[[1, 2]]', false, false],
  ['import x\nGET / HTTP/1.1', false, false],
  ['', false, false],
])('%j: a request %s, an answer %s', (text, isRequest, isAnswer) => {
  expect([isRequestText(text), isAnswerText(text)]).toEqual([isRequest, isAnswer]);
});

describe('an element', () => {
  test('takes the nearest request before it, and the answer right after that', () => {
    expect(pair([POST, GET, OK, element()])).toEqual([{ element: 3, request: 1, answer: 2 }]);
    expect(pair([POST, GET, element(), OK])).toEqual([{ element: 2, request: 1, answer: 3 }]);
    expect(pair([GET, OK, CODE, element({ attach: 'prev' })])).toEqual([{ element: 3, request: 0, answer: 1 }]);
  });

  test('takes no block that is not an answer, unless it is told to', () => {
    expect(pair([GET, CODE, OK, element()])).toEqual([{ element: 3, request: 0 }]);
    expect(pair([GET, CODE, element({ expect: 'next' })])).toEqual([{ element: 2, request: 0, answer: 1 }]);
    expect(pair([GET, OK, element({ expect: 'none' })])).toEqual([{ element: 2, request: 0 }]);
  });

  test('finds blocks by selector', () => {
    const items = [block('a', 'one'), GET, element({ attach: '#one', expect: '#two' }), block('b', 'two')];
    expect(pair(items)).toEqual([{ element: 2, request: 0, answer: 3 }]);
    expect(pair(items, (selector) => (selector === '#one' ? 1 : 0))).toEqual([{ element: 2, request: 1, answer: 0 }]);
  });

  test('with a request of its own takes a printed answer only when it is told to', () => {
    expect(pair([GET, element({ attach: 'none' }), OK])).toEqual([{ element: 1 }]);
    expect(pair([GET, element({ attach: 'none', expect: 'next' }), OK])).toEqual([{ element: 1, answer: 2 }]);
  });

  test('says what it did not find', () => {
    expect(pair([CODE, element(), GET])).toEqual([{ element: 1, problem: { why: 'no-request' } }]);
    expect(pair([GET, element({ attach: '#x' })])).toEqual([
      { element: 1, problem: { why: 'not-found', selector: '#x' } },
    ]);
    expect(pair([GET, element({ expect: '#x' })])).toEqual([
      { element: 1, request: 0, problem: { why: 'not-found', selector: '#x' } },
    ]);
  });

  test('keeps its blocks: a second element that claims one gets none', () => {
    expect(pair([GET, OK, element(), element(), POST, element()])).toEqual([
      { element: 2, request: 0, answer: 1 },
      { element: 3, problem: { why: 'claimed', block: 0, by: 2 } },
      { element: 5, request: 4 },
    ]);
  });
});
