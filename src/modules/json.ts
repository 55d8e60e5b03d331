/** Python's module `json`. */
export { dumps } from '../stdlib/json.ts';
export type { DumpsOptions, Json } from '../stdlib/json.ts';
export { JSONDecodeError, loads } from '../stdlib/json/decoder.ts';
