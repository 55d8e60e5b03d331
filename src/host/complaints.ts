/** What the reader's app did wrong, with the lines of its source that the JavaScript stack names. */
import type { AppComplaint, Machine } from '../index.ts';
import type { LoadedModule } from './app-loading.ts';
import type { ComplaintFrame, ComplaintInfo } from './app-faults.ts';
import { MESSAGE_LIMITS } from './limits.ts';

/** Longer texts are cut: an app can throw anything. */
const LONGEST_TEXT = 2_000;
const LONGEST_NAME = 100;

export class Complaints {
  private _told = 0;
  private _from = 0;

  /** Begins with another machine. The page knows everything about its first `from` steps. */
  restart(from: number): void {
    this._told = 0;
    this._from = from;
  }

  /** What is new since the last call. `module` is the app's, if it has one. */
  news({ errors }: Pick<Machine, 'errors'>, module: LoadedModule | undefined): ComplaintInfo[] {
    const fresh = errors.slice(this._told);
    this._told = errors.length;
    return fresh.filter(({ step }) => step > this._from).map((complaint) => infoOf(complaint, module));
  }
}

/** A private member of ours, `Application._view`: the build shortens it to `Application.$a`. */
const OWN_MEMBER = /\.[_$]/;

const infoOf = (
  { kind, text, hint, stack, step, thread }: AppComplaint,
  module: LoadedModule | undefined,
): ComplaintInfo => ({
  kind,
  text: text.slice(0, LONGEST_TEXT),
  hint: (hint ?? module?.adviceOn?.(text) ?? '').slice(0, LONGEST_TEXT),
  step,
  thread,
  frames: stack === undefined || module === undefined ? [] : framesOf(stack, module.address),
});

/**
 * The frames of a stack that lie in the module at `address`, innermost first. Engines write them in two ways:
 * `at view (blob:…:3:9)`, and `view@blob:…:3:9`.
 */
export function framesOf(stack: string, address: string): ComplaintFrame[] {
  const frames: ComplaintFrame[] = [];
  for (const text of stack.split('\n')) {
    const at = text.lastIndexOf(`${address}:`);
    if (at < 0) continue;
    const [, line, column] = /^(\d+)(?::(\d+))?/.exec(text.slice(at + address.length + 1)) ?? [];
    if (line === undefined) continue;
    const [, name = ''] = /^\s*(?:at (?:async )?)?([^\s(@]*)/.exec(text.slice(0, at)) ?? [];
    // A function without a name gets the name of our own member that holds it, which tells the reader nothing.
    const own = OWN_MEMBER.test(name) ? '' : name;
    const place = { line: Number(line), column: Number(column ?? 0) };
    // An app can write any text as a stack.
    if (!Number.isSafeInteger(place.line + place.column)) continue;
    frames.push({ name: own.slice(0, LONGEST_NAME), ...place });
    if (frames.length === MESSAGE_LIMITS.complaintFrames) break;
  }
  return frames;
}
