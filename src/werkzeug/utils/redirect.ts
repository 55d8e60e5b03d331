/** Redirects. */
import { escape } from '../markupsafe.ts';
import { Response } from '../wrappers/response.ts';
import { environItem, environText } from '../wsgi.ts';
import type { Environ } from '../wsgi-types.ts';

/**
 * A response that redirects the client; its page contains a link for clients that do not follow.
 * @python werkzeug.utils.redirect
 */
export function redirect(location: string, code = 302, Class: typeof Response = Response): Response {
  const link = escape(location);
  const response = new Class(
    '<!doctype html>\n<html lang=en>\n<title>Redirecting...</title>\n<h1>Redirecting...</h1>\n' +
      `<p>You should be redirected automatically to the target URL: <a href="${link}">${link}</a>. If not, click the link.\n`,
    { status: code, mimetype: 'text/html' },
  );
  response.headers.set('Location', location);
  return response;
}

/**
 * A response that redirects the client to the same URL with a slash at its end. Raises KeyError for an environ without
 * a path.
 * @python werkzeug.utils.append_slash_redirect
 */
export function appendSlashRedirect(environ: Environ, code = 308): Response {
  const path = environItem(environ, 'PATH_INFO') as string;
  const tail = path.slice(path.lastIndexOf('/') + 1);
  const query = environText(environ, 'QUERY_STRING') ?? '';
  return redirect(`${tail === '' ? './' : `${tail}/`}${query === '' ? '' : `?${query}`}`, code);
}
