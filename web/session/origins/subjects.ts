/** A link of a chain as something that can be asked about itself, so that a chain can be walked. */
import type { OriginSubject } from '../../../src/explain/origin/link.ts';
import type { Trail } from '../../../src/explain/origin/trail.ts';
import type { ChainLink } from './chain.ts';

type Attribute = Extract<OriginSubject, { attribute: string }>['attribute'];

const ATTRIBUTES: readonly string[] = ['command', 'path', 'request_version'] satisfies readonly Attribute[];

/** Whose bytes a chain is about. */
export interface Context {
  readonly client: number;
  readonly trail: Trail | undefined;
}

/** Undefined for what has not happened. */
export function subjectOf(link: ChainLink, { client, trail }: Context): OriginSubject | undefined {
  const { what, step, bytes, lane, key, header } = link;
  const [first] = bytes;
  const last = bytes.at(-1);
  if (step === undefined) return undefined;
  if (key !== undefined) return { environ: key.name, client, request: key.request };
  if (first !== undefined && last !== undefined && lane !== undefined) {
    const { direction } = first;
    const shift = lane === 'headers buffer' ? inHeadersBuffer(trail, first.from) - first.from : 0;
    return { client: first.client, direction, byte: first.from + shift, to: last.to + shift, lane };
  }
  const request = requestAt(trail, step);
  const of = { client, ...(request === undefined ? {} : { request }) };
  if (header !== undefined) return { header, ...of };
  if (what.code === 'start.status') return { attribute: 'status_set', ...of };
  const name = String(what.values['name']);
  if (what.code === 'attribute' && ATTRIBUTES.includes(name)) return { attribute: name as Attribute, ...of };
  return { step };
}

/** The number of the last request whose line had been read at a step. */
export function requestAt(trail: Trail | undefined, step: number): number | undefined {
  const number = trail?.handling?.requests.findLastIndex(({ line }) => line.step <= step) ?? -1;
  return number < 0 ? undefined : number;
}

/** The part of `_headers_buffer` that was written as these bytes of the answer; undefined for others. */
export function buffered(trail: Trail, from: number, to: number): { from: number; to: number } | undefined {
  const isHead = trail.handling?.writes.some((write) => write.role === 'head' && write.from === from) === true;
  return isHead ? { from: inHeadersBuffer(trail, from), to: inHeadersBuffer(trail, to - 1) + 1 } : undefined;
}

/** Where a byte that was ever in `_headers_buffer` is in the answer; undefined while it has not been written. */
export function fromHeadersBuffer(trail: Trail, at: number): number | undefined {
  let before = 0;
  for (const { role, from, to } of trail.handling?.writes ?? []) {
    if (role !== 'head') continue;
    if (at < before + to - from) return from + at - before;
    before += to - from;
  }
  return undefined;
}

/** Where a byte of the answer stood among all bytes that were ever in `_headers_buffer`. */
export function inHeadersBuffer(trail: Trail | undefined, at: number): number {
  let before = 0;
  for (const { role, from, to } of trail?.handling?.writes ?? []) {
    if (role !== 'head') continue;
    if (at < to) return before + at - from;
    before += to - from;
  }
  return before;
}
