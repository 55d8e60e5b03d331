/**
 * What stands behind a fence of Markdown whose author makes it an example there: `http title="x" glaswerk app=hello`.
 * The word `glaswerk` parts what the docs tool reads from the attributes of the tag that follows the fence.
 */

export interface FenceExample {
  /** What the docs tool reads: the language, a title. */
  readonly rest: string;
  /** The attributes of the tag. A flag has the empty string. */
  readonly attributes: readonly (readonly [name: string, value: string])[];
}

/** A word, with what it has in quotes or braces. */
const WORD = /(?:"[^"]*"|'[^']*'|\{[^}]*\}|\S)+/g;
const ATTRIBUTE = /^([a-z][a-z-]*)(?:=(?:"([^"]*)"|'([^']*)'|([^"'].*|)))?$/;

/** The example that the text behind the fence's marks declares; undefined if it declares none. */
export function fenceExample(info: string): FenceExample | undefined {
  const words = [...info.matchAll(WORD)];
  const marker = words.findIndex(([word], index) => index > 0 && word === 'glaswerk');
  const at = words[marker]?.index;
  if (at === undefined) return undefined;
  const attributes = words.slice(marker + 1).map(([word]): readonly [string, string] => {
    const [, name, quoted, apostrophed, bare] = ATTRIBUTE.exec(word) ?? [];
    if (name === undefined) {
      throw new SyntaxError(`${word} behind a fence is no attribute: write name=value, name="several words" or name`);
    }
    return [name, quoted ?? apostrophed ?? bare ?? ''];
  });
  return { rest: info.slice(0, at).trimEnd(), attributes };
}
