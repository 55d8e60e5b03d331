/**
 * Share links of the workbench, made and read in Node. web/session/share-link.ts says what is in one; a test holds both
 * to the same.
 */
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { Scenario } from '../../index.ts';
import { LINK_LIMITS } from '../../host/limits.ts';
import { readScenario } from '../../index.ts';

const PREFIX = '#s1.';

/** Where the workbench is to stand. */
export interface Moment {
  /** The app that the editor begins with. */
  readonly app: string;
  readonly scenario: Scenario;
  /** How many steps have happened in what is shown; undefined for all. */
  readonly step: number | undefined;
}

/** What stands after `#`, with it; undefined when it is too long for a link. */
export function linkTo({ app, scenario, step }: Moment): string | undefined {
  const json = Buffer.from(JSON.stringify({ app, scenario, cursor: step }));
  const hash = PREFIX + deflateRawSync(json).toString('base64url');
  return hash.length > LINK_LIMITS.characters || json.length > LINK_LIMITS.bytes ? undefined : hash;
}

/** The scenario of a link, from its `#` on. Throws Error that says what is wrong with it. */
export function scenarioInLink(hash: string): Scenario {
  if (!hash.startsWith(PREFIX)) throw new Error(`a link begins with ${PREFIX}, not with '${hash.slice(0, 20)}'`);
  return readScenario(fieldOf(unpacked(hash.slice(PREFIX.length)), 'scenario'));
}

function unpacked(packed: string): unknown {
  try {
    const json = inflateRawSync(Buffer.from(packed, 'base64url'), { maxOutputLength: LINK_LIMITS.bytes });
    return JSON.parse(json.toString('utf8'));
  } catch {
    throw new Error('the link is damaged: its data cannot be unpacked');
  }
}

const fieldOf = (data: unknown, name: string): unknown =>
  typeof data === 'object' && data !== null ? (data as Readonly<Record<string, unknown>>)[name] : undefined;
