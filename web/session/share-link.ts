/**
 * A moment of a machine as the part of an address after `#`, and back. `s1.` and the scenario, deflated (RFC 1951,
 * which every browser of the last years does by itself) and in base64url. Nothing of it is sent anywhere: what stands
 * after `#` stays in the browser.
 */
import { TEXT_DEPTH, jsonDepth } from '../../src/tooling.ts';
import type { BreakpointSpec, Scenario } from '../../src/index.ts';
import type { Asking, PausedAt } from '../../src/host/protocol.ts';
import { noticed } from './notices.ts';
import { LINK_LIMITS } from '../../src/host/limits.ts';
import { LinkError, checkCount, checkScenario, sourceIn } from './link-check.ts';
import { recordOf } from './scenario-options.ts';
import { BREAKPOINT_KINDS } from '../../src/vocabulary.ts';
import type { AuthorWords, LinkView } from './link-view.ts';
import { checkWords, viewIn, wordsIn, wordsOf } from './link-view.ts';

/** What a link holds. The scenario is checked by the machine that is to live it. */
export interface Shared extends AuthorWords {
  /** Name of the preset that is served, or that the reader's app began as. */
  readonly app: string;
  readonly scenario: Scenario;
  /** How many steps have happened in what is shown; undefined for all. */
  readonly cursor: number | undefined;
  /**
   * Where the machine stood still; undefined when it did not. Links of the first days have nothing of this, nor of what
   * follows.
   */
  readonly held: PausedAt | undefined;
  /** Those that were on. */
  readonly breakpoints: readonly BreakpointSpec[];
  /** Whether the machine asks who runs next. */
  readonly isAsking: Asking;
  /** What was looked at; undefined in links that do not say it. */
  readonly view?: LinkView | undefined;
}

/** Other versions begin with another one. */
const PREFIX = '#s1.';
/** What chat programs and mail still carry without a break. */
export const COMFORTABLE_CHARACTERS = 8_192;

/** The part of the address, with its `#`. Throws LinkError when there is too much to share. */
export async function encodeLink(shared: Shared): Promise<string> {
  const { breakpoints, isAsking, title: _title, note: _note, ...rest } = shared;
  checkScenario('machine', shared.scenario);
  checkCount('machine', 'breakpoints', breakpoints.length);
  checkWords('machine', shared);
  const data = {
    ...rest,
    ...wordsOf(shared),
    ...(breakpoints.length === 0 ? {} : { breakpoints }),
    ...(isAsking === false ? {} : { isAsking }),
  };
  const json = new TextEncoder().encode(JSON.stringify(data));
  const packed = await allOf(new Blob([json]).stream().pipeThrough(new CompressionStream('deflate-raw')), Infinity);
  const hash = PREFIX + toBase64Url(packed);
  if (hash.length > LINK_LIMITS.characters || json.length > LINK_LIMITS.bytes) {
    throw new LinkError(noticed('shareTooLong', { length: hash.length, limit: LINK_LIMITS.characters }));
  }
  return hash;
}

/** Throws LinkError that says what is wrong. */
export async function decodeLink(hash: string): Promise<Shared> {
  if (!hash.startsWith(PREFIX)) {
    const isNewer = /^#s\d/.test(hash);
    throw new LinkError(isNewer ? noticed('linkNewer', {}) : noticed('linkNone', {}));
  }
  if (hash.length > LINK_LIMITS.characters) {
    throw new LinkError(noticed('linkTooLong', { length: hash.length, limit: LINK_LIMITS.characters }));
  }
  return sharedOf(await unpack(fromBase64Url(hash.slice(PREFIX.length))));
}

async function unpack(packed: Uint8Array<ArrayBuffer>): Promise<unknown> {
  let text: string;
  try {
    const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
    text = new TextDecoder('utf-8', { fatal: true }).decode(await allOf(stream, LINK_LIMITS.bytes));
  } catch (error) {
    if (error instanceof LinkError) throw error;
    throw new LinkError(noticed('linkDamaged', {}));
  }
  const depth = jsonDepth(text);
  if (depth > TEXT_DEPTH) {
    throw new LinkError(noticed('linkTooDeep', { depth, limit: TEXT_DEPTH }));
  }
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new LinkError(noticed('linkUnreadable', {}));
  }
}

