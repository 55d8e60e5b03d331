/** Several examples on one server, and the network that an author names. */
import { expect, test } from 'vitest';
import { decodeLatin1 } from '../../src/index.ts';
import { joinScripts, linkOf, parseRequest, play, toScenario } from '../../src/examples/index.ts';
import { NETWORKS } from '../../src/examples/link.ts';

test('the examples of a group talk to one server, one after the other', () => {
  const { script, clients } = joinScripts(
    ['[[client 1]]\nGET / HTTP/1.0\n\n[[client 2]]\nGET / HTTP/1.0', 'GET /third HTTP/1.0'].map((text) =>
      parseRequest(text),
    ),
  );
  expect(clients).toEqual([[0, 1], [2]]);
  const { answers, log } = play(toScenario(script, { app: 'counter' }));
  expect(answers.map(({ bytes }) => decodeLatin1(bytes).split('\r\n\r\n')[1])).toHaveLength(3);
  expect(log.match(/"GET \/\S* HTTP\/1\.0" 200/g)).toEqual([
    '"GET / HTTP/1.0" 200',
    '"GET / HTTP/1.0" 200',
    '"GET /third HTTP/1.0" 200',
  ]);
});

test('a link is the name of a network, or settings', () => {
  expect(linkOf(' phone ')).toEqual(NETWORKS.find(({ name }) => name === 'phone')?.link);
  expect(linkOf('{"latency":0.1}')).toEqual({ latency: 0.1 });
  expect(() => linkOf('dialup')).toThrow("link: 'dialup' is not a network; there are perfect, wifi, phone, satellite");
  expect(() => linkOf('{')).toThrow("link: '{' is not a network");
});
