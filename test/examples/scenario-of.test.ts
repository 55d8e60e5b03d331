/** What an author chooses for an example is in its scenario, and nothing else is. */
import { expect, test } from 'vitest';
import { parseRequest, toScenario } from '../../src/examples/index.ts';
import type { ExampleOptions } from '../../src/examples/index.ts';

const of = (options?: ExampleOptions): ReturnType<typeof toScenario> => toScenario(parseRequest('hello'), options);

test('without a choice it is the first app, on the machine as it is', () => {
  expect(of()).toMatchObject({ app: { preset: 'hello' }, options: {}, link: {}, schedule: [] });
  expect(of({ app: undefined, server: undefined, seed: undefined, link: undefined, source: undefined })).toEqual(of());
});

test('each choice alone is kept, a seed of 0 too', () => {
  expect(of({ seed: 0 }).options).toEqual({ seed: 0 });
  expect(of({ server: 'forking' }).options).toEqual({ server: 'forking' });
  expect(of({ link: { latency: 0.5 } })).toMatchObject({ options: {}, link: { latency: 0.5 } });
  expect(of({ app: 'echo' }).app).toEqual({ preset: 'echo' });
});

test('the app of an author takes the place of one that is named; its clients connect', () => {
  const { app, inputs } = of({ app: 'datagrams', source: 'export default app' });
  expect(app).toEqual({ source: 'export default app', language: 'typescript' });
  expect(inputs.map(({ do: name }) => name)).toEqual(['connect', 'send']);
  expect(of({ app: 'datagrams' }).inputs.map(({ do: name }) => name)).toEqual(['datagrams', 'send']);
});
