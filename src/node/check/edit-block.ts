/** Other lines in a code block of a file. Lines that stay the same are not touched; the file keeps its line ends. */
import type { FoundBlock, Layout } from './find/found.ts';
import type { Edit } from './source-text.ts';

/** The edit that gives a block this text; undefined when it has it. `reason` says why the block cannot be written. */
export function editOf(block: FoundBlock, text: string): Edit | { readonly reason: string } | undefined {
  const { lines, layout } = block;
  if (typeof layout === 'string') return { reason: layout };
  // Empty lines at the end do not count, and stay.
  const count = lines.findLastIndex((line) => line.text.trim() !== '') + 1;
  const wanted = text.split('\n');
  const old = lines.slice(0, count).map((line) => line.text);
  const head = commonLength(old, wanted);
  const tail = commonLength(old.slice(head).toReversed(), wanted.slice(head).toReversed());
  const [to, wantedTo] = [count - tail, wanted.length - tail];
  if (head === to && head === wantedTo) return undefined;
  return replacement(block, layout, { head, to, put: wanted.slice(head, wantedTo) });
}

function commonLength(one: readonly string[], other: readonly string[]): number {
  let length = 0;
  while (length < Math.min(one.length, other.length) && one[length] === other[length]) length += 1;
  return length;
}

/** Puts lines in the place of those from `head` to `to`. */
function replacement(
  { source, lines }: FoundBlock,
  layout: Layout,
  { head, to, put }: { readonly head: number; readonly to: number; readonly put: readonly string[] },
): Edit {
  const { ownsLines, prefix, emptyPrefix } = layout;
  const written = put.map((line) => (line === '' ? emptyPrefix : prefix) + layout.encode(line));
  const [before, first, last, after] = [lines[head - 1], lines[head], lines[to - 1], lines[to]];
  const startOf = (position: number): number => (ownsLines ? source.startOf(source.lineAt(position)) : position);
  if (lines.length === 0) {
    const text = written.map((line) => line + (ownsLines ? source.lineEnd : '')).join(ownsLines ? '' : source.lineEnd);
    return { start: layout.insertAt, end: layout.insertAt, text };
  }
  if (head < to && first !== undefined && last !== undefined) {
    if (put.length > 0) return { start: startOf(first.start), end: last.end, text: written.join(source.lineEnd) };
    if (before !== undefined) return { start: before.end, end: last.end, text: '' };
    return { start: startOf(first.start), end: after === undefined ? last.end : startOf(after.start), text: '' };
  }
  if (before !== undefined) {
    return { start: before.end, end: before.end, text: written.map((line) => source.lineEnd + line).join('') };
  }
  const start = startOf(first?.start ?? layout.insertAt);
  return { start, end: start, text: written.map((line) => line + source.lineEnd).join('') };
}
