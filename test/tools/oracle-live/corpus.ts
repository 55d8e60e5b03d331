/** What the recorded clients sent, taken apart: the material for new requests. */
import { expand } from '../../oracle/recording.ts';
import type { Case, FuzzEntry } from '../../oracle/recording.ts';

/** Longer requests are left out: what they show does not depend on their length. */
const LONGEST = 3000;

/** Texts of the recordings, each once. */
export interface Corpus {
  /** Whole requests of each app, and of each handler (for servers without an app). */
  readonly requests: ReadonlyMap<string, readonly string[]>;
  /** Request targets, by app or handler. */
  readonly targets: ReadonlyMap<string, readonly string[]>;
  readonly headers: readonly string[];
  readonly bodies: readonly string[];
}

export function corpusOf(cases: readonly Case[], entries: readonly FuzzEntry[]): Corpus {
  const requests = new Map<string, Set<string>>();
  const targets = new Map<string, Set<string>>();
  const headers = new Set<string>();
  const bodies = new Set<string>();
  const add = (owner: string, text: string): void => {
    if (text === '' || text.length > LONGEST) return;
    addTo(requests, owner, text);
    const [head = '', ...rest] = text.split('\r\n\r\n');
    const [line = '', ...lines] = head.split('\r\n');
    const target = line.split(' ')[1];
    if (target !== undefined && target.length < 200) addTo(targets, owner, target);
    for (const header of lines) if (/^[\w-]+:/.test(header)) headers.add(header);
    const body = rest.join('\r\n\r\n');
    if (body !== '') bodies.add(body);
  };
  for (const item of cases) {
    if (item.server.kind.startsWith('udp')) continue;
    for (const text of sentIn(item)) add(item.app ?? item.server.handler ?? '', text);
  }
  for (const { app, data } of entries) add(app, expand(data));
  return { requests: listed(requests), targets: listed(targets), headers: [...headers], bodies: [...bodies] };
}

/** What each connection of a case sent. */
function sentIn({ steps }: Case): string[] {
  const texts = new Map<number, string>();
  for (const { do: what, conn = 0, data } of steps) {
    if (what === 'send' && data !== undefined) texts.set(conn, (texts.get(conn) ?? '') + expand(data));
  }
  return [...texts.values()];
}

function addTo(map: Map<string, Set<string>>, key: string, text: string): void {
  const set = map.get(key) ?? new Set();
  map.set(key, set.add(text));
}

const listed = (map: ReadonlyMap<string, ReadonlySet<string>>): ReadonlyMap<string, readonly string[]> =>
  new Map([...map].map(([key, set]) => [key, [...set]]));
