/** The values of JSON. */
import type { Float } from '../../python/tuple.ts';

/** A value that JSON can hold. */
export type Json = null | boolean | number | bigint | Float | string | Json[] | Map<string, Json>;
