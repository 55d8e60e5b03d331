/** Classifies headers: those that describe the body, and those that describe the connection. */

const ENTITY_HEADERS: ReadonlySet<string> = new Set(
  (
    'allow content-encoding content-language content-length content-location content-md5 content-range content-type ' +
    'expires last-modified'
  ).split(' '),
);
const HOP_BY_HOP_HEADERS: ReadonlySet<string> = /*#__PURE__*/ new Set(
  /*#__PURE__*/ 'connection keep-alive proxy-authenticate proxy-authorization te trailer transfer-encoding upgrade'.split(
    ' ',
  ),
);

/** @python werkzeug.http.is_entity_header */
export const isEntityHeader = (header: string): boolean => ENTITY_HEADERS.has(header.toLowerCase());

/** @python werkzeug.http.is_hop_by_hop_header */
export const isHopByHopHeader = (header: string): boolean => HOP_BY_HOP_HEADERS.has(header.toLowerCase());

/** A list of pairs, or a Headers object, from which headers are removed. */
type HeaderList =
  | [string, string][]
  | (Iterable<readonly [string, string]> & { setSlice(pairs: readonly (readonly [string, string])[]): void });

/** Removes the headers that describe a body, all but those `allowed`. @python werkzeug.http.remove_entity_headers */
export function removeEntityHeaders(
  headers: HeaderList,
  allowed: Iterable<string> = ['expires', 'content-location'],
): void {
  const kept = new Set(Array.from(allowed, (name) => name.toLowerCase()));
  keep(headers, (name) => !isEntityHeader(name) || kept.has(name.toLowerCase()));
}

/** Removes the headers that describe the connection. @python werkzeug.http.remove_hop_by_hop_headers */
export function removeHopByHopHeaders(headers: HeaderList): void {
  keep(headers, (name) => !isHopByHopHeader(name));
}

function keep(headers: HeaderList, isKept: (name: string) => boolean): void {
  const pairs = Array.from(headers, ([name, value]): [string, string] => [name, value]).filter(([name]) =>
    isKept(name),
  );
  if (Array.isArray(headers)) headers.splice(0, headers.length, ...pairs);
  else headers.setSlice(pairs);
}
