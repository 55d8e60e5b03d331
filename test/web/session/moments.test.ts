/** The moments of a session's log: found as it grows, and found by the search, by name and by what is said of them. */
import { expect, test } from 'vitest';
import { rowsOf } from '../../../src/host/step-rows.ts';
import { Machine, preset } from '../../../src/index.ts';
import type { WsgiApp } from '../../../src/index.ts';
import { StepLog } from '../../../web/session/log/step-log.ts';
import { Moments } from '../../../web/session/moments.ts';
import { holdFrames } from '../../support/quiet-session.ts';
import { scope, scopeForEachTest } from '../../support/test-scope.ts';

scopeForEachTest(() => void holdFrames());

const machine = new Machine({ app: preset('hello')?.app as WsgiApp });
machine.run();
machine.connect().send('GET /hello HTTP/1.1\r\nHost: localhost\r\n\r\n');
machine.run();
const steps = machine.trace.steps();

async function page(): Promise<{ log: StepLog; moments: Moments; found: () => readonly string[] }> {
  const log = new StepLog();
  const moments = new Moments(log, scope);
  await moments.load();
  const found = (): readonly string[] =>
    log.found.flatMap((number) => moments.ofStep(number).map(({ name }) => name)).toSorted();
  return { log, moments, found };
}

test('a search finds moments by what is said of them, in the language of the reader', async () => {
  const { log, moments, found } = await page();
  log.append(rowsOf(steps));
  moments.update();
  log.query = 'it is only KEPT in status_set';
  expect(log.found).toEqual([]);
  await moments.causes.speak('en');
  expect(found()).toEqual(['start_response']);
  await moments.causes.speak('zh');
  expect(log.found).toEqual([]);
  const close = moments.list.findLast(({ name }) => name === 'close');
  log.query = (close === undefined ? undefined : moments.causes.of(close))?.replaceAll('`', '') ?? '?';
  expect(found()).toEqual(['close']);
});

test('by name too, in steps that come later, and not after they are forgotten', async () => {
  const { log, moments, found } = await page();
  log.query = 'answered';
  log.append(rowsOf(steps));
  expect(log.found).toEqual([]);
  moments.update();
  expect(found()).toEqual(['answered']);
  const [step = 0] = log.found;
  log.truncate(step);
  expect(log.found).toEqual([]);
  log.append(rowsOf(steps.slice(step, step + 1)));
  moments.update();
  expect(log.found).toEqual([step]);
});

test('the name of a method finds its steps, and no sentence that names it', async () => {
  const { log, moments } = await page();
  log.append(rowsOf(steps));
  moments.update();
  await moments.causes.speak('en');
  log.query = 'status_set';
  expect(moments.list.some((moment) => moments.causes.of(moment)?.includes('`status_set`'))).toBe(true);
  expect(log.found.flatMap((number) => moments.ofStep(number))).toEqual([]);
  log.query = 'nothing is sent before';
  expect(log.found).toHaveLength(1);
});

test('a hidden step is not found by its moment', async () => {
  const { log, moments } = await page();
  log.append(rowsOf(steps));
  moments.update();
  log.query = 'answered';
  expect(log.found).toHaveLength(1);
  log.toggle('syscalls');
  expect(log.found).toEqual([]);
});
