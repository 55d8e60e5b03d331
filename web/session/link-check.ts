/**
 * Checks what a link brings, before anything of it is used. The machine that replays the scenario checks the scenario
 * itself.
 */
import { LINE_END } from '../../src/tooling.ts';
import { LINK_LIMITS } from '../../src/host/limits.ts';
import { LINKS } from '../texts/en/links.ts';
import { ENGLISH } from '../texts/texts.ts';
import { noticeText, noticed } from './notices.ts';
import type { LinkCap, LinkSubject, SessionNotice } from './notices.ts';
import { recordOf } from './scenario-options.ts';

/** Faces without links have no use for these sentences: they are there once one is said. */
function inEnglish(notice: SessionNotice): string {
  ENGLISH.add(LINKS);
  return noticeText(ENGLISH, notice);
}

/** What is wrong with a link. The message is English; a face shows the notice in the reader's language. */
export class LinkError extends Error {
  override readonly name = 'LinkError';
  readonly notice: SessionNotice;

  constructor(notice: SessionNotice) {
    super(inEnglish(notice));
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
