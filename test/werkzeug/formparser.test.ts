/** Whole forms, as Werkzeug 3.1.8 reads them: expected values are its answers. */
import { describe, expect, test } from 'vitest';
import { decodeLatin1, encodeLatin1 } from '../../src/python/bytes.ts';
import { ValueError } from '../../src/python/errors.ts';
import { BytesIO } from '../../src/stdlib/io.ts';
import { ImmutableMultiDict } from '../../src/werkzeug/datastructures/structures.ts';
import { RequestEntityTooLarge } from '../../src/werkzeug/exceptions.ts';
import { FormDataParser, MultiPartParser, parseFormData } from '../../src/werkzeug/formparser.ts';
import type { FormDataParserOptions } from '../../src/werkzeug/formparser.ts';
import { finish } from '../support/files.ts';

const FIELD = 'Content-Disposition: form-data; name="a"';
const FILE = 'Content-Disposition: form-data; name="f"; filename="x.txt"';
const MULTIPART = 'multipart/form-data; boundary=b';
const URLENCODED = 'application/x-www-form-urlencoded';

/** A form of parts, each with its headers and its data. */
const multipart = (parts: readonly (readonly [headers: string, data: string])[], end = '--b--\r\n'): string =>
  `${parts.map(([headers, data]) => `--b\r\n${headers}\r\n\r\n${data}\r\n`).join('')}${end}`;

/** What is read of a body: the fields, the files with their names and data, and what is left of the stream. */
function read(body: string, contentType: string, options?: FormDataParserOptions): unknown {
  const environ = {
    'wsgi.input': new BytesIO(encodeLatin1(body)),
    CONTENT_TYPE: contentType,
    CONTENT_LENGTH: String(body.length),
  };
  const [stream, form, files] = finish(parseFormData(environ, options));
  return {
    form: [...form.items(true)],
    files: Array.from(files.items(true), ([name, file]) => [
      name,
      file.filename,
      file.name,
      file.mimetype,
      decodeLatin1(file.read()),
    ]),
    rest: decodeLatin1(finish(stream.read()) ?? new Uint8Array()),
  };
}

const EMPTY = { form: [], files: [], rest: '' };

