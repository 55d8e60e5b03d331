/**
 * Fences that are examples by themselves: in ```` ```http title="x" glaswerk app=hello ```` what stands behind the word
 * `glaswerk` are the attributes of a tag right after the fence.
 */
import { fenceExample } from '../../../examples/fence-info.ts';
import type { FenceExample } from '../../../examples/fence-info.ts';
import type { Found, FoundBlock } from './found.ts';

/** The block, and the tag that its info string makes. */
export function exampleFence(block: FoundBlock, info: string): Found[] {
  const { source, start, end } = block;
  const tag = { kind: 'tag', source, start: end, end, written: start } as const;
  let example: FenceExample | undefined;
  try {
    example = fenceExample(info);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return [block, { ...tag, attributes: new Map(), problem: error.message }];
  }
  return example === undefined ? [block] : [block, { ...tag, attributes: new Map(example.attributes) }];
}
