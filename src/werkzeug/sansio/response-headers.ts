/**
 * The headers of a response that have values of their own: dates, numbers, texts, lists.
 * Assigning undefined deletes a header. Invalid values read as undefined.
 * Module: werkzeug.sansio.response. Derived: sansio.Response. These are descriptors in Python, not methods, so they are
 * not traced. Absent on purpose: nothing.
 */
import { pyInt } from '../../python/integers.ts';
import type { Int } from '../../python/integers.ts';
import { str } from '../../python/repr.ts';
import type { Float } from '../../python/tuple.ts';
import type { DateLike, DateTime, TimeDelta } from '../../stdlib/datetime.ts';
import type { Headers } from '../datastructures/headers.ts';
import type { HeaderSet } from '../datastructures/header-set.ts';
import { values } from '../response-members.ts';
import { readHeader, writeHeader } from './header-properties.ts';

/** How a page may share its browsing context. @python werkzeug.http.COOP */
export type COOP = 'unsafe-none' | 'same-origin-allow-popups' | 'same-origin';

/** Which resources a page may embed. @python werkzeug.http.COEP */
export type COEP = 'unsafe-none' | 'require-corp';

const COOP_VALUES: readonly string[] = ['unsafe-none', 'same-origin-allow-popups', 'same-origin'] satisfies COOP[];
const COEP_VALUES: readonly string[] = ['unsafe-none', 'require-corp'] satisfies COEP[];

const same = (value: string): string => value;
const asInt = (value: string): Int => pyInt(value);
const dump = <T>(value: T | undefined, dumper: (value: T) => string): string | undefined =>
  value === undefined ? undefined : dumper(value);

/** The headers of a response. */
export abstract class ResponseHeaders {
  static readonly name: string = 'ResponseHeaders';
  abstract readonly headers: Headers;

  /** @python werkzeug.sansio.response.Response.location */
  get location(): string | undefined {
    return readHeader(this.headers, 'Location', same);
  }
  set location(value: string | undefined) {
    writeHeader(this.headers, 'Location', value);
  }

  /** Seconds since the response was generated. @python werkzeug.sansio.response.Response.age */
  get age(): TimeDelta | undefined {
    return readHeader(this.headers, 'Age', values().parseAge);
  }
  set age(value: TimeDelta | Float | Int | boolean | undefined) {
    writeHeader(this.headers, 'Age', values().dumpAge(value));
  }

  /** @python werkzeug.sansio.response.Response.content_type */
  get contentType(): string | undefined {
    return readHeader(this.headers, 'Content-Type', same);
  }
  set contentType(value: string | undefined) {
    writeHeader(this.headers, 'Content-Type', value);
  }

  /** @python werkzeug.sansio.response.Response.content_length */
  get contentLength(): Int | undefined {
    return readHeader(this.headers, 'Content-Length', asInt);
  }
  set contentLength(value: Int | undefined) {
    writeHeader(this.headers, 'Content-Length', dump(value, str));
  }

  /** @python werkzeug.sansio.response.Response.content_location */
  get contentLocation(): string | undefined {
    return readHeader(this.headers, 'Content-Location', same);
  }
  set contentLocation(value: string | undefined) {
    writeHeader(this.headers, 'Content-Location', value);
  }

  /** @python werkzeug.sansio.response.Response.content_encoding */
  get contentEncoding(): string | undefined {
    return readHeader(this.headers, 'Content-Encoding', same);
  }
  set contentEncoding(value: string | undefined) {
    writeHeader(this.headers, 'Content-Encoding', value);
  }

  /** @python werkzeug.sansio.response.Response.content_md5 */
  get contentMd5(): string | undefined {
    return readHeader(this.headers, 'Content-MD5', same);
  }
  set contentMd5(value: string | undefined) {
    writeHeader(this.headers, 'Content-MD5', value);
  }

  /** @python werkzeug.sansio.response.Response.date */
  get date(): DateTime | undefined {
    return readHeader(this.headers, 'Date', values().parseDate);
  }
  set date(value: DateLike | Float | Int | undefined) {
    writeHeader(this.headers, 'Date', dump(value, values().httpDate));
  }

