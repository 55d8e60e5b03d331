/** Links that would hurt a page that believes them: all are short enough to be sent by chat. */
import { deflateRawSync } from 'node:zlib';

/** The part of an address that brings data, or text that may be no JSON. */
export const linkOf = (data: unknown): string =>
  `#s1.${deflateRawSync(typeof data === 'string' ? data : JSON.stringify(data)).toString('base64url')}`;

const HELLO = { version: 1, app: { preset: 'hello' } };

/** A link to a scenario with some members changed. */
export const scenarioLink = (change: object, rest: object = {}): string =>
  linkOf({ app: 'hello', scenario: { ...HELLO, ...change }, ...rest });

/** A link that brings code. */
export const codeLink = (source: string): string => scenarioLink({ app: { source } });

export const times = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, at) => make(at));

const CONNECT = { do: 'connect', client: 0 };
const connects = (count: number): object[] => times(count, (client) => ({ do: 'connect', client }));
/** One connection after the other. */
const visits = (count: number): object[] => connects(count).flatMap((one) => [one, { ...one, do: 'close' }]);
const sends = (count: number, place: object): object[] => [
  CONNECT,
  ...times(count, () => ({ do: 'send', client: 0, data: 'x', ...place })),
];

/**
 * Members of a link, and of its scenario, that are null: what they are called in a message, if anything is wrong with
 * that.
 */
export const NULLS: readonly (readonly [name: string, link: string])[] = [
  ['all of it', linkOf(null)],
  ...['app', 'scenario', 'cursor', 'held', 'breakpoints'].map(
    (name) => [name, scenarioLink({}, { [name]: null })] as const,
  ),
  ['a breakpoint', scenarioLink({}, { breakpoints: [null] })],
  ...['view', 'title', 'note'].map((name) => [name, scenarioLink({}, { [name]: null })] as const),
  ...['pane', 'tab', 'connection', 'compared', 'hidden', 'tid', 'owner', 'query'].map(
    (name) => [`${name} of view`, scenarioLink({}, { view: { [name]: null } })] as const,
  ),
  ['step of held', scenarioLink({}, { held: { step: null } })],
  ...['version', 'app', 'options', 'inputs', 'schedule', 'link'].map(
    (name) => [`scenario.${name}`, scenarioLink({ [name]: null })] as const,
  ),
  ['scenario.app.preset', scenarioLink({ app: { preset: null } })],
  ['scenario.app.source', scenarioLink({ app: { source: null } })],
  ['an input', scenarioLink({ inputs: [null] })],
  ['do of an input', scenarioLink({ inputs: [{ do: null }] })],
  ['client of an input', scenarioLink({ inputs: [{ ...CONNECT, client: null }] })],
  ...['server', 'order', 'seed', 'host', 'port', 'epoch', 'limits', 'memory'].map(
    (name) => [`scenario.options.${name}`, scenarioLink({ options: { [name]: null } })] as const,
  ),
  ...['latency', 'loss'].map((name) => [`scenario.link.${name}`, scenarioLink({ link: { [name]: null } })] as const),
];

const DEEP_LIST = `${'['.repeat(90_000)}${']'.repeat(90_000)}`;
const DEEP_OBJECT = `${'{"a":'.repeat(90_000)}1${'}'.repeat(90_000)}`;

/** What is nested, or is more than a link may bring; and what is said of it. */
export const TOO_MUCH: readonly (readonly [name: string, link: string, said: string])[] = [
  [
    'a scenario nested 90,000 deep',
    linkOf(`{"app":"hello","scenario":${DEEP_OBJECT}}`),
    'nested 90,001 levels deep; 40 are',
  ],
  [
    'memory nested 90,000 deep',
    linkOf(`{"app":"hello","scenario":{"version":1,"app":{"preset":"hello"},"options":{"memory":{"a":${DEEP_LIST}}}}}`),
    'nested 90,004 levels deep; 40 are',
  ],
  [
    '1,000 clients',
    scenarioLink({ inputs: connects(1_000) }),
    'has 1,000 clients that are connected at the same time; a link may bring 64',
  ],
  ['65 clients', scenarioLink({ inputs: connects(65) }), 'has 65 clients'],
  [
    '1,001 connections, one after the other',
    scenarioLink({ inputs: visits(1_001).map((one) => ({ ...one, step: 1, time: 1 })) }),
    'has 1,001 connections; a link may bring 1,000',
  ],
  ['9,000 plans', scenarioLink({ inputs: sends(9_000, { time: 9e14 }) }), 'has 9,001 plans; a link may bring 1,000'],
  ['1,001 plans', scenarioLink({ inputs: sends(1_000, { step: 9e14 }) }), 'has 1,001 plans'],
  [
    '12,000 things to do',
    scenarioLink({ inputs: sends(11_999, { step: 9e14, time: 9e14 }) }),
    'has 12,000 inputs of clients; a link may bring 10,000',
  ],
  [
    '101 breakpoints',
    scenarioLink({}, { breakpoints: times(101, () => ({ call: 'a' })) }),
    'has 101 breakpoints; a link may bring 100',
  ],
  ['a title of 101 characters', scenarioLink({}, { title: 'x'.repeat(101) }), 'has 101 characters in its title'],
  ['a note of 1,001 characters', scenarioLink({}, { note: 'x'.repeat(1_001) }), 'has 1,001 characters in its note'],
  [
    'an app of 100,001 lines',
    codeLink('\n'.repeat(100_000)),
    'has 100,001 lines in the source of its app; a link may bring 5,000',
  ],
  [
    'an app of one long line of quotes',
    codeLink(`'\\`.repeat(150_000)),
    'has 300,000 characters in the source of its app; a link may bring 200,000',
  ],
];

/** As much as a link may bring. */
export const JUST_ENOUGH: readonly (readonly [name: string, link: string])[] = [
  ['64 clients', scenarioLink({ inputs: connects(64) })],
  ['1,000 connections', scenarioLink({ inputs: visits(1_000).map((one) => ({ ...one, step: 1, time: 1 })) })],
  ['1,000 plans', scenarioLink({ inputs: sends(999, { time: 9e14 }) })],
  ['10,000 things to do', scenarioLink({ inputs: sends(9_999, { step: 9e14, time: 9e14 }) })],
  ['100 breakpoints', scenarioLink({}, { breakpoints: times(100, () => ({ call: 'a' })) })],
  ['the longest title and note', scenarioLink({}, { title: '<b>'.repeat(33), note: '&'.repeat(1_000) })],
  ['5,000 lines', codeLink('\n'.repeat(4_999))],
  ['200,000 characters', codeLink("'".repeat(200_000))],
];
