import { ValueError } from '../../python/errors.ts';
import { pyInt } from '../../python/integers.ts';
import type { Int } from '../../python/integers.ts';
import { strip } from '../../python/text.ts';

/**
 * An int of ASCII digits and `-` only, except for white space around it: no `+`, no `_`. Raises ValueError without a
 * message.
 * @python werkzeug._internal._plain_int
 */
export function plainInt(value: string): Int {
  const text = strip(value);
  if (!/^-?[0-9]+$/.test(text)) throw new ValueError();
  return pyInt(text);
}
