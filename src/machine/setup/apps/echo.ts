import { Request } from '../../../werkzeug/wrappers/request.ts';
import { Response } from '../../../werkzeug/wrappers/response.ts';

/** Reads the whole body, waiting for it if necessary, and sends it back. */
export const echo = Request.application(function* (request) {
  const data = yield* request.getData();
  return new Response(data, { mimetype: request.mimetype === '' ? 'application/octet-stream' : request.mimetype });
});
