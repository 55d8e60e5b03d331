/** What the address of embed.html says: the attributes of its one element, as query, as fragment, or both. */
import { ATTRIBUTES } from '../loader/attributes.ts';

export interface FrameAddress {
  /** Of the element. */
  readonly attributes: Readonly<Record<string, string>>;
  /** The printed answer, as in a code block. */
  readonly answer: string | undefined;
  /** `#s1.…` of a share link. */
  readonly link: string | undefined;
}

/** The page itself places the blocks of its element, so these say nothing. */
const PLACING = new Set(['attach', 'expect']);
const KNOWN: readonly string[] = [...ATTRIBUTES.filter((name) => !PLACING.has(name)), 'expect-drift'];

/** Reads an address. What it has twice counts as it is said first; what no element knows is passed over. */
export function readAddress(search: string, hash: string): FrameAddress {
  const link = /^#s\d/.test(hash) ? hash : undefined;
  const parameters = [search, link === undefined ? hash.slice(1) : ''].map((part) => new URLSearchParams(part));
  const read = (name: string): string | undefined => {
    const values = parameters.map((part) => part.get(name)).filter((value) => value !== null);
    return values[0];
  };
  const attributes: Record<string, string> = {};
  for (const name of KNOWN) {
    const value = read(name);
    if (value !== undefined) attributes[name] = value;
  }
  if (link !== undefined) attributes['src'] = link;
  return { attributes, answer: read('answer'), link };
}

/** The attribute `request` as one reads it: its line ends are line ends, all other escapes stay. */
export const drawnRequest = (request: string): string => request.replaceAll(/(?:\\r)?\\n/g, '\n').replace(/\n+$/, '');
