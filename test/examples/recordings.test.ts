/**
 * Recordings of the real server as examples: what its clients sent is written as a fence and what they received as a
 * printed answer. The example, played, must give just that.
 */
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { encodeLatin1 } from '../../src/index.ts';
import { compareAnswer, parseRequest, play, printAnswer, toScenario } from '../../src/examples/index.ts';
import type { Played } from '../../src/examples/index.ts';
import type { ServerKind } from '../../src/vocabulary.ts';
import { APPS } from '../oracle/apps/table.ts';
import { expand, loadCases } from '../oracle/recording.ts';
import type { Case, Step } from '../oracle/recording.ts';

/** Every tenth case is played. */
const EVERY = 10;
/** Five digits, as the ports of the recorded servers had. */
const PORT = 45_000;

const KINDS = ['base', 'threaded', 'forking'];
const WORDS: Readonly<Record<string, string>> = { recv_all: '[[wait]]', shutdown_write: '[[half-close]]' };

/** Cases of which an example can be made: nothing is sent in pieces, and nothing hangs on when it is read. */
const isExample = ({ app, server, steps }: Case): boolean =>
  app !== null &&
  KINDS.includes(server.kind) &&
  Object.keys(server).length === 1 &&
  steps.every((step) => (step.do in WORDS || ['connect', 'send'].includes(step.do)) && step.split === undefined);

const CASES = loadCases([fileURLToPath(new URL('../oracle/recordings/', import.meta.url))]).filter(isExample);

const escaped = (text: string): string =>
  text.replaceAll(/[^ -[\]-~]/g, (byte) => `\\x${byte.charCodeAt(0).toString(16).padStart(2, '0')}`);

/** Lines of CR LF as lines, everything else as bytes. */
const linesOf = (data: string): string[] =>
  (data.match(/[^\n]*\n|[^\n]+$/g) ?? []).map((line) =>
    /^[ -~]*\r\n$/.test(line) && !line.startsWith('[[') ? line.slice(0, -2) : `[[bytes ${escaped(line)}]]`,
  );

/** A case's steps as the text of a fence. */
function fenceOf(steps: readonly Step[]): string {
  let client = 0;
  return steps
    .flatMap((step) => {
      const { conn = 0 } = step;
      const turn = conn === client ? [] : [`[[client ${conn + 1}]]`];
      client = conn;
      if (step.do === 'connect') return turn;
      return [...turn, ...(step.do === 'send' ? linesOf(expand(step.data ?? '')) : [WORDS[step.do] ?? ''])];
    })
    .join('\n');
}

/** What the clients of a recording received, printed, with wildcards where the recordings have a mark. */
function printedOf({ golden }: Case): string {
  const answers = golden.conns.map(({ received = '', end }) => ({
    bytes: encodeLatin1(expand(received)),
    state: end,
    error: undefined,
    writes: [],
  }));
  return printAnswer({ answers })
    .replaceAll(/<DATE(?:\+\d+)?>/g, '[DATE]')
    .replaceAll('<CPORT>', '[PORT]')
    .replaceAll('<PORT>', '[PORT_SERVER]');
}

function playCase({ app, server, steps }: Case): Played {
  const scenario = toScenario(parseRequest(fenceOf(steps)), { server: server.kind as ServerKind });
  const given = { ...scenario, app: { given: app ?? '' }, options: { ...scenario.options, port: PORT } };
  return play(given, { app: APPS[app ?? '']! });
}

const chosen = CASES.filter((_, index) => index % EVERY === 0);

test.each(chosen.map((item) => [item.id, item] as const))('%s is answered as the real server did', (_, item) => {
  const played = playCase(item);
  expect(compareAnswer(printedOf(item), played)).toMatchObject({ matches: true });
  expect(compareAnswer(printAnswer(played), played)).toMatchObject({ matches: true, patterns: [] });
});

test('there are many of them', () => {
  expect(CASES.length).toBeGreaterThan(1000);
});
