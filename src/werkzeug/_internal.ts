/**
 * What Werkzeug's modules share: the log, and the two conversions between text and WSGI's latin-1 text. Mirrors
 * `werkzeug._internal`.
 */
import { decodeLatin1, decodeUtf8, encodeLatin1, encodeUtf8 } from '../python/bytes.ts';
import { rstrip } from '../python/text.ts';
import { logMessage } from '../stdlib/logging.ts';
import type { LogLevel } from '../stdlib/logging.ts';

/** Logs a message with the logger `werkzeug`, which writes to standard error. @python werkzeug._internal._log */
export function _log(level: LogLevel, message: string, ...args: readonly unknown[]): void {
  logMessage(level, rstrip(message), args);
}

const ASCII = /^[\0-\x7f]*$/;

/** Decodes WSGI's latin-1 text as UTF-8; invalid bytes are replaced. @python werkzeug._internal._wsgi_decoding_dance */
export const _wsgiDecodingDance = (text: string): string =>
  ASCII.test(text) ? text : decodeUtf8(encodeLatin1(text), 'replace');

/** Encodes text for WSGI: the bytes of its UTF-8 as latin-1 text. @python werkzeug._internal._wsgi_encoding_dance */
export const _wsgiEncodingDance = (text: string): string => (ASCII.test(text) ? text : decodeLatin1(encodeUtf8(text)));
