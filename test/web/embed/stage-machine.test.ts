/** Where the machine of a stage stands, and what is said when it cannot stand there. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { readScenario } from '../../../src/index.ts';
import type { Moment } from '../../../web/embed/stage/at.ts';
import { StageMachine } from '../../../web/embed/stage/machine.ts';
import { momentText } from '../../../web/embed/stage/moment-text.ts';
import { Scope } from '../../../web/kit/scope.ts';
import { ENGLISH } from '../../../web/texts/texts.ts';
import { HostLink } from '../../support/host-link.ts';
import { stubFrames } from '../../support/session-page.ts';

let scope = new Scope();
let hasNetwork = true;

vi.mock(import('../../../web/session/moments.ts'), async (original) => {
  const module = await original();
  return {
    ...module,
    loadFinder: () => (hasNetwork ? module.loadFinder() : Promise.reject(new TypeError('Failed to fetch'))),
  };
});

beforeEach(() => {
  scope = new Scope();
  hasNetwork = true;
  stubFrames();
});

afterEach(() => {
  scope.end();
  vi.unstubAllGlobals();
});

const inputs = [
  { client: 0, do: 'connect' },
  { client: 0, do: 'send', data: 'GET / HTTP/1.1\r\nHost: localhost\r\n\r\n' },
];
const example = { app: 'hello', scenario: readScenario({ version: 3, app: { preset: 'hello' }, inputs }) };

async function opened(at: string): Promise<{ moment: Moment | undefined; cursor: number | undefined }> {
  const link = new HostLink();
  const machine = new StageMachine(scope, link.join);
  const opening = machine.open(example, at);
  await link.settle();
  const moment = await opening;
  return { moment, cursor: machine.session.state.cursor };
}

test('it stands at the moment that is named', async () => {
  const { moment, cursor } = await opened('make_environ@1');
  expect(moment).toEqual({ step: cursor });
  expect(momentText(ENGLISH, moment ?? { step: 0 })).toBe('');
});

test('a second one that does not come is named as it was written, and by its name alone', async () => {
  const { moment } = await opened('make_environ@2');
  expect(momentText(ENGLISH, moment ?? { step: 0 })).toBe(
    'This run has ‘make_environ’ only once, so there is no ‘make_environ@2’.',
  );
});

test('when what finds moments cannot be loaded, that is said, and not that there is no such step', async () => {
  hasNetwork = false;
  const { moment } = await opened('make_environ@1');
  expect(moment).toEqual({ unloaded: 'make_environ@1' });
  expect(momentText(ENGLISH, moment ?? { step: 0 })).toContain('could not be loaded');
});
