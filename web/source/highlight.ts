/** A light highlighter for TypeScript: comments, strings, keywords, numbers and what is called. Line by line, so that nothing is parsed twice. */

export type Tone = '' | 'comment' | 'string' | 'keyword' | 'number' | 'call';

export interface Token {
  readonly tone: Tone;
  readonly text: string;
}

const TOKENS =
  /(?<comment>\/\/.*$|\/\*.*?(?:\*\/|$)|^\s*\*(?:\s.*|\/.*)?$)|(?<string>'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|`(?:[^`\\]|\\.)*`)|(?<keyword>\b(?:abstract|as|async|await|break|case|catch|class|const|continue|default|delete|else|export|extends|false|finally|for|from|function|get|if|import|in|instanceof|let|new|null|of|override|private|protected|public|readonly|return|set|static|super|switch|this|throw|true|try|type|typeof|undefined|void|while|yield)\b)|(?<number>\b\d[\d_.xa-f]*\b)|(?<call>\b[\w$]+(?=\())/g;

/** One line as tokens. */
export function tokensOf(line: string): Token[] {
  const tokens: Token[] = [];
  let from = 0;
  for (const { index, 0: text, groups = {} } of line.matchAll(TOKENS)) {
    if (index > from) tokens.push({ tone: '', text: line.slice(from, index) });
    const tone = Object.entries(groups).find(([, value]) => value !== undefined)?.[0] ?? '';
    tokens.push({ tone: tone as Tone, text });
    from = index + text.length;
  }
  if (from < line.length) tokens.push({ tone: '', text: line.slice(from) });
  return tokens;
}
