/**
 * Test files share a process: what one leaves changed, another meets, in an order that no run repeats. So a file gives
 * back what it replaced, and fails if something of the process is still not what it was.
 */
import { afterAll, beforeAll, expect, vi } from 'vitest';

/** Put there by packages where Node does not have them: puppeteer-core. */
const POLYFILLS = ['URLPattern'];

let before: Record<string, PropertyDescriptor> = {};

beforeAll(() => {
  before = globals();
});

afterAll(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  vi.unstubAllEnvs();
  const after = globals();
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  expect([...names].filter((name) => !isSame(before[name], after[name]))).toEqual([]);
});

/** Without what the test runner and packages keep there. */
function globals(): Record<string, PropertyDescriptor> {
  return Object.fromEntries(
    Object.entries(Object.getOwnPropertyDescriptors(globalThis)).filter(
      ([name]) => !name.startsWith('__') && !POLYFILLS.includes(name),
    ),
  );
}

function isSame(one: PropertyDescriptor | undefined, other: PropertyDescriptor | undefined): boolean {
  if (one === undefined || other === undefined) return false;
  // Node puts most values there when they are first asked for; they can be assigned before and after.
  if (one.set !== undefined) return other.set !== undefined || other.writable === true;
  return (Object.keys(other) as (keyof PropertyDescriptor)[]).every((key) => Object.is(one[key], other[key]));
}
