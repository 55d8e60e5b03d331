/** The recordings' file format: types, reading, and the expansion of packed data. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Bytes as latin-1 text; long repetitions as `[text, n]`. */
export type Data = string | readonly (string | readonly [text: string, count: number])[];

/** One step of a client's script. */
export interface Step {
  readonly do: 'connect' | 'send' | 'pause' | 'shutdown_write' | 'recv_all' | 'recv_for' | 'close' | 'reset';
  readonly conn?: number;
  readonly data?: Data;
  readonly ms?: number;
  /** Send in pieces of that many bytes, … */
  readonly split?: number;
  /** … with that many milliseconds between them. */
  readonly gap?: number;
}

/** How a connection ended, seen from the client. */
export type End = 'open' | 'eof' | 'reset' | 'closed' | 'refused';

/** What was known after a reading step, or which error a writing step met. */
export interface Mark {
  readonly step: number;
  readonly conn: number;
  readonly bytes: number;
  readonly state?: End;
  readonly error?: string;
}

export interface ConnectionResult {
  readonly received?: Data;
  readonly datagrams?: readonly string[];
  readonly end: End;
}

export type CallEvent = readonly [kind: 'call' | 'return' | 'raise', name: string];
export type SyscallEntry = readonly (string | number | null)[];
export type Labelled<T> = Readonly<Record<string, readonly T[]>>;

/** What a run of a case gave; a recording's `golden` with its traces put in, or a run of ours. */
export interface Result {
  readonly conns: readonly ConnectionResult[];
  readonly marks: readonly Mark[];
  readonly log: readonly Data[];
  readonly exit: number | 'killed';
  readonly calls: Labelled<CallEvent> | null;
  readonly syscalls: Labelled<SyscallEntry> | null;
}

/** Which server to build; see the README of the recordings. */
export interface ServerSpec {
  readonly kind: string;
  readonly handler?: string;
  readonly mixin?: string;
  readonly attributes?: Readonly<Record<string, unknown>>;
  readonly passthrough_errors?: boolean;
  readonly processes?: number;
  readonly arguments?: Readonly<Record<string, unknown>>;
  readonly host?: string;
  readonly handle_request?: number;
}

export interface Case {
  readonly id: string;
  readonly category: string;
  readonly app: string | null;
  readonly server: ServerSpec;
  readonly steps: readonly Step[];
  readonly golden: Result;
}

export interface FuzzResult {
  readonly received: Data;
  readonly end: End;
}
export type FuzzKind = 'base' | 'threaded';
export const FUZZ_KINDS: readonly FuzzKind[] = ['base', 'threaded'];

export interface FuzzEntry {
  readonly id: string;
  readonly app: string;
  readonly mode: 'half' | 'open';
  readonly data: Data;
  readonly base: FuzzResult;
  readonly threaded: FuzzResult;
}

/** A file that is not there, or not in the recordings' format. */
export class RecordingError extends Error {}

/** Data as one text; each character is one byte. */
export function expand(data: Data): string {
  if (typeof data === 'string') return data;
  return data.map((part) => (typeof part === 'string' ? part : part[0].repeat(part[1]))).join('');
}

/** Latin-1 text as bytes. */
export function bytesOf(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i += 1) bytes[i] = text.charCodeAt(i);
  return bytes;
}

/** Bytes as latin-1 text. */
export function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
}

/**
 * All cases of the files, and of the files in the folders, that `paths` name; in the order of the paths, then of the
 * names.
 */
export function loadCases(paths: readonly string[]): Case[] {
  return paths.flatMap((path) => filesIn(path, '.json')).flatMap(casesOf);
}

/** All fuzz entries of the files, and of the files in the folders, that `paths` name. */
export function loadFuzz(paths: readonly string[]): FuzzEntry[] {
  return paths.flatMap((path) => filesIn(path, '.jsonl')).flatMap(fuzzOf);
}

function filesIn(path: string, ending: string): string[] {
  if (!existsSync(path)) throw new RecordingError(`no such file or folder: ${path}`);
  if (!statSync(path).isDirectory()) return [path];
  const names = readdirSync(path).filter((name) => name.endsWith(ending));
  if (names.length === 0) throw new RecordingError(`no *${ending} file in the folder ${path}`);
  return names.toSorted().map((name) => join(path, name));
}

interface CaseFile {
  readonly traces: Readonly<Record<string, readonly CallEvent[]>>;
  readonly cases: readonly (Omit<Case, 'golden'> & { readonly golden: RecordedGolden })[];
}
interface RecordedGolden extends Omit<Result, 'calls'> {
  readonly calls: Readonly<Record<string, string>> | null;
}

function casesOf(path: string): Case[] {
  const file = parse(readFileSync(path, 'utf8'), path) as Partial<CaseFile> | null;
  if (!Array.isArray(file?.cases))
    throw new RecordingError(`${path} is not a file of recorded cases: it has no "cases"`);
  const { cases } = file as CaseFile;
  const traces = file?.traces ?? {};
  return cases.map((item) => {
    if (typeof item.golden !== 'object') throw new RecordingError(`${path}: the case ${item.id} has no "golden"`);
    return { ...item, golden: { ...item.golden, calls: resolve(item.golden.calls, traces, `${path}: ${item.id}`) } };
  });
}

function resolve(
  calls: RecordedGolden['calls'],
  traces: CaseFile['traces'],
  where: string,
): Labelled<CallEvent> | null {
  if (calls === null || calls === undefined) return null;
  return Object.fromEntries(
    Object.entries(calls).map(([label, name]) => {
      const events = traces[name];
      if (events === undefined) throw new RecordingError(`${where}: there is no trace ${name}`);
      return [label, events];
    }),
  );
}

function fuzzOf(path: string): FuzzEntry[] {
  const lines = readFileSync(path, 'utf8').split('\n');
  return lines.flatMap((line, index) => {
    if (line.trim() === '') return [];
    const entry = parse(line, `${path}:${index + 1}`) as Partial<FuzzEntry> | null;
    if (typeof entry?.app !== 'string' || entry.base === undefined || entry.threaded === undefined) {
      throw new RecordingError(`${path}:${index + 1} is not a fuzz entry`);
    }
    return [entry as FuzzEntry];
  });
}

function parse(text: string, where: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new RecordingError(`${where} is not JSON: ${(error as Error).message}`, { cause: error });
  }
}
