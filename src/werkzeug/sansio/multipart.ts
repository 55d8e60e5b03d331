/**
 * multipart/form-data as a state machine: decodes bytes to events, and encodes events to bytes.
 * The buffer is latin-1 text, one character for each byte, so that regular expressions can search it.
 * Module: werkzeug.sansio.multipart. Fed by: formparser.MultiPartParser. Errors: ValueError for bad data,
 * RequestEntityTooLarge beyond a limit. Absent on purpose: nothing.
 */
import { concat, decodeLatin1, decodeUtf8, encodeLatin1, encodeUtf8 } from '../../python/bytes.ts';
import { pythonName, registerClass } from '../../python/classes.ts';
import { ValueError } from '../../python/errors.ts';
import { objectRepr, repr, typeName } from '../../python/repr.ts';
import { partition, strip } from '../../python/text.ts';
import type { Int } from '../../python/integers.ts';
import { Headers } from '../datastructures/headers.ts';
import { RequestEntityTooLarge } from '../exceptions.ts';
import { parseOptionsHeader } from '../http/parameters.ts';

/** An event of the decoder or for the encoder. @python werkzeug.sansio.multipart.Event */
export class Event {
  static readonly name: string = 'Event';
  /** Its fields, as those of a data class; without fields, the default repr. */
  __repr__(): string {
    const fields = Object.entries(this).map(([name, value]) => `${pythonName(name)}=${repr(value)}`);
    return fields.length === 0 ? objectRepr(this) : `${typeName(this)}(${fields.join(', ')})`;
  }
}

/** Bytes before the first boundary. @python werkzeug.sansio.multipart.Preamble */
export class Preamble extends Event {
  static override readonly name: string = 'Preamble';
  readonly data: Uint8Array;
  constructor(data: Uint8Array) {
    super();
    this.data = data;
  }
}

/**
 * The start of a form field; its name is undefined when the part does not state one.
 * @python werkzeug.sansio.multipart.Field
 */
export class Field extends Event {
  static override readonly name: string = 'Field';
  readonly name: string | undefined;
  readonly headers: Headers;
  constructor(name: string | undefined, headers: Headers) {
    super();
    this.name = name;
    this.headers = headers;
  }
}

/** The start of a file. @python werkzeug.sansio.multipart.File */
export class File extends Event {
  static override readonly name: string = 'File';
  readonly name: string | undefined;
  readonly filename: string;
  readonly headers: Headers;
  constructor(name: string | undefined, filename: string, headers: Headers) {
    super();
    this.name = name;
    this.filename = filename;
    this.headers = headers;
  }
}

/** A piece of a field or file. @python werkzeug.sansio.multipart.Data */
export class Data extends Event {
  static override readonly name: string = 'Data';
  readonly data: Uint8Array;
  readonly moreData: boolean;
  constructor(data: Uint8Array, moreData: boolean) {
    super();
    this.data = data;
    this.moreData = moreData;
  }
}

/** Bytes after the last boundary. @python werkzeug.sansio.multipart.Epilogue */
export class Epilogue extends Event {
  static override readonly name: string = 'Epilogue';
  readonly data: Uint8Array;
  constructor(data: Uint8Array) {
    super();
    this.data = data;
  }
}

/** More data is needed for the next event. @python werkzeug.sansio.multipart.NeedData */
export class NeedData extends Event {
  static override readonly name: string = registerClass('werkzeug.sansio.multipart', 'NeedData', NeedData);
}

const NEED_DATA = new NeedData();

/** The state of a decoder or encoder. @python werkzeug.sansio.multipart.State */
export type State = 'PREAMBLE' | 'PART' | 'DATA' | 'DATA_START' | 'EPILOGUE' | 'COMPLETE';

// Multipart lines end with CR LF, but many senders write only CR or LF.
const LINE_BREAK = String.raw`(?:\r\n|\n|\r)`;
const BLANK_LINE_RE = /(?:\r\n\r\n|\r\r|\n\n)/g;
const LINE_BREAK_RE = /^(?:\r\n|\n|\r)/;
const HEADER_CONTINUATION_RE = /(?:\r\n|\n|\r)[ \t]/g;
const BYTE_SPACE_RE = /^[ \t\n\r\f\v]+|[ \t\n\r\f\v]+$/g;

/** Long enough for the line breaks and dashes around a boundary, so that a later search still finds a split one. */
const SEARCH_EXTRA_LENGTH = 8;

/** Limits of a decoder; undefined is no limit. */
export interface MultipartLimits {
  readonly maxFormMemorySize?: Int | undefined;
  readonly maxParts?: Int | undefined;
}

