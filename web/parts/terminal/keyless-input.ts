/** Text that comes without a key: from an emoji picker, from dictation. */
import type { Scope } from '../../kit/scope.ts';

/** The code of a key that an input method takes. xterm finds out what becomes of it. */
const COMPOSING = 229;

/**
 * Calls `onText` with such text. In screen reader mode every key is an input event, too, so xterm ignores all of these.
 * @param element where a terminal is open.
 */
export function onKeylessInput(element: HTMLElement, onText: (text: string) => void, scope: Scope): void {
  let isKey = false;
  const capture = { capture: true };
  scope.listen(element, 'keydown', ({ keyCode }) => void (isKey = keyCode === COMPOSING), capture);
  scope.listen(element, 'keypress', () => void (isKey = true), capture);
  scope.listen(element, 'keyup', () => void (isKey = false), capture);
  scope.listen(element, 'input', (event: Event) => {
    if (!(event instanceof InputEvent)) return;
    const { inputType, data, isComposing } = event;
    if (!isKey && !isComposing && inputType === 'insertText' && data !== null) onText(data);
    isKey = false;
  });
}
