/**
 * Connects the members of a response with the values they work with: dates, cookies, cache control, policies, JSON.
 *
 * The server needs a response for its own error page, but none of these values. So the class gets them late, from the
 * module that apps import it from, and a bundler leaves them out of a program in which nothing can ask for them.
 */
import type * as given from './response-values.ts';

export type ResponseValues = typeof given;

const late: { values: ResponseValues | undefined } = { values: undefined };

/** Makes the values known to every response, and returns the class. */
/*@__NO_SIDE_EFFECTS__*/
export function withValues<C>(Class: C, values: ResponseValues): C {
  late.values = values;
  return Class;
}

/** The values. Throws TypeError in a bundle that does not import the class. */
export function values(): ResponseValues {
  if (late.values !== undefined) return late.values;
  throw new TypeError("a bundler has left out this part of Response: use Response, as imported from 'glaswerk', once");
}