describe('a form of parts', () => {
  test('has fields and files, in order, however small the pieces are in which it comes', () => {
    const body = multipart([
      [FIELD, 'one'],
      [FIELD, 'two'],
      [`${FILE}\r\nContent-Type: text/css; charset=x`, 'file'],
    ]);
    expect(read(body, MULTIPART)).toEqual({
      form: [
        ['a', 'one'],
        ['a', 'two'],
      ],
      files: [['f', 'x.txt', 'f', 'text/css', 'file']],
      rest: '',
    });
    const parser = new MultiPartParser({ bufferSize: 7 });
    const long = multipart([[FIELD, 'hello world\r\n--bb']]);
    const [form] = finish(parser.parse(new BytesIO(encodeLatin1(long)), encodeLatin1('b')));
    expect([...form.items()]).toEqual([['a', 'hello world\r\n--bb']]);
  });

  test('is read 64 KiB at a time, to its end', () => {
    const sizes: unknown[] = [];
    class Counting extends BytesIO {
      override read(size?: number): ReturnType<BytesIO['read']> {
        sizes.push(size);
        return super.read(size);
      }
    }
    finish(new MultiPartParser().parse(new Counting(encodeLatin1(multipart([[FIELD, '1']]))), encodeLatin1('b')));
    expect(sizes).toEqual([65_536, 65_536]);
  });

  test('is decoded by the charset of each part if it is a known one; what cannot be decoded is replaced', () => {
    const typed = (charset: string): string => `${FIELD}\r\nContent-Type: text/plain; charset=${charset}`;
    const body = multipart([
      [typed('ISO-8859-1'), '\xe9'],
      [typed('utf-16'), '\xc3\xa9\xff'],
      [typed('us-ascii'), '\xe9'],
    ]);
    expect(read(body, MULTIPART)).toMatchObject({
      form: [
        ['a', 'é'],
        ['a', 'é\ufffd'],
        ['a', '\ufffd'],
      ],
    });
  });

  test('may have a part without a name, which stands under None', () => {
    expect(read(multipart([['Content-Disposition: form-data', 'v']]), MULTIPART)).toMatchObject({
      form: [[undefined, 'v']],
    });
  });

  test('that is invalid is empty, or raises ValueError if it shall not be silent', () => {
    const unbounded = multipart([[FIELD, 'one']]);
    expect(read(unbounded, 'multipart/form-data')).toEqual({ ...EMPTY, rest: unbounded });
    expect(() => read(unbounded, 'multipart/form-data', { silent: false })).toThrow(new ValueError('Missing boundary'));
    const cut = multipart([[FIELD, 'one']], '');
    expect(read(cut, MULTIPART)).toEqual(EMPTY);
    expect(() => read(cut, MULTIPART, { silent: false })).toThrow(
      new ValueError('Invalid form-data cannot parse beyond State.DATA'),
    );
    expect(() => new MultiPartParser().fail('why')).toThrow(new ValueError('why'));
  });

  test('has no more parts than allowed', () => {
    const two = multipart([
      [FIELD, 'x'],
      [FIELD, 'y'],
    ]);
    expect(read(two, MULTIPART, { maxFormParts: 2 })).toMatchObject({ rest: '' });
    expect(() => read(two, MULTIPART, { maxFormParts: 1 })).toThrow(RequestEntityTooLarge);
  });

  test('has fields no larger than allowed, also when they come in pieces; files may be larger', () => {
    const parse = (part: string, size: number, bufferSize: number): readonly unknown[] => {
      const parser = new MultiPartParser({ maxFormMemorySize: 400, bufferSize });
      const body = new BytesIO(encodeLatin1(multipart([[part, 'x'.repeat(size)]])));
      const [form, files] = finish(parser.parse(body, encodeLatin1('b')));
      return [form.get('a'), files.get('f')?.read().length ?? 0];
    };
    for (const bufferSize of [50, 200]) {
      expect(parse(FIELD, 400, bufferSize)).toEqual(['x'.repeat(400), 0]);
      expect(() => parse(FIELD, 401, bufferSize)).toThrow(RequestEntityTooLarge);
      expect(parse(FILE, 2000, bufferSize)).toEqual([undefined, 2000]);
    }
  });
});

describe('a form of pairs', () => {
  test('keeps blank values, repeats and what is not UTF-8, quoted', () => {
    expect(read('a=1&a=2&b=&c&d=%FF%C3%A9&e=\xc3\xa9&=x', URLENCODED)).toEqual({
      ...EMPTY,
      form: [
        ['a', '1'],
        ['a', '2'],
        ['b', ''],
        ['c', ''],
        ['d', '%FFé'],
        ['e', 'é'],
        ['', 'x'],
      ],
    });
    expect(read('a=\xff', URLENCODED)).toEqual(EMPTY);
  });

  test('is no longer than allowed, where its length is known', () => {
    for (const limit of ['maxFormMemorySize', 'maxContentLength']) {
      expect(read('a=1', URLENCODED, { [limit]: 3 })).toMatchObject({ form: [['a', '1']] });
      expect(() => read('a=1', URLENCODED, { [limit]: 2 })).toThrow(RequestEntityTooLarge);
    }
    const parser = new FormDataParser({ maxFormMemorySize: 2 });
    const stream = new BytesIO(encodeLatin1('a=1'));
    const [, form] = finish(parser.parse(stream, { mimetype: URLENCODED, contentLength: undefined }));
    expect([...form.items()]).toEqual([['a', '1']]);
  });
});

test.each(['text/plain', ''])('a body of another type (%j) is no form, and is left unread', (type) => {
  expect(read('a=1', type)).toEqual({ ...EMPTY, rest: 'a=1' });
});

test.each([
  [multipart([[FIELD, '1']]), MULTIPART],
  ['a=1', URLENCODED],
  ['a=1', 'x/y'],
])('fields and files are of the class that is asked for: %j as %s', (body, CONTENT_TYPE) => {
  const environ = {
    'wsgi.input': new BytesIO(encodeLatin1(body)),
    CONTENT_TYPE,
    CONTENT_LENGTH: String(body.length),
  };
  const [, form, files] = finish(parseFormData(environ, { cls: ImmutableMultiDict }));
  expect([form, files].every((each) => each instanceof ImmutableMultiDict)).toBe(true);
});
