/**
 * `export const a = f, b = g` as two exports: the compiler takes one name after each `export const`. The code has no
 * types any more, and lines stay what they are.
 */

const DECLARATION = /(?<=^[ \t]*|;[ \t]*)export\s+(const|let|var)(?![\w$])/gm;

/** What is passed over in one piece: comments, strings, words and numbers, blanks; any other character by itself. */
const PIECE =
  /\/\/[^\n]*|\/\*[^]*?\*\/|'(?:\\[^]|[^'\\\n])*'|"(?:\\[^]|[^"\\\n])*"|[\w$]+|[^\S\n]+|\/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\[\n])+\/[a-z]*|[^]/gy;

/** Words after which an expression goes on, or begins. */
const GOES_ON = /^(?:in|of|instanceof|typeof|new|await|yield|void|delete|return|case)$/;
const ENDS_VALUE = /[\w$)\]}'"`]$/;
const CONTINUES = /^\s*(?:[,=+*/%&|^<>?:.([)\]}`-]|in\b|instanceof\b)/;

export function splitExports(code: string): string {
  let text = '';
  let from = 0;
  for (const { 0: head, 1: kind = '', index } of code.matchAll(DECLARATION)) {
    if (index < from) continue;
    for (const comma of commasOf(code, index + head.length)) {
      text += `${code.slice(from, comma)}; export ${kind}${/^\s/.test(code.slice(comma + 1)) ? '' : ' '}`;
      from = comma + 1;
    }
  }
  return text + code.slice(from);
}

/** Where the commas between the names of a declaration are. */
function commasOf(code: string, start: number): readonly number[] {
  const commas: number[] = [];
  let depth = 0;
  let last = '';
  for (let at = start; at < code.length;) {
    const piece = pieceAt(code, at, last);
    const end = at + piece.length;
    if (piece === '\n' && depth === 0 && isEnd(last, code.slice(end))) return commas;
    if (/^[([{]$/.test(piece)) depth += 1;
    if (/^[)\]}]$/.test(piece)) depth -= 1;
    if (depth < 0 || (depth === 0 && piece === ';')) return commas;
    if (depth === 0 && piece === ',') commas.push(at);
    if (!/^\s|^\/[/*]/.test(piece)) last = piece;
    at = end;
  }
  return commas;
}

/** Whether a statement ends at the end of a line. */
const isEnd = (last: string, rest: string): boolean =>
  ENDS_VALUE.test(last) &&
  !GOES_ON.test(last) &&
  !CONTINUES.test(rest.replace(/^(?:\s|\/\/[^\n]*|\/\*[^]*?\*\/)+/, ''));

/** @param last the piece before: a slash after a value divides. */
function pieceAt(code: string, at: number, last: string): string {
  if (code[at] === '`') return code.slice(at, endOfTemplate(code, at));
  PIECE.lastIndex = at;
  const [piece = ''] = PIECE.exec(code) ?? [];
  const isComment = /^\/[/*]/.test(piece);
  return piece.startsWith('/') && !isComment && ENDS_VALUE.test(last) && !GOES_ON.test(last) ? '/' : piece;
}

function endOfTemplate(code: string, start: number): number {
  for (let at = start + 1; at < code.length; at += 1) {
    if (code[at] === '\\') at += 1;
    else if (code[at] === '`') return at + 1;
    else if (code.startsWith('${', at)) at = endOfHole(code, at + 2) - 1;
  }
  return code.length;
}

/** @param start behind the `${`. */
function endOfHole(code: string, start: number): number {
  let depth = 1;
  let last = '';
  for (let at = start; at < code.length;) {
    const piece = pieceAt(code, at, last);
    at += piece.length;
    if (piece === '{') depth += 1;
    if (piece === '}') depth -= 1;
    if (depth === 0) return at;
    if (!/^\s|^\/[/*]/.test(piece)) last = piece;
  }
  return code.length;
}
