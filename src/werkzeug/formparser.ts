/**
 * Forms in the bodies of requests, with limits on their size.
 * Invalid data gives an empty form, unless `silent` is false. Data beyond a limit raises RequestEntityTooLarge.
 * Module: werkzeug.formparser. Used by: wrappers.Request. Uses: sansio.multipart. Absent on purpose: stream factories
 * and temporary files; uploads are kept in memory.
 */
import type { Sys } from '../kernel/sys.ts';
import { concat, decode, decodeUtf8, EMPTY, encodeAscii } from '../python/bytes.ts';
import { registerClass } from '../python/classes.ts';
import { ValueError } from '../python/errors.ts';
import type { Int } from '../python/integers.ts';
import { parseQsl } from '../stdlib/urllib/parse.ts';
import { FileStorage } from './datastructures/file-storage.ts';
import type { Headers } from './datastructures/headers.ts';
import { MultiDict } from './datastructures/structures.ts';
import { RequestEntityTooLarge } from './exceptions.ts';
import { parseOptionsHeader } from './http/parameters.ts';
import { Data, Epilogue, Field, File, MultipartDecoder, NeedData } from './sansio/multipart.ts';
import { urlQuoteErrors } from './urls.ts';
import { environText, getContentLength, getInputStream } from './wsgi.ts';
import { runIfCoroutine } from './run-if-coroutine.ts';
import type { InputStream } from './wsgi-limited-stream.ts';
import type { Environ } from './wsgi-types.ts';

/** A parsed form: the stream that it was read from, its fields and its files. */
export type ParseResult = [stream: InputStream, form: MultiDict, files: MultiDict<string, FileStorage>];

/** Options for parsing forms; undefined limits do not limit. */
export interface FormDataParserOptions {
  readonly maxFormMemorySize?: Int | undefined;
  readonly maxContentLength?: Int | undefined;
  readonly maxFormParts?: Int | undefined;
  readonly cls?: typeof MultiDict;
  /** Whether invalid data gives an empty form. True by default. */
  readonly silent?: boolean;
}

/** The type of the body, from its header. */
export interface FormType {
  readonly mimetype: string;
  readonly contentLength: Int | undefined;
  readonly options?: ReadonlyMap<string, string>;
}

/** Parses the form of an environ. @python werkzeug.formparser.parse_form_data */
export function* parseFormData(environ: Environ, options: FormDataParserOptions = {}): Sys<ParseResult> {
  return yield* new FormDataParser(options).parseFromEnviron(environ);
}

/** Parses forms of both kinds. @python werkzeug.formparser.FormDataParser */
export class FormDataParser {
  readonly maxFormMemorySize: Int | undefined;
  readonly maxContentLength: Int | undefined;
  readonly maxFormParts: Int | undefined;
  readonly cls: typeof MultiDict;
  readonly silent: boolean;

  constructor(options: FormDataParserOptions = {}) {
    this.maxFormMemorySize = options.maxFormMemorySize;
    this.maxContentLength = options.maxContentLength;
    this.maxFormParts = options.maxFormParts;
    this.cls = options.cls ?? MultiDict;
    this.silent = options.silent ?? true;
  }

  /** @python werkzeug.formparser.FormDataParser.parse_from_environ */
  *parseFromEnviron(environ: Environ): Sys<ParseResult> {
    const stream = getInputStream(environ, { maxContentLength: this.maxContentLength });
    const contentLength = getContentLength(environ);
    const [mimetype, options] = parseOptionsHeader(environText(environ, 'CONTENT_TYPE'));
    return yield* this.parse(stream, { mimetype, contentLength, options });
  }

  /**
   * Parses a form of the given type; other types give an empty form, and are not read.
   * @python werkzeug.formparser.FormDataParser.parse
   */
  *parse(stream: InputStream, type: FormType): Sys<ParseResult> {
    try {
      if (type.mimetype === 'multipart/form-data') return yield* this._parseMultipart(stream, type);
      if (type.mimetype === 'application/x-www-form-urlencoded') return yield* this._parseUrlencoded(stream, type);
    } catch (error) {
      if (!(error instanceof ValueError && this.silent)) throw error;
    }
    return [stream, new this.cls<string, string>(), new this.cls<string, FileStorage>()];
  }

  /** @python werkzeug.formparser.FormDataParser._parse_multipart @internal */
  *_parseMultipart(stream: InputStream, type: FormType): Sys<ParseResult> {
    const parser = new MultiPartParser(this);
    const boundary = encodeAscii(type.options?.get('boundary') ?? '');
    if (boundary.length === 0) throw new ValueError('Missing boundary');
    const [form, files] = yield* parser.parse(stream, boundary);
    return [stream, form, files];
  }

