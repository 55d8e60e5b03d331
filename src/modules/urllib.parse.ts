/** Python's module `urllib.parse`. */
export {
  SplitResult,
  parseQs,
  parseQsl,
  quote,
  quotePlus,
  unquote,
  unquotePlus,
  unquoteToBytes,
  urlencode,
  urljoin,
  urlsplit,
  urlunsplit,
  usesNetloc,
  usesParams,
  usesRelative,
} from '../stdlib/urllib/parse.ts';
export type { ParseQueryOptions, UnquoteErrors } from '../stdlib/urllib/parse.ts';
