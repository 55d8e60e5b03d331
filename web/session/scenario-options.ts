/** What a machine boots with, as a scenario says it. */
import { linkInSeconds } from '../../src/tooling.ts';
import type { LinkSettings, Scenario } from '../../src/index.ts';
import type { BootOptions, ServerKind } from '../../src/host/protocol.ts';
import { LINK_SETTING_NAMES, SERVER_KINDS } from '../../src/vocabulary.ts';

const SERVERS: readonly unknown[] = SERVER_KINDS;

/**
 * What of a scenario the page shows, and boots with should the scenario turn out to be none: what is not right is left
 * out.
 */
export function bootOptionsOf(scenario: Scenario): Pick<BootOptions, 'server' | 'seed' | 'link'> {
  const { version, options, link } = recordOf(scenario);
  const { server, seed } = recordOf(options);
  // Before version 3 the times of a scenario were in microseconds.
  const given = version === 1 || version === 2 ? linkInSeconds(recordOf(link)) : recordOf(link);
  const settings = LINK_SETTING_NAMES.flatMap((name) => (typeof given[name] === 'number' ? [[name, given[name]]] : []));
  return {
    server: SERVERS.includes(server) ? (server as ServerKind) : 'base',
    seed: isSeed(seed) ? seed : 0,
    link: settings.length === 0 ? undefined : (Object.fromEntries(settings) as LinkSettings),
  };
}

const isSeed = (seed: unknown): seed is number =>
  typeof seed === 'number' && Number.isInteger(seed) && seed >= 0 && seed <= 0xffffffff;

/** The members of an object; none of anything else. */
export const recordOf = (value: unknown): Readonly<Record<string, unknown>> =>
  (typeof value === 'object' && value !== null ? value : {}) as Record<string, unknown>;