/** The outermost shape only: the machine reads the scenario by its schema. */
function sharedOf(data: unknown): Shared {
  const fields = recordOf(data);
  const { app, scenario, cursor, held, breakpoints = [], isAsking = false } = fields;
  if (typeof scenario !== 'object' || scenario === null) throw new LinkError(noticed('linkNoScenario', {}));
  if (typeof app !== 'string' || app.length > LINK_LIMITS.nameLength) throw new LinkError(noticed('linkNoApp', {}));
  if (cursor !== undefined && !isStep(cursor)) {
    throw new LinkError(noticed('linkBadCursor', {}));
  }
  if (Array.isArray(breakpoints)) checkCount('link', 'breakpoints', breakpoints.length);
  if (!Array.isArray(breakpoints) || !breakpoints.every(isBreakpoint)) {
    throw new LinkError(noticed('linkBadBreakpoints', {}));
  }
  checkScenario('link', scenario);
  const view = viewIn(fields['view']);
  return {
    app,
    scenario: scenario as Scenario,
    cursor,
    held: heldOf(held),
    breakpoints,
    isAsking: isAsking === true || isAsking === 'all' ? isAsking : false,
    ...(view === undefined ? {} : { view }),
    ...wordsIn(fields),
  };
}

export const isStep = (value: unknown): value is number =>
  typeof value === 'number' && Number.isSafeInteger(value) && value > 0;

function heldOf(held: unknown): PausedAt | undefined {
  if (held === undefined) return undefined;
  const { step, isChoice } = recordOf(held);
  if (!isStep(step)) throw new LinkError(noticed('linkBadPause', {}));
  return { step, isChoice: isChoice === true };
}

const TEXTS: ReadonlySet<string> = new Set([...BREAKPOINT_KINDS, 'lane', 'thread']);

/** Whether the page can show it; the machine says what it does not know. */
function isBreakpoint(value: unknown): value is BreakpointSpec {
  const fields = recordOf(value);
  return BREAKPOINT_KINDS.filter((kind) => kind in fields).length === 1 && Object.entries(fields).every(isField);
}

function isField([name, field]: [string, unknown]): boolean {
  if (typeof field === 'string') return TEXTS.has(name) && field.length <= LINK_LIMITS.breakpointLength;
  if (name === 'bytes')
    return Array.isArray(field) && field.length <= LINK_LIMITS.breakpointLength && field.every(isByte);
  if (name === 'once') return typeof field === 'boolean';
  return (name === 'thread' || name === 'client') && Number.isSafeInteger(field);
}

const isByte = (value: unknown): boolean =>
  Number.isInteger(value) && (value as number) >= 0 && (value as number) < 256;

/** Source text that a scenario brings; undefined when it serves a preset as it comes. */
export const sourceOf = ({ scenario }: Shared): string | undefined => sourceIn(scenario);

/** Everything that a stream brings, up to a size. */
async function allOf(stream: ReadableStream<Uint8Array>, most: number): Promise<Uint8Array<ArrayBuffer>> {
  const parts: Uint8Array[] = [];
  let length = 0;
  const reader = stream.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    length += value.length;
    if (length > most) {
      await reader.cancel();
      throw new LinkError(noticed('linkTooManyBytes', { limit: most }));
    }
    parts.push(value);
  }
  const whole = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function toBase64Url(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

function fromBase64Url(text: string): Uint8Array<ArrayBuffer> {
  if (text === '') throw new LinkError(noticed('linkEmpty', {}));
  if (!/^[\w-]+$/.test(text)) throw new LinkError(noticed('linkForeign', {}));
  try {
    return Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (character) =>
      character.charCodeAt(0),
    );
  } catch {
    throw new LinkError(noticed('linkDamaged', {}));
  }
}
