import { expect, test } from 'vitest';
import { decodeLatin1, encodeLatin1 } from '../../src/python/bytes.ts';
import { ValueError } from '../../src/python/errors.ts';
import { RequestEntityTooLarge } from '../../src/werkzeug/exceptions.ts';
import {
  Data,
  Epilogue,
  Field,
  File,
  MultipartDecoder,
  MultipartEncoder,
  NeedData,
  Preamble,
} from '../../src/werkzeug/sansio/multipart.ts';
import { Headers } from '../../src/werkzeug/datastructures/headers.ts';
import type { Event, MultipartLimits } from '../../src/werkzeug/sansio/multipart.ts';

const FIELD = 'Content-Disposition: form-data; name="a"';
const FORM = `--b\r\n${FIELD}\r\n\r\none\r\ntwo\r\n--b--\r\n`;

function show(event: Event): unknown {
  if (event instanceof Data) return decodeLatin1(event.data);
  if (event instanceof File) return ['file', event.name, event.filename];
  return event instanceof Field ? ['field', event.name] : event.constructor.name;
}

/** What comes out for pieces of a form, with pieces of data joined. */
function decoded(pieces: readonly string[], limits: MultipartLimits = {}): unknown[] {
  const decoder = new MultipartDecoder(encodeLatin1('b'), limits);
  const events: unknown[] = [];
  for (const piece of [...pieces.map((text) => encodeLatin1(text)), undefined]) {
    decoder.receiveData(piece);
    for (let event = decoder.nextEvent(); !(event instanceof NeedData); event = decoder.nextEvent()) {
      const shown = show(event);
      if (typeof shown === 'string' && typeof events.at(-1) === 'string') events.push(String(events.pop()) + shown);
      else events.push(shown);
      if (event instanceof Epilogue) break;
    }
  }
  return events;
}

const WHOLE = ['Preamble', ['field', 'a'], 'one\r\ntwoEpilogue'];

test('a field comes out whole, with its line breaks', () => {
  expect(decoded([FORM])).toEqual(WHOLE);
});

// Between the dashes of the last boundary Werkzeug takes the carriage return before it for data; so do we.
const UNLUCKY_CUT = FORM.lastIndexOf('--') + 1;

test('a form comes out the same wherever it is cut, but for the one cut that Werkzeug stumbles over', () => {
  for (let cut = 1; cut < FORM.length; cut += 1) {
    const want = cut === UNLUCKY_CUT ? WHOLE.with(2, 'one\r\ntwo\rEpilogue') : WHOLE;
    expect(decoded([FORM.slice(0, cut), FORM.slice(cut)])).toEqual(want);
  }
});

test('lone line feeds and lone carriage returns end lines too', () => {
  expect(decoded([FORM.replaceAll('\r\n', '\n')])).toEqual(['Preamble', ['field', 'a'], 'one\ntwoEpilogue']);
  expect(decoded([FORM.replaceAll('\r\n', '\r')])).toEqual(['Preamble', ['field', 'a'], 'one\rtwoEpilogue']);
});

test('a part with a file name is a file', () => {
  const [, file] = decoded([FORM.replace('name="a"', 'name="a"; filename="x.txt"')]);
  expect(file).toEqual(['file', 'a', 'x.txt']);
});

test('a longer boundary that begins like the boundary belongs to the data', () => {
  expect(decoded([FORM.replace('two', '--bb')])).toEqual(['Preamble', ['field', 'a'], 'one\r\n--bbEpilogue']);
});

test('a form that ends too early raises ValueError that names the state', () => {
  expect(() => decoded([FORM.slice(0, 20)])).toThrow(
    new ValueError('Invalid form-data cannot parse beyond State.PART'),
  );
});

test('a part without a Content-Disposition raises ValueError', () => {
  expect(() => decoded(['--b\r\nX: y\r\n\r\n'])).toThrow(new ValueError('Missing Content-Disposition header'));
});

test('more parts or more data than allowed raise RequestEntityTooLarge', () => {
  expect(() => decoded([FORM], { maxParts: 0 })).toThrow(RequestEntityTooLarge);
  expect(() => decoded([FORM], { maxFormMemorySize: FORM.length - 1 })).toThrow(RequestEntityTooLarge);
  expect(decoded([FORM], { maxFormMemorySize: FORM.length, maxParts: 1 })).toEqual(WHOLE);
});

test('what the encoder writes, the decoder reads', () => {
  const encoder = new MultipartEncoder(encodeLatin1('b'));
  const headers = new Headers([
    ['Content-Disposition', 'dropped'],
    ['X-Kept', 'yes'],
  ]);
  const events = [
    new Preamble(new Uint8Array()),
    new File('a', 'x.txt', headers),
    new Data(encodeLatin1('one'), true),
    new Data(encodeLatin1('two'), false),
    new Epilogue(new Uint8Array()),
  ];
  const bytes = events.map((event) => decodeLatin1(encoder.sendEvent(event))).join('');
  expect(bytes).toContain('X-Kept: yes');
  expect(bytes).not.toContain('dropped');
  expect(decoded([bytes])).toEqual(['Preamble', ['file', 'a', 'x.txt'], 'onetwoEpilogue']);
});

// What Werkzeug's encoder writes; the name of a state stands for an event that it refuses there.
const headers = (): Headers =>
  new Headers([
    ['X-A', '1'],
    ['content-disposition', 'no'],
  ]);
const event = (kind: string): Event => {
  const [name = '', data = ''] = kind.split(' ');
  if (name === 'preamble') return new Preamble(encodeLatin1(data));
  if (name === 'field') return new Field('a', headers());
  if (name === 'file') return new File('f', 'n.txt', headers());
  return name === 'data' ? new Data(encodeLatin1(data), false) : new Epilogue(encodeLatin1(data));
};
const HEAD = '\r\n--b\r\nContent-Disposition: form-data; name="a"\r\nX-A: 1\r\n';

test.each<[string, string[]]>([
  ['preamble pre, field, data one, epilogue end', ['pre', HEAD, '\r\none', '\r\n--b--\r\nend']],
  ['field, data, data x, field, data y, data z, epilogue', [HEAD, '', 'x', HEAD, '\r\ny', 'z', '\r\n--b--\r\n']],
  ['file, data q', [HEAD.replace('name="a"', 'name="f"; filename="n.txt"'), '\r\nq']],
  ['epilogue, epilogue', ['\r\n--b--\r\n', '\r\n--b--\r\n']],
  ['data x', ['State.PREAMBLE']],
  ['preamble, preamble', ['', 'State.PART']],
  ['preamble, data x', ['', 'State.PART']],
  ['field, preamble', [HEAD, 'State.DATA_START']],
  ['field, field', [HEAD, 'State.DATA_START']],
  ['epilogue, field', ['\r\n--b--\r\n', 'State.COMPLETE']],
])('the encoder writes %s, or refuses what is not in order', (kinds, written) => {
  const encoder = new MultipartEncoder(encodeLatin1('b'));
  const outcomes = kinds.split(', ').map((kind) => {
    try {
      return decodeLatin1(encoder.sendEvent(event(kind)));
    } catch (error) {
      if (!(error instanceof ValueError)) throw error;
      return error.text.replace(/^Cannot generate .* in state: /, '');
    }
  });
  expect(outcomes).toEqual(written);
});
