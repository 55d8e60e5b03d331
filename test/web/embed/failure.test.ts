import { expect, test } from 'vitest';
import { readScenario } from '../../../src/index.ts';
import { scenarioData } from '../../../src/examples/scenario-of.ts';
import { parseRequest } from '../../../src/examples/index.ts';
import { failureOf } from '../../../web/embed/engine/failure.ts';
import type { EmbedError } from '../../../web/embed/contract.ts';
import { PlayError } from '../../../web/sandbox/play.ts';

/** What the machine has found wrong, as it comes from its worker. */
function found(data: unknown): PlayError {
  try {
    readScenario(data);
  } catch (error) {
    return new PlayError({ code: 'error', values: { message: (error as Error).message } }, undefined);
  }
  throw new Error('nothing is wrong with it');
}

const told = async (...[error, wanted]: Parameters<typeof failureOf>): Promise<readonly [string, string]> => {
  const { code, message } = (await failureOf(error, wanted)) as EmbedError;
  return [code, message];
};

const NO_APP = found(scenarioData(parseRequest('GET / HTTP/1.0'), { app: 'helo' }));

test('an app that there is not is told as the attribute that names it', async () => {
  expect(await told(NO_APP, { lang: 'en', app: 'helo' })).toEqual([
    'app',
    expect.stringMatching(/^app="helo" is not possible: hello, raw-hello, .*datagrams\.$/),
  ]);
  expect(await told(NO_APP, { lang: 'zh', app: 'helo' })).toEqual(['app', expect.stringMatching(/^app="helo" 无效：/)]);
});

test('a file that is no scenario is named, and a share link is not', async () => {
  const src = 'http://docs.example/one.json';
  expect(await told(found({ a: 1 }), { lang: 'en', src })).toEqual([
    'not-scenario',
    `${src} is not a scenario: $.version: is missing`,
  ]);
  expect(await told(NO_APP, { lang: 'en', src, app: 'hello' })).toEqual([
    'not-scenario',
    expect.stringMatching(/one\.json is not a scenario: \$\.app\.preset: 'helo'/),
  ]);
  expect(await told(found({ a: 1 }), { lang: 'en', src: '#s1.abc' })).toEqual(['error', '$.version: is missing']);
});

test('what else is wrong is told as it is', async () => {
  const link = new PlayError({ code: 'error', values: { message: 'link: x is not a network' } }, undefined);
  expect(await told(link, { lang: 'en', app: 'hello' })).toEqual(['error', 'link: x is not a network']);
});
