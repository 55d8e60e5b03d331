/**
 * Reads the text of a code block out of whatever a docs tool made of it: line numbers, anchors and buttons left out,
 * lines told apart where the tool has no line ends between them. The block is never changed.
 */

/** What tools put inside a block that is no part of its text. */
const NOT_TEXT = 'button,nav,style,[aria-hidden=true],.linenos,.lineno,.ln,.lnt,.gutter,.copybtn';

/** What is one line of a block: Shiki, Expressive Code, Prism in React, rehype; and plain blocks in `code`. */
const LINE = '.line,.ec-line,.token-line,[data-line],code>div';

/** @param onText is told each text node, and where its text begins. */
export function readBlock(block: Element, onText?: (node: Node, from: number) => void): string {
  let text = '';
  let lines = 0;
  const read = (parent: Node, isInLine: boolean): void => {
    for (const node of parent.childNodes) {
      if (node instanceof Text) {
        onText?.(node, text.length);
        text += node.data;
      } else if (node instanceof Element && !node.matches(NOT_TEXT)) {
        const isLine = !isInLine && node.matches(LINE);
        // Tools that have line ends between, or `br` inside, have written them by now.
        if (isLine) text += '\n'.repeat(Math.max(0, (lines += 1) - text.split('\n').length));
        if (node.tagName === 'BR') text += '\n';
        read(node, isInLine || isLine);
      }
    }
  };
  read(block, false);
  return text;
}

/** What may be a code block. */
export const BLOCKS = 'pre,script[type="text/x-http"]';

/** Columns of line numbers are none, nor is what is inside of one. */
export const isBlock = (element: Element): boolean =>
  !element.closest('[aria-hidden=true],pre pre') && !(element.closest('td') && /^[\d\s]*$/.test(element.textContent));
