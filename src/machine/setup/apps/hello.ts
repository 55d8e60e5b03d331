import { dumps } from '../../../stdlib/json.ts';
import { Request } from '../../../werkzeug/wrappers/request.ts';
import { Response } from '../../../werkzeug/wrappers/response.ts';

/** The simplest view: it answers JSON. */
export const hello = Request.application(() => new Response(dumps({ code: 0, msg: 'success' }), { status: 200 }));
