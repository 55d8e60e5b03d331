/** Properties that a header stands behind, compared with Werkzeug's: record_properties.py makes properties.json. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { BaseException } from '../../../src/python/errors.ts';
import { repr, str } from '../../../src/python/repr.ts';
import { Headers } from '../../../src/werkzeug/datastructures/headers.ts';
import { Request } from '../../../src/werkzeug/sansio/request.ts';
import { Response } from '../../../src/werkzeug/sansio/response.ts';

type Reads = readonly (readonly [name: string, header: string, reads: readonly (readonly [string, string])[]])[];
interface Recorded {
  readonly request: Reads;
  readonly response: Reads;
  readonly written: readonly (readonly [
    name: string,
    header: string,
    change: readonly [value: unknown, after: string],
  ])[];
}
const recorded = JSON.parse(readFileSync('test/werkzeug/lives/properties.json', 'utf8')) as Recorded;

const camel = (name: string): string => name.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());

function attempt(action: () => unknown): string {
  try {
    return repr(action());
  } catch (error) {
    if (!(error instanceof BaseException)) throw error;
    return `${error.className}: ${str(error)}`;
  }
}

const requestOf = (header: string, text: string): object =>
  new Request({
    ...{ method: 'GET', scheme: 'http', server: ['h', 80], rootPath: '', path: '/', remoteAddr: '127.0.0.1' },
    ...{ queryString: new Uint8Array(), headers: new Headers([[header, text]]) },
  });
const responseOf = (header: string, text: string): Response => new Response({ headers: [[header, text]] });

test.each(recorded.request)('request.%s reads %s as Werkzeug reads it', (name, header, reads) => {
  for (const [text, answer] of reads) {
    expect([text, attempt(() => Reflect.get(requestOf(header, text), camel(name)))]).toEqual([text, answer]);
  }
  // The header of that name, and no other.
  expect(Reflect.get(requestOf('X-Other', 'x'), camel(name))).toBeUndefined();
});

test.each(recorded.response)('response.%s reads %s as Werkzeug reads it', (name, header, reads) => {
  for (const [text, answer] of reads) {
    expect([text, attempt(() => Reflect.get(responseOf(header, text), camel(name)))]).toEqual([text, answer]);
  }
});

test.each(recorded.written)(
  'response.%s is written to %s, in place of what was there',
  (name, header, [value, after]) => {
    const response = responseOf(header, 'before');
    Reflect.set(response, camel(name), value);
    expect(repr(response.headers.getlist(header))).toBe(after);
  },
);
