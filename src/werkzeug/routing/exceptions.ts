/** Routing errors that are responses. Absent on purpose: those that only a URL map raises. */
import { registerClass } from '../../python/classes.ts';
import { HTTPException } from '../exceptions.ts';
import { redirect } from '../utils/redirect.ts';
import type { Response } from '../wrappers/response.ts';

/**
 * Redirects to another URL.
 * @python werkzeug.routing.exceptions.RequestRedirect
 * @differs there is no RoutingException, its second base
 */
export class RequestRedirect extends HTTPException {
  static override readonly module: string = 'werkzeug.routing.exceptions';
  static override readonly code: number = 308;
  readonly newUrl: string;

  constructor(newUrl: string) {
    super(newUrl);
    this.newUrl = newUrl;
  }

  /** @python werkzeug.routing.exceptions.RequestRedirect.get_response */
  override getResponse(): Response {
    return redirect(this.newUrl, this.code);
  }

  static override readonly name: string = registerClass(
    'werkzeug.routing.exceptions',
    'RequestRedirect',
    RequestRedirect,
  );
}
