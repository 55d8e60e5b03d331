/** Entity tags: quoting and making them. */
import { ValueError } from '../../python/errors.ts';
import { strip } from '../../python/text.ts';
import { tuple } from '../../python/tuple.ts';
import { sha1 } from '../../stdlib/hashlib.ts';

/** `"etag"`, or `W/"etag"`. Raises ValueError for an etag with a quote in it. @python werkzeug.http.quote_etag */
export function quoteEtag(etag: string, weak = false): string {
  if (etag.includes('"')) throw new ValueError('invalid etag');
  return weak ? `W/"${etag}"` : `"${etag}"`;
}

/** The bare etag, and whether it is weak; undefined twice if there is none. @python werkzeug.http.unquote_etag */
export function unquoteEtag(
  value: string | undefined,
): readonly [etag: string, weak: boolean] | readonly [etag: undefined, weak: undefined] {
  if (value === undefined || value === '') return tuple(undefined, undefined);
  let etag = strip(value);
  const weak = /^[Ww]\//.test(etag);
  if (weak) etag = etag.slice(2);
  if (etag.startsWith('"') && etag.endsWith('"')) etag = etag.slice(1, -1);
  return tuple(etag, weak);
}

/** The SHA-1 of the data in hexadecimal. @python werkzeug.http.generate_etag */
export const generateEtag = (data: Uint8Array): string => sha1(data).hexdigest();
