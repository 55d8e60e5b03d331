/** Files as responses. Absent on purpose: paths, X-Sendfile and guessing a type by name; there are no files on disk. */
import type { Sys } from '../../kernel/sys.ts';
import { encodeAscii } from '../../python/bytes.ts';
import { PyTypeError, UnicodeEncodeError } from '../../python/errors.ts';
import { handling, handlingSync } from '../../python/handling.ts';
import { toFloat, toInt } from '../../python/integers.ts';
import type { Int } from '../../python/integers.ts';
import { realtimeMicros } from '../../python/libc.ts';
import type { DateLike } from '../../stdlib/datetime.ts';
import { BytesIO } from '../../stdlib/io.ts';
import { quote } from '../../stdlib/urllib/parse.ts';
import { Headers } from '../datastructures/headers.ts';
import { RequestedRangeNotSatisfiable } from '../exceptions.ts';
import { runIfCoroutine } from '../run-if-coroutine.ts';
import { Response } from '../wrappers/response.ts';
import { wrapFile } from '../wsgi-iterators.ts';
import type { WsgiFile } from '../wsgi-iterators.ts';
import type { Environ } from '../wsgi-types.ts';

/** Options of `sendFile`. */
export interface SendFileOptions {
  readonly mimetype: string;
  /** Whether the client should save it instead of showing it. Needs `downloadName`. */
  readonly asAttachment?: boolean;
  readonly downloadName?: string | undefined;
  /** Whether conditions and ranges of the request apply. True by default. */
  readonly conditional?: boolean;
  readonly etag?: string | undefined;
  readonly lastModified?: DateLike | number | undefined;
  /** How many seconds the file may be cached; without it, clients must revalidate each time. */
  readonly maxAge?: Int | undefined;
  readonly responseClass?: typeof Response;
}

/**
 * A response with the content of a file. Raises TypeError for an attachment without a name, and
 * RequestedRangeNotSatisfiable. @python werkzeug.utils.send_file @differs there are no paths, so a type must be given
 */
export function* sendFile(file: WsgiFile, environ: Environ, options: SendFileOptions): Sys<Response> {
  const { mimetype, lastModified, etag, maxAge, responseClass: Class = Response } = options;
  const headers = dispositionHeaders(options);
  const size = file instanceof BytesIO ? file.getvalue().length : undefined;
  const response = new Class(wrapFile(environ, file), { mimetype, headers, directPassthrough: true });
  if (size !== undefined) response.contentLength = size;
  if (lastModified !== undefined) response.lastModified = lastModified;
  response.cacheControl.noCache = true;
  if (maxAge !== undefined) setMaxAge(response, maxAge);
  if (etag !== undefined) response.setEtag(etag);
  if (options.conditional === false) return response;
  try {
    return yield* response.makeConditional(environ, { acceptRanges: true, completeLength: size });
  } catch (error) {
    if (error instanceof RequestedRangeNotSatisfiable) yield* handling(error, runIfCoroutine(file.close?.()));
    throw error;
  }
}

function setMaxAge(response: Response, maxAge: Int): void {
  if (maxAge > 0) {
    response.cacheControl.noCache = undefined;
    response.cacheControl.public = true;
  }
  response.cacheControl.maxAge = maxAge;
  response.expires = toInt(realtimeMicros() / 1e6 + toFloat(maxAge));
}

/** Content-Disposition, if there is a name: in ASCII for all clients, and encoded for newer ones. */
function dispositionHeaders({ downloadName, asAttachment = false }: SendFileOptions): Headers {
  const headers = new Headers();
  if (downloadName === undefined) {
    if (!asAttachment) return headers;
    throw new PyTypeError(
      "No name provided for attachment. Either set 'download_name' or pass a path instead of a file.",
    );
  }
  headers.set('Content-Disposition', asAttachment ? 'attachment' : 'inline', fileNames(downloadName));
  return headers;
}

function fileNames(name: string): Map<string, string> {
  try {
    encodeAscii(name);
    return new Map([['filename', name]]);
  } catch (error) {
    if (!(error instanceof UnicodeEncodeError)) throw error;
    const simple = name.normalize('NFKD').replaceAll(/[^\0-\x7f]/g, '');
    const quoted = handlingSync(error, () => quote(name, '!#$&+-.^_`|~'));
    return new Map([
      ['filename', simple],
      ['filename*', `UTF-8''${quoted}`],
    ]);
  }
}
