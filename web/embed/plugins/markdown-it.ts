/**
 * A plugin for markdown-it (VitePress): a fence with `glaswerk` behind its language is an example. It stays the fence
 * that it is, and the tag follows it.
 */
import { fenceExample } from '../../../src/examples/fence-info.ts';

/** A token of markdown-it, as far as it is looked at. */
export interface MarkdownToken {
  type: string;
  info: string;
  content: string;
}

/** As much of markdown-it as the plugin uses. */
export interface MarkdownIt {
  readonly core: { readonly ruler: { after(name: string, rule: string, run: (state: State) => void): void } };
  readonly utils: { escapeHtml(text: string): string };
}

interface State {
  tokens: MarkdownToken[];
  readonly Token: new (type: string, tag: string, nesting: 0) => MarkdownToken;
}

/** `markdown.use(glaswerk)` */
export function glaswerk(markdown: MarkdownIt): void {
  const tagOf = (attributes: readonly (readonly [string, string])[]): string =>
    `<glas-werk${attributes.map(([name, value]) => ` ${name}="${markdown.utils.escapeHtml(value)}"`).join('')}></glas-werk>\n`;
  markdown.core.ruler.after('block', 'glaswerk', (state) => {
    state.tokens = state.tokens.flatMap((token) => {
      const example = token.type === 'fence' ? fenceExample(token.info) : undefined;
      if (example === undefined) return [token];
      token.info = example.rest;
      const tag = new state.Token('html_block', '', 0);
      tag.content = tagOf(example.attributes);
      return [token, tag];
    });
  });
}
