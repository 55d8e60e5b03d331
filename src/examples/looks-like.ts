/**
 * Whether the text of a code block is a request or an answer. The loader of the embed carries this file, so it imports
 * nothing.
 */

/** `[[client 2]]` and the like, at the start of a block, say nothing about what the block is. */
const FIRST = /^(?:\s*\[\[client \d+\]\][^\S\n]*\n)*\s*(?:\[\[bytes )?/;

/** A request line with a version, or the request of HTTP/0.9. */
const REQUEST_LINE = /^(?:[\w!#$%&'*+.^`|~-]+ \S.* HTTP\/\S|GET \/\S*\s*$)/m;

/** Any other line of the notation: what it says is done by a client. */
const NOTATION = /^\[\[[a-z]/;

const ANSWER = /^(?:HTTP\/\d|\.\.\.\s*$|\[\.\.\]|\[[A-Z]\w*\][^\S\n]*\S|\[\[nothing\]\])/m;

const firstLine = (text: string): string => {
  const [line = ''] = text.slice(FIRST.exec(text)?.[0].length ?? 0).split('\n');
  return line;
};

/** A code block that is a request: it begins with a request line, or with a line of the notation. */
export function isRequestText(text: string): boolean {
  const line = firstLine(text);
  if (REQUEST_LINE.test(line)) return true;
  if (isAnswerText(text)) return false;
  return NOTATION.test(line) || NOTATION.test(text.trimStart());
}

/** A code block that is an answer: it begins with a status line or with a wildcard. */
export const isAnswerText = (text: string): boolean => ANSWER.test(firstLine(text));