  /** @python werkzeug.sansio.response.Response.expires */
  get expires(): DateTime | undefined {
    return readHeader(this.headers, 'Expires', values().parseDate);
  }
  set expires(value: DateLike | Float | Int | undefined) {
    writeHeader(this.headers, 'Expires', dump(value, values().httpDate));
  }

  /** @python werkzeug.sansio.response.Response.last_modified */
  get lastModified(): DateTime | undefined {
    return readHeader(this.headers, 'Last-Modified', values().parseDate);
  }
  set lastModified(value: DateLike | Float | Int | undefined) {
    writeHeader(this.headers, 'Last-Modified', dump(value, values().httpDate));
  }

  /** @python werkzeug.sansio.response.Response.accept_ranges */
  get acceptRanges(): string | undefined {
    return readHeader(this.headers, 'Accept-Ranges', same);
  }
  set acceptRanges(value: string | undefined) {
    writeHeader(this.headers, 'Accept-Ranges', value);
  }

  /** @python werkzeug.sansio.response.Response.access_control_allow_headers */
  get accessControlAllowHeaders(): HeaderSet | undefined {
    return readHeader(this.headers, 'Access-Control-Allow-Headers', (value) => values().parseSetHeader(value));
  }
  set accessControlAllowHeaders(value: Iterable<string> | undefined) {
    writeHeader(this.headers, 'Access-Control-Allow-Headers', dump(value, values().dumpHeader));
  }

  /** @python werkzeug.sansio.response.Response.access_control_allow_methods */
  get accessControlAllowMethods(): HeaderSet | undefined {
    return readHeader(this.headers, 'Access-Control-Allow-Methods', (value) => values().parseSetHeader(value));
  }
  set accessControlAllowMethods(value: Iterable<string> | undefined) {
    writeHeader(this.headers, 'Access-Control-Allow-Methods', dump(value, values().dumpHeader));
  }

  /** @python werkzeug.sansio.response.Response.access_control_allow_origin */
  get accessControlAllowOrigin(): string | undefined {
    return readHeader(this.headers, 'Access-Control-Allow-Origin', same);
  }
  set accessControlAllowOrigin(value: string | undefined) {
    writeHeader(this.headers, 'Access-Control-Allow-Origin', value);
  }

  /** @python werkzeug.sansio.response.Response.access_control_expose_headers */
  get accessControlExposeHeaders(): HeaderSet | undefined {
    return readHeader(this.headers, 'Access-Control-Expose-Headers', (value) => values().parseSetHeader(value));
  }
  set accessControlExposeHeaders(value: Iterable<string> | undefined) {
    writeHeader(this.headers, 'Access-Control-Expose-Headers', dump(value, values().dumpHeader));
  }

  /** Seconds. @python werkzeug.sansio.response.Response.access_control_max_age */
  get accessControlMaxAge(): Int | undefined {
    return readHeader(this.headers, 'Access-Control-Max-Age', asInt);
  }
  set accessControlMaxAge(value: Int | undefined) {
    writeHeader(this.headers, 'Access-Control-Max-Age', dump(value, str));
  }

  /** @python werkzeug.sansio.response.Response.cross_origin_opener_policy */
  get crossOriginOpenerPolicy(): COOP {
    const value = this.headers.get('Cross-Origin-Opener-Policy') ?? '';
    return COOP_VALUES.includes(value) ? (value as COOP) : 'unsafe-none';
  }
  set crossOriginOpenerPolicy(value: COOP | undefined) {
    writeHeader(this.headers, 'Cross-Origin-Opener-Policy', value);
  }

  /** @python werkzeug.sansio.response.Response.cross_origin_embedder_policy */
  get crossOriginEmbedderPolicy(): COEP {
    const value = this.headers.get('Cross-Origin-Embedder-Policy') ?? '';
    return COEP_VALUES.includes(value) ? (value as COEP) : 'unsafe-none';
  }
  set crossOriginEmbedderPolicy(value: COEP | undefined) {
    writeHeader(this.headers, 'Cross-Origin-Embedder-Policy', value);
  }
}
