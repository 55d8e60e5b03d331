/** The class Response with all that its members need; see response-members.ts. */
import * as values from '../response-values.ts';
import { withValues } from '../response-members.ts';
import { Response as ResponseClass } from './response-class.ts';

export type * from './response-class.ts';

export const Response = withValues(ResponseClass, values);
export type Response = ResponseClass;
