/**
 * A plugin for remark (Docusaurus, Starlight): a fence with `glaswerk` behind its language is an example. It stays the
 * fence that it is, and the tag follows it.
 */
import { fenceExample } from '../../../src/examples/fence-info.ts';

/** A node of remark's tree, as far as it is looked at. */
export interface MarkdownNode {
  type: string;
  lang?: string | null;
  meta?: string | null;
  children?: MarkdownNode[];
  data?: object;
  value?: string;
}

/** `remarkPlugins: [glaswerk]` */
export function glaswerk(): (tree: MarkdownNode) => void {
  return addTags;
}

function addTags(parent: MarkdownNode): void {
  if (parent.children === undefined) return;
  parent.children = parent.children.flatMap((node) => {
    addTags(node);
    const example = node.type === 'code' ? fenceExample(`${node.lang ?? ''} ${node.meta ?? ''}`) : undefined;
    if (example === undefined) return [node];
    const [, ...rest] = example.rest.split(' ');
    node.meta = rest.join(' ') || null;
    // Known to neither Markdown nor MDX: both make the element of it that `data` describes.
    // Astro leaves out an attribute whose value is the empty string.
    const hProperties = Object.fromEntries(example.attributes.map(([name, value]) => [name, value || true]));
    const data = { hName: 'glas-werk', hProperties };
    return [node, { type: 'glaswerk', children: [], data }];
  });
}
