/** What a reader is told of parts that do not come. */
import { expect, test, vi } from 'vitest';
import { LateParts } from '../../../web/kit/late-parts.ts';
import { Scope } from '../../../web/kit/scope.ts';
import type { TextKey } from '../../../web/texts/sentences.ts';

const absent = (): Promise<never> => Promise.reject(new Error('no network'));
const present = (): Promise<string> => Promise.resolve('here');

/** Late parts, what they have told, and the offer to try again. */
function late(): { parts: LateParts; scope: Scope; told: (readonly TextKey[])[]; again: () => void } {
  const parts = new LateParts();
  const told: (readonly TextKey[])[] = [];
  let offer = (): void => undefined;
  parts.tell = (missing, again) => {
    told.push(missing);
    offer = again;
  };
  return { parts, scope: new Scope(), told, again: () => offer() };
}

test('parts that cannot be loaded are named together, and all are tried again at one press', async () => {
  const { parts, scope, told, again } = late();
  const load = vi.fn<() => Promise<string>>().mockImplementationOnce(absent).mockImplementation(present);
  const used: string[] = [];
  parts.load(scope, 'walk.failed', load, (part) => used.push(part));
  parts.load(scope, 'page.editor.missing', absent);
  await vi.waitFor(() => expect(told).toEqual([['walk.failed'], ['walk.failed', 'page.editor.missing']]));
  expect(used).toEqual([]);
  again();
  await vi.waitFor(() => expect(told.slice(2)).toEqual([[], ['page.editor.missing']]));
  expect(used).toEqual(['here']);
});

test('a part that is asked for again and again is told once, until it comes', async () => {
  const { parts, scope, told } = late();
  parts.load(scope, 'walk.failed', absent);
  await vi.waitFor(() => expect(told).toEqual([['walk.failed']]));
  parts.load(scope, 'walk.failed', absent);
  parts.load(scope, 'page.editor.missing', absent);
  await vi.waitFor(() => expect(told.slice(1)).toEqual([['walk.failed', 'page.editor.missing']]));
  parts.load(scope, 'walk.failed', present);
  await vi.waitFor(() => expect(told.slice(2)).toEqual([['page.editor.missing']]));
});

test('nothing is used or told once the face has ended', async () => {
  const { parts, scope, told } = late();
  const use = vi.fn<() => void>();
  const loaded = present();
  parts.load(scope, 'walk.failed', () => loaded, use);
  parts.load(scope, 'page.editor.missing', absent);
  scope.end();
  await loaded;
  await Promise.resolve();
  expect(use).not.toHaveBeenCalled();
  expect(told).toEqual([]);
});

test('what fails in using a part is a fault, and no part that is missing', async () => {
  vi.stubGlobal('reportError', () => undefined);
  const { parts, scope, told } = late();
  const faults: unknown[] = [];
  scope.onFault((error) => void faults.push(error));
  parts.load(scope, 'walk.failed', present, () => {
    throw new Error('out of glass');
  });
  await vi.waitFor(() => expect(faults).toHaveLength(1));
  expect(told).toEqual([]);
});
