/** Where the reader was, kept for a reload: what comes back, and that it is believed as little as a link. */
import { expect, test } from 'vitest';
import { Machine, preset } from '../../../src/index.ts';
import { KEPT_MOMENT } from '../../../web/session/kept-name.ts';
import type { KeptMoment } from '../../../web/session/kept-moment.ts';
import { KeptMoments, sharedIn } from '../../../web/session/kept-moment.ts';
import { encodeLink } from '../../../web/session/share-link.ts';

class MapStorage {
  readonly texts = new Map<string, string>();
  room = Infinity;

  getItem(key: string): string | null {
    return this.texts.get(key) ?? null;
  }

  setItem(key: string, text: string): void {
    if (text.length > this.room) throw new Error('full');
    this.texts.set(key, text);
  }

  removeItem(key: string): void {
    this.texts.delete(key);
  }
}

function made(): { storage: MapStorage; kept: KeptMoments } {
  const storage = new MapStorage();
  return { storage, kept: new KeptMoments(() => storage) };
}

const MOMENT: KeptMoment = { link: '#s1.abc', cursor: 12, length: 351, clients: 2, view: { tab: 'wsgi' } };

test('a moment comes back with the machine, the step and what was looked at', async () => {
  const machine = new Machine({ app: preset('hello')?.app ?? (() => []) });
  machine.connect().send('GET / HTTP/1.0\r\n\r\n');
  machine.run();
  const { scenario } = machine;
  const nobody = { held: undefined, breakpoints: [], isAsking: false };
  const link = await encodeLink({ app: 'hello', scenario, cursor: undefined, ...nobody });
  const { kept } = made();
  kept.write({ ...MOMENT, link });
  const read = kept.read();
  expect(read).toEqual({ ...MOMENT, link });
  const shared = await sharedIn(read ?? MOMENT);
  expect([shared.app, shared.cursor, shared.view]).toEqual(['hello', 12, { tab: 'wsgi' }]);
  expect(shared.scenario).toEqual(JSON.parse(JSON.stringify(scenario)));
});

test('where nothing can be stored nothing is kept, and nothing fails', () => {
  const blocked = new KeptMoments(() => {
    throw new Error('blocked');
  });
  blocked.write(MOMENT);
  blocked.forget();
  expect(blocked.read()).toBeUndefined();
});

test('where there is no room, or too much to be kept, no older moment stays in its place', () => {
  const { storage, kept } = made();
  for (const tooMuch of [() => void (storage.room = 10), () => void (storage.room = Infinity)]) {
    storage.room = Infinity;
    kept.write(MOMENT);
    tooMuch();
    kept.write({ ...MOMENT, link: `#s1.${'a'.repeat(100_000)}` });
    expect(kept.read()).toBeUndefined();
    expect(storage.texts.size).toBe(0);
  }
});

test('what another hand has written is not read, or refused as in a link', async () => {
  const { storage, kept } = made();
  for (const data of [
    ...['no JSON', '[]', 'null', '{}', ' '.repeat(100_000)],
    ...[{ link: 1 }, { cursor: 'x' }, { cursor: -1 }, { length: 1e99 }, { clients: {} }, { view: { tab: 'evil' } }].map(
      (wrong) => JSON.stringify({ ...MOMENT, ...wrong }),
    ),
  ]) {
    storage.setItem(KEPT_MOMENT, data);
    expect(kept.read(), data.slice(0, 80)).toBeUndefined();
  }
  await expect(sharedIn({ ...MOMENT, link: '#s1.%%%' })).rejects.toThrow(/link/i);
});
