/** What clients of the recordings sent: the material that is mutated. */
import { fileURLToPath } from 'node:url';
import { expand, loadCases, loadFuzz } from '../../oracle/recording.ts';
import type { Case } from '../../oracle/recording.ts';

const RECORDINGS = [fileURLToPath(new URL('../../oracle/recordings/', import.meta.url))];

/** Bytes that a client sent, as latin-1 text, by what they were sent to. */
export interface Corpus {
  /** To a WSGI server, by app. */
  readonly apps: ReadonlyMap<string, readonly string[]>;
  readonly wsgi: readonly string[];
  readonly http: readonly string[];
  readonly stream: readonly string[];
  readonly datagram: readonly string[];
}

/** What the clients of a case sent: one text for each connection of a stream, one for each datagram. */
function textsOf({ steps, server }: Case): string[] {
  const sends = steps.filter((step) => step.do === 'send');
  const textOf = (step: (typeof steps)[number]): string => expand(step.data ?? '');
  if (server.kind.startsWith('udp')) return sends.map(textOf);
  const connections = new Set(sends.map(({ conn = 0 }) => conn));
  return [...connections].map((number) =>
    sends
      .filter(({ conn = 0 }) => conn === number)
      .map(textOf)
      .join(''),
  );
}

/** Reads the recordings. Long texts are left out: what they try is in their repetition, and mutations repeat too. */
export function loadCorpus(longest = 20_000): Corpus {
  const apps = new Map<string, string[]>();
  const [wsgi, http, stream, datagram]: [string[], string[], string[], string[]] = [[], [], [], []];
  const add = (list: string[], texts: readonly string[]): void => {
    list.push(...texts.filter((text) => text.length <= longest));
  };
  const addToApp = (app: string, texts: readonly string[]): void => {
    const list = apps.get(app) ?? [];
    apps.set(app, list);
    add(list, texts);
    add(wsgi, texts);
  };
  for (const item of loadCases(RECORDINGS)) {
    const texts = textsOf(item);
    const { kind } = item.server;
    if (item.app !== null) addToApp(item.app, texts);
    else if (kind.startsWith('udp')) add(datagram, texts);
    else add(kind.startsWith('http') ? http : stream, texts);
  }
  for (const { app, data } of loadFuzz(RECORDINGS)) addToApp(app, [expand(data)]);
  return { apps, wsgi, http, stream, datagram };
}
