/**
 * The recordings' own normalisations of received bytes and of the log, and nothing else: dates, expiries, ports, time
 * stamps, tracebacks.
 */

const HTTP_DATE = String.raw`[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT`;
const DATE_VALUE = new RegExp(`(?<=[Dd]ate: )${HTTP_DATE}`, 'g');
const COOKIE_EXPIRES = new RegExp(String.raw`(Expires=)(${HTTP_DATE})(?=; Max-Age=(\d+))`, 'g');
const HEADER_EXPIRES = new RegExp(String.raw`(\nExpires: )(${HTTP_DATE})(?=\r)`, 'g');
const MAX_AGE = /\nCache-Control:[^\n]*max-age=(\d+)/g;
const LOG_STAMP = /\[\d{2}\/[A-Z][a-z]{2}\/\d{4} \d{2}:\d{2}:\d{2}\]/g;
const LOG_START = /^(?:\d+\.\d+\.\d+\.\d+ - - \[|-{40}$| \* Running|Exception in thread )/;
const TRACEBACK = 'Traceback (most recent call last):';
/** At most this many characters of what a connection received are searched. */
const SEARCHED = 65536;
/** Seconds by which a date may miss the run. */
const SLACK = 2;

/** What is known about a run when its results are normalised: ports, and its begin and end in seconds since 1970. */
export interface RunFacts {
  readonly port: number;
  readonly clientPorts: readonly number[];
  readonly started: number;
  readonly ended: number;
}

/** Makes the results of one run comparable. */
export class Normaliser {
  private readonly _names = new Map<string, string>();
  private readonly _ports: RegExp;
  private readonly _from: number;
  private readonly _to: number;

  constructor(facts: RunFacts) {
    for (const port of facts.clientPorts) this._names.set(String(port), '<CPORT>');
    this._names.set(String(facts.port), '<PORT>');
    this._ports = new RegExp(`(?<![0-9])(?:${[...this._names.keys()].join('|')})(?![0-9])`, 'g');
    this._from = facts.started - SLACK;
    this._to = facts.ended + SLACK;
  }

  /** What a connection received, as latin-1 text. */
  received(text: string): string {
    if (text.length > SEARCHED) return this.received(text.slice(0, SEARCHED)) + text.slice(SEARCHED);
    let out = text.replace(DATE_VALUE, (date) => (this._isNow(date, 0) ? '<DATE>' : date));
    out = out.replace(COOKIE_EXPIRES, (match: string, key: string, date: string, age: string) =>
      this._isNow(date, Number(age)) ? `${key}<DATE+${age}>` : match,
    );
    for (const age of new Set([...out.matchAll(MAX_AGE)].map((match) => match[1] ?? ''))) {
      out = out.replace(HEADER_EXPIRES, (match: string, key: string, date: string) =>
        this._isNow(date, Number(age)) ? `${key}<DATE+${age}>` : match,
      );
    }
    return this._replacePorts(out);
  }

  /** The log as lines. */
  log(text: string): string[] {
    return collapseTracebacks(this._replacePorts(text).replace(LOG_STAMP, '[<TS>]').split('\n'));
  }

  private _replacePorts(text: string): string {
    return text.replace(this._ports, (port) => this._names.get(port) ?? port);
  }

  private _isNow(date: string, age: number): boolean {
    const seconds = Date.parse(date) / 1000 - age;
    return this._from <= seconds && seconds <= this._to;
  }
}

/** Of a traceback only the line before it and the final exception remain; of several chained ones only the last. */
export function collapseTracebacks(lines: readonly string[]): string[] {
  const all = lines.at(-1) === '' ? lines.slice(0, -1) : lines;
  const out: string[] = [];
  let block: string[] | undefined;
  const flush = (): void => {
    if (block === undefined) return;
    const end = block.slice(block.lastIndexOf(TRACEBACK) + 1);
    out.push(...end.filter((line) => line !== '' && !line.startsWith('  ')));
    block = undefined;
  };
  for (const line of all) {
    if (block !== undefined) {
      if (!LOG_START.test(line)) {
        block.push(line);
        continue;
      }
      flush();
    }
    if (line === TRACEBACK) block = [line];
    else out.push(line);
  }
  flush();
  return out;
}
