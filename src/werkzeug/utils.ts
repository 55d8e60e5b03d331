/**
 * Utilities for responses and forms. Redirects and files are in the folder utils/.
 * Absent on purpose: `cached_property`, `header_property`, `environ_property` (accessors are written out), and
 * everything that imports modules by name.
 */
import { AttributeError } from '../python/errors.ts';
import { addHint, shortRepr } from '../python/misuse.ts';
import { typeName } from '../python/repr.ts';
import { split, strip } from '../python/text.ts';

const CHARSET_MIMETYPES: ReadonlySet<string> = new Set([
  'application/ecmascript',
  'application/javascript',
  'application/sql',
  'application/xml',
  'application/xml-dtd',
  'application/xml-external-parsed-entity',
]);

/** The mimetype, with the charset if it is text. @python werkzeug.utils.get_content_type */
export function getContentType(mimetype: string, charset: string): string {
  checkMimetype(mimetype);
  const isText = mimetype.startsWith('text/') || CHARSET_MIMETYPES.has(mimetype) || mimetype.endsWith('+xml');
  return isText ? `${mimetype}; charset=${charset}` : mimetype;
}

/** Raises the error of Python's `startswith` for a value that is not text. */
function checkMimetype(mimetype: unknown): void {
  if (typeof mimetype === 'string') return;
  throw addHint(
    new AttributeError(`'${typeName(mimetype)}' object has no attribute 'startswith'`),
    `mimetype: ${shortRepr(mimetype)} is not text, such as 'text/html'`,
  );
}

/** A file name that cannot lead out of a folder; it may be empty. @python werkzeug.utils.secure_filename */
export function secureFilename(filename: string): string {
  const ascii = filename.normalize('NFKD').replaceAll(/[^\0-\x7f]/g, '');
  const joined = split(ascii.replaceAll('/', ' ')).join('_');
  return strip(joined.replaceAll(/[^A-Za-z0-9_.-]/g, ''), '._');
}
