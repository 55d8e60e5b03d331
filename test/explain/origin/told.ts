/** What is told of each byte of a stream, in the order of the stream. */
import { fateOf, originOf } from '../../../src/explain.ts';
import type { OriginLink } from '../../../src/explain.ts';
import type { Machine } from '../../../src/index.ts';

/** All ways through a tree of links, each as its links. */
const waysOf = (link: OriginLink): OriginLink[][] =>
  link.next.length === 0 ? [[link]] : link.next.flatMap((next) => waysOf(next).map((way) => [link, ...way]));

/** A link that matters where bytes have left the streams: its code, and the key or the name that it tells of. */
function named({ what: { code, values } }: OriginLink): string {
  const name = String(values['key'] ?? values['name'] ?? values['by'] ?? '');
  return name === '' ? code : `${code} ${name.slice(name.lastIndexOf('.') + 1)}`;
}

/** What happens in streams, which is left out. */
const IN_STREAMS =
  /^(?:bytes?\.\w+|typed|sent|arrived|queued|received|sendto|queued\.client|received\.client)(?:\.parts|\.late)?$/;

function told(machine: Machine, client: number, direction: 'request' | 'response'): string[] {
  const lane = machine
    .snapshot()
    .connections[client]?.lanes.find(({ name }) => name === (direction === 'request' ? 'client out' : 'client in'));
  const explain = direction === 'request' ? fateOf : originOf;
  const lines: { text: string; readonly ways: string }[] = [];
  for (const [byte, value] of (lane?.bytes ?? []).entries()) {
    const ways = waysOf(explain(machine, { client, direction, byte }))
      .map((way) => way.filter(({ what }) => !IN_STREAMS.test(what.code)).map(named))
      .map((way) => way.join(' > '));
    const all = [...new Set(ways)].join(' | ');
    const last = lines.at(-1);
    const text = String.fromCharCode(value);
    if (last?.ways === all) last.text += text;
    else lines.push({ text, ways: all });
  }
  return lines.map(({ text, ways }) => `${text.replaceAll('\r', '␍').replaceAll('\n', '␊')}: ${ways}`);
}

/** What becomes of the bytes of a client's request: `GET: read.line > attribute command > …`, a line for each part. */
export const fatesOf = (machine: Machine, client = 0): string[] => told(machine, client, 'request');

/** What the bytes of an answer were made of. */
export const originsOf = (machine: Machine, client = 0): string[] => told(machine, client, 'response');
