/**
 * Checks what a link brings, before anything of it is used. The machine that replays the scenario checks the scenario
 * itself.
 */
import { LINE_END, linkInSeconds } from '../../src/tooling.ts';
import type { LinkSettings, Scenario } from '../../src/index.ts';
import type { BootOptions, ServerKind } from '../../src/host/protocol.ts';
import { LINK_LIMITS } from '../../src/host/limits.ts';
import { ENGLISH } from '../texts/texts.ts';
import { noticeText, noticed } from './notices.ts';
import type { LinkCap, LinkSubject, SessionNotice } from './notices.ts';
import { LINK_SETTING_NAMES, SERVER_KINDS } from '../../src/vocabulary.ts';

/** What is wrong with a link. The message is English; a face shows the notice in the reader's language. */
export class LinkError extends Error {
  override readonly name = 'LinkError';
  readonly notice: SessionNotice;

  constructor(notice: SessionNotice) {
    super(noticeText(ENGLISH, notice));
    this.notice = notice;
  }
}

/**
 * Throws LinkError for more of something than a link may bring. @param subject what has it: a link, or the machine to
 * be shared.
 */
export function checkCount(subject: LinkSubject, cap: LinkCap, given: number): void {
  const limit = LINK_LIMITS[cap];
  if (given > limit) throw new LinkError(noticed('linkTooMany', { subject, cap, given, limit }));
}

/**
 * Throws LinkError for a scenario that is more than a link may bring. Data that is no scenario at all passes: the
 * machine says what is wrong.
 */
export function checkScenario(subject: LinkSubject, scenario: object): void {
  const { inputs } = recordOf(scenario);
  if (Array.isArray(inputs)) checkInputs(subject, inputs);
  const source = sourceIn(scenario);
  if (source === undefined) return;
  checkCount(subject, 'sourceLength', source.length);
  checkCount(subject, 'sourceLines', source.split(LINE_END).length);
}

function checkInputs(subject: LinkSubject, inputs: readonly unknown[]): void {
  checkCount(subject, 'inputs', inputs.length);
  const open = new Set<unknown>();
  let clients = 0;
  let connections = 0;
  let plans = 0;
  for (const input of inputs) {
    const { do: did, client, step, time } = recordOf(input);
    if (did === 'connect' || did === 'datagrams') {
      connections += 1;
      open.add(client);
      clients = Math.max(clients, open.size);
    } else if (did === 'close' || did === 'reset') open.delete(client);
    if (step === undefined || time === undefined) plans += 1;
  }
  checkCount(subject, 'clients', clients);
  checkCount(subject, 'connections', connections);
  checkCount(subject, 'plans', plans);
}

/** Source text that a scenario brings; undefined when it serves a preset as it comes. */
export function sourceIn(scenario: object): string | undefined {
  const { source } = recordOf(recordOf(scenario)['app']);
  return typeof source === 'string' ? source : undefined;
}

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
