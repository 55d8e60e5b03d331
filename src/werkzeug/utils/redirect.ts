/** Redirects. */
import { escape } from '../markupsafe.ts';
import { Response } from '../wrappers/response.ts';

/** A response that sends the client elsewhere; its page has a link for those who do not follow. @python werkzeug.utils.redirect */
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
