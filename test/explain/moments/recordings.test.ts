/**
 * Moments of the recorded scenarios, every tenth of them; `MOMENTS=all` reads all. What holds for any run: the order of
 * the walk, whose moments they are, that a connection ends, that each cause can be said, and that forgetting is exact.
 */
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { MomentFinder } from '../../../src/explain/moments/find-moments.ts';
import { causeText } from '../../../src/explain/moments/moment-text.ts';
import { WALK } from '../../../src/explain/moments/moment.ts';
import type { Moment } from '../../../src/explain/moments/moment.ts';
import { EN } from '../../../src/explain/moments/sentences/en.ts';
import { ZH } from '../../../src/explain/moments/sentences/zh.ts';
import { loadCases } from '../../oracle/recording.ts';
import { playTraced } from '../../oracle/run.ts';

const SAMPLE = process.env['MOMENTS'] === 'all' ? 1 : 10;
const CASES = loadCases([fileURLToPath(new URL('../../oracle/recordings/', import.meta.url))]).filter(
  (_, place) => place % SAMPLE === 0,
);

const placeOf = ({ name }: Moment): number => (WALK as readonly string[]).indexOf(name);

/** What is wrong with the moments of one connection. */
function faultsOf(own: readonly Moment[], isDatagram: boolean): readonly string[] {
  const faults: string[] = [];
  const seen = new Set<string>();
  for (const [at, moment] of own.entries()) {
    const key = `${moment.name} at ${moment.step} for request ${String(moment.request)}`;
    if (seen.has(key)) faults.push(`twice: ${key}`);
    seen.add(key);
    if (moment.step < (own[at - 1]?.step ?? 0)) faults.push(`before the one before it: ${key}`);
  }
  if (isDatagram) return faults;
  const closes = own.filter(({ name }) => name === 'close').length;
  const isTaken = own.some(({ name }) => name === 'get_request');
  if (closes > 1 || (isTaken && closes === 0)) faults.push(`closed ${closes} times`);
  for (const request of new Set(own.map((moment) => moment.request))) {
    const walk = own.filter((moment) => moment.request === request && placeOf(moment) >= 0);
    // The answer to an exception has a start_response of its own, and one after the first write changes nothing.
    const places = walk.filter(({ cause }) => !/^start_response\.(?:error|late)$/.test(cause.code)).map(placeOf);
    if (places.some((place, at) => place < (places[at - 1] ?? 0))) faults.push(`walk of request ${String(request)}`);
  }
  return faults;
}

describe('moments of the recorded scenarios', () => {
  test.each(CASES.map((item) => [item.id, item] as const))('%s', (_, item) => {
    const { machine, connections } = playTraced(item);
    const rows = machine.trace.steps();
    const finder = new MomentFinder();
    for (const row of rows) finder.add(row);
    const moments = [...finder.moments];
    const clients = new Set(moments.flatMap(({ client }) => (client === undefined ? [] : [client])));
    expect(clients.size).toBe(connections);
    for (const client of clients) {
      const own = moments.filter((moment) => moment.client === client);
      expect(faultsOf(own, item.server.kind.startsWith('udp'))).toEqual([]);
    }
    for (const sentences of [EN, ZH]) {
      const said = moments.map(({ cause }) => causeText(cause, sentences));
      expect(said.filter((sentence) => /[?{}]|undefined|NaN/.test(sentence))).toEqual([]);
    }
    const length = Math.floor(rows.length / 2);
    finder.truncate(length);
    for (const row of rows.slice(length)) finder.add(row);
    expect(finder.moments).toEqual(moments);
  });
});
