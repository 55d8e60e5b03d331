import { Request } from '../../../werkzeug/wrappers/request.ts';
import { Response } from '../../../werkzeug/wrappers/response.ts';

/** Greets by the form field `name`, urlencoded or multipart. */
export const form = Request.application(function* (request) {
  const fields = yield* request.form();
  return new Response(`Hello, ${fields.get('name') ?? 'nobody'}!\n`);
});
