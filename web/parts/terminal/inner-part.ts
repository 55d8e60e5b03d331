/** What an xterm keeps to itself, and cannot be told by its options. */
import type { Terminal } from '@xterm/xterm';

/** Part of a terminal that its types do not have. */
export function innerPart(terminal: Terminal, path: readonly string[]): object {
  let part: object = terminal;
  for (const name of path) {
    const next: unknown = Reflect.get(part, name);
    if (typeof next !== 'object' || next === null) throw new Error(`xterm has no ${path.join('.')} any more`);
    part = next;
  }
  return part;
}

const RESIZING = ['_core', '_renderService', '_pausedResizeTask'];

/**
 * A terminal that was out of sight, if only while its element was moved, puts off to draw in a new size, but scrolls at
 * once, by the height that it had: its last row then stays below the end. This makes it take its size now.
 */
export function finishResizing(terminal: Terminal): void {
  (innerPart(terminal, RESIZING) as { flush(): void }).flush();
}