/** Decodes bytes to events. @python werkzeug.sansio.multipart.MultipartDecoder */
export class MultipartDecoder {
  /** Received bytes that have not been returned in events yet, as latin-1 text. */
  buffer = '';
  complete = false;
  state: State = 'PREAMBLE';
  readonly boundary: Uint8Array;
  readonly maxFormMemorySize: Int | undefined;
  readonly maxParts: Int | undefined;
  readonly preambleRe: RegExp;
  readonly boundaryRe: RegExp;
  /** @internal */
  _searchPosition = 0;
  /** @internal */
  _partsDecoded = 0;
  private readonly _delimiter: string;

  constructor(boundary: Uint8Array, limits: MultipartLimits = {}) {
    this.boundary = boundary;
    this.maxFormMemorySize = limits.maxFormMemorySize;
    this.maxParts = limits.maxParts;
    this._delimiter = `--${decodeLatin1(boundary)}`;
    const escaped = this._delimiter.replace(/[\\^$.*+?()[\]{}|/-]/g, String.raw`\$&`);
    const space = String.raw`[ \t\f\v]*`;
    const end = `(--${space}${LINE_BREAK}?|${space}${LINE_BREAK})`;
    // The line break before the first boundary is often missing, and the first boundary may be the last.
    this.preambleRe = new RegExp(`${LINE_BREAK}?${escaped}${end}`, 'g');
    this.boundaryRe = new RegExp(`${LINE_BREAK}${escaped}${end}`, 'g');
  }

  /**
   * Takes bytes; undefined marks the end of the data.
   * @python werkzeug.sansio.multipart.MultipartDecoder.receive_data
   */
  receiveData(data: Uint8Array | undefined): void {
    if (data === undefined) {
      this.complete = true;
      return;
    }
    if (this.maxFormMemorySize !== undefined && this.buffer.length + data.length > this.maxFormMemorySize) {
      throw new RequestEntityTooLarge();
    }
    this.buffer += decodeLatin1(data);
  }

  /** The next event, or NeedData. @python werkzeug.sansio.multipart.MultipartDecoder.next_event */
  nextEvent(): Event {
    const event = this._advance();
    if (this.complete && event instanceof NeedData) {
      throw new ValueError(`Invalid form-data cannot parse beyond State.${this.state}`);
    }
    return event;
  }

  private _advance(): Event {
    switch (this.state) {
      case 'PREAMBLE':
        return this._preamble();
      case 'PART':
        return this._part();
      case 'DATA_START': {
        const event = this._data(true);
        if (event.moreData) this.state = 'DATA';
        return event;
      }
      case 'DATA': {
        const event = this._data(false);
        return event.data.length > 0 || !event.moreData ? event : NEED_DATA;
      }
      case 'EPILOGUE': {
        if (!this.complete) return NEED_DATA;
        const event = new Epilogue(encodeLatin1(this.buffer));
        this.buffer = '';
        this.state = 'COMPLETE';
        return event;
      }
      case 'COMPLETE':
        return NEED_DATA;
    }
  }

  private _preamble(): Event {
    const match = this._search(this.preambleRe);
    if (match === null) {
      this._searchPosition = Math.max(0, this.buffer.length - this.boundary.length - SEARCH_EXTRA_LENGTH);
      return NEED_DATA;
    }
    this.state = match[1]?.startsWith('--') === true ? 'EPILOGUE' : 'PART';
    const data = encodeLatin1(this.buffer.slice(0, match.index));
    this.buffer = this.buffer.slice(match.index + match[0].length);
    this._searchPosition = 0;
    return new Preamble(data);
  }

  private _part(): Event {
    const match = this._search(BLANK_LINE_RE);
    if (match === null) {
      this._searchPosition = Math.max(0, this.buffer.length - SEARCH_EXTRA_LENGTH);
      return NEED_DATA;
    }
    const headers = this._parseHeaders(this.buffer.slice(0, match.index));
    // The second line break of the blank line stays: the body starts with it.
    this.buffer = this.buffer.slice(match.index + match[0].length / 2);
    const disposition = headers.get('content-disposition');
    if (disposition === undefined) throw new ValueError('Missing Content-Disposition header');
    const [, extra] = parseOptionsHeader(disposition);
    const name = extra.get('name');
    const filename = extra.get('filename');
    const event = filename === undefined ? new Field(name, headers) : new File(name, filename, headers);
    this.state = 'DATA_START';
    this._searchPosition = 0;
    this._partsDecoded += 1;
    if (this.maxParts !== undefined && this._partsDecoded > this.maxParts) throw new RequestEntityTooLarge();
    return event;
  }

  private _data(start: boolean): Data {
    const [data, deleteIndex, moreData] = this._parseData(this.buffer, start);
    this.buffer = this.buffer.slice(deleteIndex);
    return new Data(encodeLatin1(data), moreData);
  }

