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
  /** What they read without their header, and from some texts of it. */
  readonly alwaysRequest: Always;
  readonly alwaysResponse: Always;
  /** What the header is after an assignment, and after a change of the value in place. */
  readonly assigned: readonly (readonly [name: string, value: unknown, after: string])[];
  readonly changed: readonly (readonly [name: string, member: string, value: unknown, after: string])[];
}
type Always = readonly (readonly [
  name: string,
  header: string,
  without: string,
  reads: readonly (readonly [string, string])[],
])[];
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

/** As the recording shows a value: by its header if it is one. */
function told(action: () => unknown): string {
  try {
    const value = action();
    const hasHeader = typeof value === 'object' && value !== null && 'toHeader' in value;
    return hasHeader ? (value as { toHeader(): string }).toHeader() : repr(value);
  } catch (error) {
    if (!(error instanceof BaseException)) throw error;
    return `${error.className}: ${str(error)}`;
  }
}

test.each([
  ...recorded.alwaysRequest.map((row) => ['request', requestOf, ...row] as const),
  ...recorded.alwaysResponse.map((row) => ['response', responseOf, ...row] as const),
])('%s.%s has a value with and without its header', (_, make, ...[name, header, without, reads]) => {
  const read = (key: string, text: string): string => told(() => Reflect.get(make(key, text), camel(name)));
  expect(['', read('X-Other', 'x')]).toEqual(['', without]);
  for (const [text, answer] of reads) expect([text, read(header, text)]).toEqual([text, answer]);
});

/** The header behind a property, and the text that it has before it is changed. */
function before(name: string): readonly [header: string, text: string] {
  const [, header = '', , [[text] = ['']] = []] = recorded.alwaysResponse.find(([own]) => own === name) ?? [];
  return [header, text];
}

test.each(recorded.assigned)('response.%s = %j', (name, value, after) => {
  const [header, text] = before(name);
  const response = responseOf(header, text);
  Reflect.set(response, camel(name), value ?? undefined);
  expect(repr(response.headers.getlist(header))).toBe(after);
});

test.each(recorded.changed)('response.%s changed in place by %s: %j', (name, member, value, after) => {
  const [header, text] = before(name);
  const response = responseOf(header, text);
  const held = Reflect.get(response, camel(name)) as Record<string, unknown>;
  if (Array.isArray(value)) {
    const method = held[member] as (...args: unknown[]) => void;
    method.apply(held, value);
  } else held[camel(member)] = value;
  expect(repr(response.headers.getlist(header))).toBe(after);
});
