/**
 * A moment of a machine as the part of an address after `#`, and back. `s1.` and the scenario, deflated (RFC 1951, which every browser
 * of the last years does by itself) and in base64url. Nothing of it is sent anywhere: what stands after `#` stays in the browser.
 */
import type { BreakpointSpec, Scenario } from '../../src/index.ts';
import type { HeldAt } from '../protocol.ts';

/** What a link holds. The scenario is checked by the machine that is to live it. */
export interface Shared {
  /** Name of the preset that is served, or that the reader's app began as. */
  readonly app: string;
  readonly scenario: Scenario;
  /** How many steps have happened in what is shown; undefined for all. */
  readonly cursor: number | undefined;
  /** Where the machine stood still; undefined when it did not. Links of the first days have nothing of this, nor of what follows. */
  readonly held: HeldAt | undefined;
  /** Those that were on. */
  readonly breakpoints: readonly BreakpointSpec[];
  /** Whether the machine asks who runs next. */
  readonly isAsking: boolean;
}

/** What is wrong with a link, in words for its reader. */
export class LinkError extends Error {
  override readonly name = 'LinkError';
}

/** Other versions begin with another one. */
const PREFIX = '#s1.';
/** Characters of a link, and bytes of what is in it: more is no machine that anybody made by hand. */
export const MOST_CHARACTERS = 64_000;
const MOST_BYTES = 1_000_000;
/** What chat programs and mail still carry without a break. */
export const COMFORTABLE_CHARACTERS = 8_192;

/** The part of the address, with its `#`. Throws LinkError when there is too much to share. */
export async function encodeLink(shared: Shared): Promise<string> {
  const { breakpoints, isAsking, ...rest } = shared;
  const data = {
    ...rest,
    ...(breakpoints.length === 0 ? {} : { breakpoints }),
    ...(isAsking ? { isAsking } : {}),
  };
  const json = new TextEncoder().encode(JSON.stringify(data));
  const packed = await allOf(new Blob([json]).stream().pipeThrough(new CompressionStream('deflate-raw')), Infinity);
  const hash = PREFIX + toBase64Url(packed);
  if (hash.length > MOST_CHARACTERS || json.length > MOST_BYTES) {
    throw new LinkError(
      `What has happened takes ${count(hash.length)} characters; a link may have ${count(MOST_CHARACTERS)}.`,
    );
  }
  return hash;
}

/** Throws LinkError that says what is wrong. */
export async function decodeLink(hash: string): Promise<Shared> {
  if (!hash.startsWith(PREFIX)) {
    const isNewer = /^#s\d/.test(hash);
    throw new LinkError(
      isNewer
        ? 'The link was made by a newer version of this page.'
        : 'What the address brings is no link of this page.',
    );
  }
  if (hash.length > MOST_CHARACTERS) {
    throw new LinkError(`The link has ${count(hash.length)} characters; ${count(MOST_CHARACTERS)} are allowed.`);
  }
  return sharedOf(await unpack(fromBase64Url(hash.slice(PREFIX.length))));
}

async function unpack(packed: Uint8Array<ArrayBuffer>): Promise<unknown> {
  let text: string;
  try {
    const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
    text = new TextDecoder('utf-8', { fatal: true }).decode(await allOf(stream, MOST_BYTES));
  } catch (error) {
    if (error instanceof LinkError) throw error;
    throw new LinkError('The link is damaged: a part of it may have been cut off.');
  }
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new LinkError('The link is damaged: what is in it can not be read.');
  }
}

/** The outermost shape only: the machine reads the scenario by its schema. */
function sharedOf(data: unknown): Shared {
  const { app, scenario, cursor, held, breakpoints = [], isAsking = false } = fieldsOf(data);
  if (typeof scenario !== 'object' || scenario === null) throw new LinkError('The link has no scenario in it.');
  if (typeof app !== 'string' || app.length > 200) throw new LinkError('The link names no app.');
  if (cursor !== undefined && !isStep(cursor)) {
    throw new LinkError('The step that the link points at is not a number from 1.');
  }
  if (!Array.isArray(breakpoints) || breakpoints.length > MOST_BREAKPOINTS || !breakpoints.every(isBreakpoint)) {
    throw new LinkError('The breakpoints of the link are none.');
  }
  return {
    app,
    scenario: scenario as Scenario,
    cursor,
    held: heldOf(held),
    breakpoints,
    isAsking: isAsking === true,
  };
}

const fieldsOf = (data: unknown): Record<string, unknown> =>
  (typeof data === 'object' && data !== null ? data : {}) as Record<string, unknown>;

const isStep = (value: unknown): value is number =>
  typeof value === 'number' && Number.isSafeInteger(value) && value > 0;

function heldOf(held: unknown): HeldAt | undefined {
  if (held === undefined) return undefined;
  const { step, isChoice } = fieldsOf(held);
  if (!isStep(step)) throw new LinkError('The step at which the link stands still is not a number from 1.');
  return { step, isChoice: isChoice === true };
}

const MOST_BREAKPOINTS = 100;
const MOST_LETTERS = 1_000;
const KINDS: readonly (keyof BreakpointSpec)[] = ['call', 'leave', 'syscall', 'wait', 'bytes', 'pattern', 'state'];
const TEXTS: ReadonlySet<string> = new Set([...KINDS, 'lane', 'thread']);

/** Whether the page can show it; the machine says what it does not know. */
function isBreakpoint(value: unknown): value is BreakpointSpec {
  const fields = fieldsOf(value);
  return KINDS.filter((kind) => kind in fields).length === 1 && Object.entries(fields).every(isField);
}

function isField([name, field]: [string, unknown]): boolean {
  if (typeof field === 'string') return TEXTS.has(name) && field.length <= MOST_LETTERS;
  if (name === 'bytes') return Array.isArray(field) && field.length <= MOST_LETTERS && field.every(isByte);
  if (name === 'once') return typeof field === 'boolean';
  return (name === 'thread' || name === 'client') && Number.isSafeInteger(field);
}

const isByte = (value: unknown): boolean =>
  Number.isInteger(value) && (value as number) >= 0 && (value as number) < 256;

/** Source text that a scenario brings; undefined when it serves a preset as it comes. */
export function sourceOf({ scenario }: Shared): string | undefined {
  const { app } = scenario as Partial<Scenario>;
  return typeof app === 'object' && 'source' in app && typeof app.source === 'string' ? app.source : undefined;
}

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
      throw new LinkError(`The link holds more than ${count(most)} bytes.`);
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
  if (text === '') throw new LinkError('The link is empty.');
  if (!/^[\w-]+$/.test(text)) throw new LinkError('The link is damaged: it has characters that none of ours has.');
  try {
    return Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (character) =>
      character.charCodeAt(0),
    );
  } catch {
    throw new LinkError('The link is damaged: a part of it may have been cut off.');
  }
}

const count = (number: number): string => number.toLocaleString('en');