  private _search(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this._searchPosition;
    return pattern.exec(this.buffer);
  }

  /**
   * The headers of a part. Raises UnicodeDecodeError for invalid UTF-8.
   * @python werkzeug.sansio.multipart.MultipartDecoder._parse_headers
   * @internal
   */
  _parseHeaders(data: string): Headers {
    const headers: [string, string][] = [];
    for (const raw of data.replace(HEADER_CONTINUATION_RE, ' ').split(/\r\n|\n|\r/)) {
      const line = raw.replace(BYTE_SPACE_RE, '');
      if (line === '') continue;
      const [name, , value] = partition(decodeUtf8(encodeLatin1(line)), ':');
      headers.push([strip(name), strip(value)]);
    }
    return new Headers(headers);
  }

  /**
   * The part of `data` that belongs to the body part, how much to delete, and whether it continues.
   * @python werkzeug.sansio.multipart.MultipartDecoder._parse_data
   * @internal
   */
  _parseData(data: string, start: boolean): [data: string, deleteIndex: number, moreData: boolean] {
    const dataStart = start ? (LINE_BREAK_RE.exec(data)?.[0].length ?? 0) : 0;
    if (this.buffer.includes(this._delimiter)) {
      this.boundaryRe.lastIndex = 0;
      const match = this.boundaryRe.exec(data);
      if (match !== null) {
        this.state = match[1]?.startsWith('--') === true ? 'EPILOGUE' : 'PART';
        return [data.slice(dataStart, match.index), match.index + match[0].length, false];
      }
    }
    // No complete boundary, but one may begin at the end.
    const end = this._lastPartialBoundaryIndex(data.slice(dataStart)) + dataStart;
    return [data.slice(dataStart, end), end, true];
  }

  /**
   * The index at which an incomplete boundary may begin.
   * @python werkzeug.sansio.multipart.MultipartDecoder._last_partial_boundary_index
   * @internal
   */
  _lastPartialBoundaryIndex(data: string): number {
    const wholeBoundaryIndex = data.length - this._delimiter.length - 2;
    const last = (lineBreak: string): number => {
      const index = data.lastIndexOf(lineBreak);
      return index < 0 || index < wholeBoundaryIndex ? data.length : index;
    };
    return Math.min(last('\n'), last('\r'));
  }

  static readonly name: string = registerClass('werkzeug.sansio.multipart', 'MultipartDecoder', MultipartDecoder, {
    own: ['_advance', '_preamble', '_part', '_data', '_search'] as never[],
  });
}

/** Encodes events to bytes. @python werkzeug.sansio.multipart.MultipartEncoder */
export class MultipartEncoder {
  readonly boundary: Uint8Array;
  state: State = 'PREAMBLE';

  constructor(boundary: Uint8Array) {
    this.boundary = boundary;
  }

  /**
   * The bytes of an event. Raises ValueError for an event that is not allowed in the present state.
   * @python werkzeug.sansio.multipart.MultipartEncoder.send_event
   */
  sendEvent(event: Event): Uint8Array {
    const { state } = this;
    if (event instanceof Preamble && state === 'PREAMBLE') {
      this.state = 'PART';
      return event.data;
    }
    if ((event instanceof Field || event instanceof File) && ['PREAMBLE', 'PART', 'DATA'].includes(state)) {
      this.state = 'DATA_START';
      return concat([encodeLatin1('\r\n--'), this.boundary, encodeUtf8(`\r\n${this._partHeaders(event)}`)]);
    }
    if (event instanceof Data && (state === 'DATA_START' || state === 'DATA')) {
      this.state = 'DATA';
      if (state === 'DATA' || event.data.length === 0) return event.data;
      return concat([encodeLatin1('\r\n'), event.data]);
    }
    if (event instanceof Epilogue) {
      this.state = 'COMPLETE';
      return concat([encodeLatin1('\r\n--'), this.boundary, encodeLatin1('--\r\n'), event.data]);
    }
    throw new ValueError(`Cannot generate ${event.constructor.name} in state: State.${state}`);
  }

  private _partHeaders(event: Field | File): string {
    let text = `Content-Disposition: form-data; name="${event.name ?? ''}"`;
    if (event instanceof File) text += `; filename="${event.filename}"`;
    text += '\r\n';
    for (const [name, value] of event.headers) {
      if (name.toLowerCase() !== 'content-disposition') text += `${name}: ${value}\r\n`;
    }
    return text;
  }

  static readonly name: string = registerClass('werkzeug.sansio.multipart', 'MultipartEncoder', MultipartEncoder, {
    own: ['_partHeaders'] as never[],
  });
}
