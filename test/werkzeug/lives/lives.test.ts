/** Short lives of header objects, compared with Werkzeug's: record.py makes recorded.json, and says how to read it. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { BaseException } from '../../../src/python/errors.ts';
import { repr, str } from '../../../src/python/repr.ts';
import { tuple } from '../../../src/python/tuple.ts';
import { CharsetAccept, LanguageAccept, MIMEAccept } from '../../../src/werkzeug/datastructures/accept.ts';
import { RequestCacheControl, ResponseCacheControl } from '../../../src/werkzeug/datastructures/cache-control.ts';
import { CombinedMultiDict } from '../../../src/werkzeug/datastructures/combined-multi-dict.ts';
import { Headers } from '../../../src/werkzeug/datastructures/headers.ts';
import { CallbackDict, ImmutableMultiDict, MultiDict } from '../../../src/werkzeug/datastructures/structures.ts';
import { parseAcceptHeader } from '../../../src/werkzeug/http.ts';
import {
  parseCacheControlHeader,
  parseContentRangeHeader,
  parseCspHeader,
  parseEtags,
  parseIfRangeHeader,
  parseRangeHeader,
  parseSetHeader,
} from '../../../src/werkzeug/http/structured.ts';

type Action = readonly [name: string, args: readonly unknown[], answer: string, header: string, updates: number];
type Life = readonly [kind: string, header: string, actions: readonly Action[] | null];
/** Any of the objects: its members are looked up by name. */
type Subject = Record<PropertyKey, unknown>;

const lives = JSON.parse(readFileSync('test/werkzeug/lives/recorded.json', 'utf8')) as readonly Life[];

/** `a=1&a=2`. */
const pairsOf = (text: string): (readonly [string, string])[] =>
  text === ''
    ? []
    : text.split('&').map((part) => {
        const [key = '', value = ''] = part.split('=');
        return [key, value] as const;
      });

const PARSERS: Readonly<Record<string, (header: string, updated: () => void) => object | undefined>> = {
  set: parseSetHeader,
  etags: parseEtags,
  range: parseRangeHeader,
  content_range: parseContentRangeHeader,
  if_range: parseIfRangeHeader,
  request_cache: (header, updated) => parseCacheControlHeader(header, updated, RequestCacheControl),
  response_cache: (header, updated) => parseCacheControlHeader(header, updated, ResponseCacheControl),
  policy: parseCspHeader,
  multi: (text) => new MultiDict(pairsOf(text)),
  immutable_multi: (text) => new ImmutableMultiDict(pairsOf(text)),
  combined: (text) => new CombinedMultiDict(text.split('|').map((part) => new MultiDict(pairsOf(part)))),
  callback: (text, updated) => new CallbackDict(pairsOf(text), updated),
  headers: (text) => new Headers(pairsOf(text)),
  mime: (header) => parseAcceptHeader(header, MIMEAccept),
  language: (header) => parseAcceptHeader(header, LanguageAccept),
  charset: (header) => parseAcceptHeader(header, CharsetAccept),
};

/** What Python writes with operators, and we with methods. */
const OPERATORS: Readonly<Record<string, string>> = {
  ITEM: 'item',
  SETITEM: 'setItem',
  DELITEM: 'delItem',
  IN: 'has',
  CALL: 'matches',
  HEADER: 'toHeader',
};

const camel = (name: string): string => name.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
const ours = (value: unknown): unknown => (value === null ? undefined : value);

function perform(it: Subject, name: string, args: readonly unknown[]): unknown {
  const [verb = '', attribute = ''] = name.split(' ');
  if (verb === 'get' && attribute !== '') return it[camel(attribute)];
  if (verb === 'set' && attribute !== '') return void (it[camel(attribute)] = ours(args[0]));
  // Its argument is `flat` in Python.
  if (name === 'to_dict' && args[0] === false) return (it['toListDict'] as () => unknown).call(it);
  if (name === 'REPR') return repr(it);
  if (name === 'LEN') return it['length'] ?? it['size'];
  if (name === 'BOOL') return it['isTrue'] ?? it['length'] !== 0;
  const method = it[OPERATORS[name] ?? camel(name)] as (...args: unknown[]) => unknown;
  return method.apply(it, args.map(ours));
}

const PAIRS = ['popitem', 'popitemlist', 'pop', 'ITEM'];
const PAIRED = ['items', 'lists', 'to_wsgi_list'];
const LISTS = ['items', 'keys', 'values', 'lists', 'listvalues', 'to_wsgi_list'];

const pairsIn = (it: MultiDict | Headers | CallbackDict): string =>
  repr(Array.from(it instanceof MultiDict ? it.items(true) : it.items(), (pair) => tuple(...pair)));

/** Our values as Python's: a set is told in order, a pair is a tuple. */
function told(value: unknown, name: string): string {
  if (value instanceof MultiDict || value instanceof Headers) return pairsIn(value);
  if (PAIRS.includes(name)) return repr(Array.isArray(value) ? tuple(...(value as unknown[])) : value);
  if (LISTS.includes(name))
    return repr(
      Array.from(value as Iterable<unknown>, (entry) =>
        PAIRED.includes(name) ? tuple(...(entry as unknown[])) : entry,
      ),
    );
  if (value instanceof Set) return repr([...value].map(String).toSorted((a, b) => (a < b ? -1 : 1)));
  if (name === 'range_for_length' && Array.isArray(value)) return repr(tuple(...(value as unknown[])));
  if (name === 'get ranges') return repr((value as unknown[][]).map((pair) => tuple(...pair)));
  return repr(value);
}

function headerOf(it: Subject): string {
  const object: object = it;
  if (object instanceof MultiDict || object instanceof Headers || object.constructor === CallbackDict) {
    return pairsIn(object as MultiDict);
  }
  return String(perform(it, 'HEADER', []));
}

function attempt(action: () => string): string {
  try {
    return action();
  } catch (error) {
    if (!(error instanceof BaseException)) throw error;
    return `${error.className}: ${str(error)}`;
  }
}

test.each(lives.map((life, index) => [index, life[0], life[1], life] as const))(
  '%i: %s %j',
  (_, kind, header, life) => {
    let updates = 0;
    const it = PARSERS[kind]?.(header, () => void (updates += 1)) as Subject | undefined;
    if (life[2] === null) return expect(it).toBeUndefined();
    if (it === undefined) throw new Error('nothing was made of the header');
    for (const [name, args, answer, after, updated] of life[2]) {
      const about = `${name}(${JSON.stringify(args)})`;
      expect(`${about} = ${attempt(() => told(perform(it, name, args), name))}`).toBe(`${about} = ${answer}`);
      const shown = attempt(() => headerOf(it));
      expect(kind === 'etags' ? shown.split(', ').toSorted().join(', ') : shown).toBe(after);
      expect(updates, about).toBe(updated);
    }
  },
);
