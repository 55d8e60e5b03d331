/** What is played for an element: the texts of its author, a scenario file, or a share link. */
import type { BreakpointSpec, Scenario } from '../../../src/index.ts';
import type { Asking, PausedAt } from '../../../src/host/protocol.ts';
import type { PlaySubject, RequestText } from '../../../src/host/played.ts';
import type { EngineKey } from '../../texts/en/engine.ts';
import type { Wanted } from '../contract.ts';

/** Something about an example is wrong before it is played. */
export class ExampleError extends Error {
  override readonly name = 'ExampleError';
  readonly code: EngineKey;
  readonly values: Readonly<Record<string, string>>;

  constructor(code: EngineKey, values: Readonly<Record<string, string>>) {
    super(code);
    this.code = code;
    this.values = values;
  }
}

/** What a share link says beside its scenario. */
export interface Shown {
  readonly app: string;
  readonly cursor: number | undefined;
  readonly held: PausedAt | undefined;
  readonly breakpoints: readonly BreakpointSpec[];
  readonly isAsking: Asking;
}

export interface Played {
  readonly subject: PlaySubject;
  /** TypeScript of the app, if it is none of Glaswerk's. */
  readonly source: string | undefined;
  /** Whether that text comes from a file or a link, which others may have written. */
  readonly isForeign: boolean;
  readonly shown?: Shown;
}

type Request = Pick<Wanted, 'request' | 'escaped' | 'lineEnds'>;

/** Reads what an element wants to be played. Throws ExampleError. */
export async function exampleOf(wanted: Wanted): Promise<Played> {
  const { src, appSource } = wanted;
  if (src?.startsWith('#') === true) return await linked(src);
  if (src !== undefined) return await filed(src);
  const source = appSource === undefined || 'text' in appSource ? appSource?.text : await fetched(appSource.address);
  const requests = [...wanted.earlier, wanted].map(textOf);
  const { app, server, seed, link, answer, values } = wanted;
  const example = { requests, app, source, server, seed, link, answer, values };
  return { subject: { example }, source, isForeign: false };
}

function textOf({ request, escaped, lineEnds }: Request): RequestText {
  if (escaped !== undefined) return { text: escaped, isEscaped: true, lineEnds };
  if (request === undefined) throw new ExampleError('no-example', {});
  return { text: request, isEscaped: false, lineEnds };
}

async function linked(hash: string): Promise<Played> {
  const { decodeLink, sourceOf } = await import('../../session/share-link.ts');
  const shared = await decodeLink(hash);
  const { scenario, ...shown } = shared;
  return { subject: { scenario }, source: sourceOf(shared), isForeign: true, shown };
}

async function filed(address: string): Promise<Played> {
  const text = await fetched(address);
  try {
    const scenario = JSON.parse(text) as Partial<Scenario>;
    const source = scenario.app !== undefined && 'source' in scenario.app ? scenario.app.source : undefined;
    return { subject: { scenario }, source, isForeign: true };
  } catch (error) {
    throw new ExampleError('not-json', { address, why: error instanceof Error ? error.message : String(error) });
  }
}

async function fetched(address: string): Promise<string> {
  try {
    const response = await fetch(address);
    if (response.ok) return await response.text();
    throw new Error(`${response.status} ${response.statusText}`);
  } catch (error) {
    throw new ExampleError('not-fetched', { address, why: error instanceof Error ? error.message : String(error) });
  }
}