  /** @python werkzeug.formparser.FormDataParser._parse_urlencoded @internal */
  *_parseUrlencoded(stream: InputStream, { contentLength }: FormType): Sys<ParseResult> {
    const { maxFormMemorySize } = this;
    if (maxFormMemorySize !== undefined && contentLength !== undefined && contentLength > maxFormMemorySize) {
      throw new RequestEntityTooLarge();
    }
    const data = (yield* runIfCoroutine(stream.read())) ?? EMPTY;
    const items = parseQsl(decodeUtf8(data), { keepBlankValues: true, errors: urlQuoteErrors });
    return [stream, new this.cls<string, string>(items), new this.cls<string, FileStorage>()];
  }

  static readonly name: string = registerClass('werkzeug.formparser', 'FormDataParser', FormDataParser);
}

const CHARSETS: ReadonlySet<string> = new Set(['ascii', 'us-ascii', 'utf-8', 'iso-8859-1']);

/** A part that is being read. */
interface Part {
  readonly event: Field | File;
  readonly chunks: Uint8Array[];
  size: number;
}

type Items<T> = [name: string, value: T][];

/** Parses multipart forms. @python werkzeug.formparser.MultiPartParser */
export class MultiPartParser {
  readonly maxFormMemorySize: Int | undefined;
  readonly maxFormParts: Int | undefined;
  readonly cls: typeof MultiDict;
  /** How many bytes are read at a time. */
  readonly bufferSize: number;

  constructor(options: FormDataParserOptions & { readonly bufferSize?: number } = {}) {
    this.maxFormMemorySize = options.maxFormMemorySize;
    this.maxFormParts = options.maxFormParts;
    this.cls = options.cls ?? MultiDict;
    this.bufferSize = options.bufferSize ?? 64 * 1024;
  }

  /** Raises ValueError. @python werkzeug.formparser.MultiPartParser.fail */
  fail(message: string): never {
    throw new ValueError(message);
  }

  /**
   * The charset of a part: the one that it states, if it is known.
   * @python werkzeug.formparser.MultiPartParser.get_part_charset
   */
  getPartCharset(headers: Headers): string {
    const contentType = headers.get('content-type') ?? '';
    const charset = parseOptionsHeader(contentType)[1].get('charset')?.toLowerCase() ?? '';
    return CHARSETS.has(charset) ? charset : 'utf-8';
  }

  /** Reads a whole form. Raises ValueError for an invalid one. @python werkzeug.formparser.MultiPartParser.parse */
  *parse(stream: InputStream, boundary: Uint8Array): Sys<[MultiDict, MultiDict<string, FileStorage>]> {
    const { maxFormMemorySize, maxFormParts: maxParts } = this;
    const parser = new MultipartDecoder(boundary, { maxFormMemorySize, maxParts });
    const fields: Items<string> = [];
    const files: Items<FileStorage> = [];
    let part: Part | undefined;
    for (let isOver = false; !isOver;) {
      const data = (yield* runIfCoroutine(stream.read(this.bufferSize))) ?? EMPTY;
      isOver = data.length === 0;
      parser.receiveData(isOver ? undefined : data);
      for (let event = parser.nextEvent(); !isPause(event); event = parser.nextEvent()) {
        if (event instanceof Field || event instanceof File) part = { event, chunks: [], size: 0 };
        else if (event instanceof Data && part !== undefined) {
          this._take(part, event.data);
          if (event.moreData) continue;
          // A part without a name is stored under None in Python, under undefined here.
          const name = part.event.name as string;
          if (part.event instanceof File) files.push([name, fileOf(part, part.event)]);
          else fields.push([name, this._fieldValue(part)]);
        }
      }
    }
    return [new this.cls<string, string>(fields), new this.cls<string, FileStorage>(files)];
  }

  private _take(part: Part, data: Uint8Array): void {
    part.size += data.length;
    // The decoder checks single pieces; here the sum of a field's pieces is limited.
    const limit = part.event instanceof Field ? this.maxFormMemorySize : undefined;
    if (limit !== undefined && part.size > limit) throw new RequestEntityTooLarge();
    part.chunks.push(data);
  }

  private _fieldValue({ event, chunks }: Part): string {
    return decode(concat(chunks), this.getPartCharset(event.headers), 'replace');
  }

  static readonly name: string = registerClass('werkzeug.formparser', 'MultiPartParser', MultiPartParser, {
    own: ['_take', '_fieldValue'] as never[],
  });
}

const isPause = (event: unknown): boolean => event instanceof Epilogue || event instanceof NeedData;

const fileOf = ({ chunks }: Part, { name, filename, headers }: File): FileStorage =>
  new FileStorage({ stream: concat(chunks), filename, name, headers });
