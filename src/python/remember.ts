/** Functions that remember what they have computed. Only for pure functions: then nobody can tell the difference. */

/** `compute`, which remembers its last result. */
export function rememberLast<A extends number | string, R>(compute: (argument: A) => R): (argument: A) => R {
  let known: { readonly argument: A; readonly result: R } | undefined;
  return (argument) => {
    if (known === undefined || known.argument !== argument) known = { argument, result: compute(argument) };
    return known.result;
  };
}

/** How many texts a function remembers, and how long they may be: clients choose many of them. */
const MOST = 256;
const LONGEST = 1024;

/** `compute`, which remembers its results for texts that are not long. */
export function remember<R>(compute: (text: string) => R): (text: string) => R {
  const results = new Map<string, R>();
  return (text) => {
    const known = results.get(text);
    if (known !== undefined) return known;
    const result = compute(text);
    if (text.length > LONGEST) return result;
    if (results.size === MOST) results.clear();
    results.set(text, result);
    return result;
  };
}
