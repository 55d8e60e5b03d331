/** The plugins for tools that read Markdown with remark or markdown-it. */
import { expect, test } from 'vitest';
import { glaswerk as markdownIt, type MarkdownIt, type MarkdownToken } from '../../../web/embed/plugins/markdown-it.ts';
import { glaswerk as remark, type MarkdownNode } from '../../../web/embed/plugins/remark.ts';

test('remark gets an element behind a fence that is an example, also in a list, and leaves other fences', () => {
  const code = (lang: string, meta: string | null): MarkdownNode => ({
    type: 'code',
    lang,
    meta,
    value: 'GET / HTTP/1.0',
  });
  const tree = {
    type: 'root',
    children: [
      code('http', 'title="A request" glaswerk app=hello readonly'),
      { type: 'list', children: [code('http', 'glaswerk')] },
      code('js', 'title="glaswerk"'),
    ],
  };
  remark()(tree);
  const tag = (hProperties: object): object => ({
    type: 'glaswerk',
    children: [],
    data: { hName: 'glas-werk', hProperties },
  });
  expect(tree.children).toEqual([
    code('http', 'title="A request"'),
    tag({ app: 'hello', readonly: true }),
    { type: 'list', children: [code('http', null), tag({})] },
    code('js', 'title="glaswerk"'),
  ]);
});

class Token implements MarkdownToken {
  info = '';
  content = '';
  readonly type: string;
  constructor(type: string) {
    this.type = type;
  }
}

test('markdown-it gets a tag behind a fence that is an example, its values escaped', () => {
  let rule: Parameters<MarkdownIt['core']['ruler']['after']>[2] | undefined;
  markdownIt({
    core: { ruler: { after: (_name, _rule, run) => void (rule = run) } },
    utils: { escapeHtml: (text) => text.replaceAll('"', '&quot;') },
  });
  const fence = (info: string): MarkdownToken => Object.assign(new Token('fence'), { info });
  const state = { tokens: [fence(`http {1} glaswerk request='a "b"' readonly`), fence('http')], Token };
  rule?.(state);
  expect(state.tokens).toEqual([
    fence('http {1}'),
    Object.assign(new Token('html_block'), {
      content: '<glas-werk request="a &quot;b&quot;" readonly=""></glas-werk>\n',
    }),
    fence('http'),
  ]);
});
