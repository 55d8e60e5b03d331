/** The text of a request, from a fence or from an attribute, as a script of what clients do. */
import { decodeLatin1, encodeLatin1 } from '../index.ts';
import { unescapeBytes, utf8 } from './escapes.ts';
import { completion } from './framing.ts';
import { directiveOf, linesOf } from './notation.ts';
import type { Directive } from './notation.ts';
import { NotationError } from './notation-error.ts';
import type { Script, ScriptStep } from './script.ts';

export interface RequestOptions {
  /** What a line end of the fence stands for: CR LF by default. */
  readonly lineEnds?: 'crlf' | 'lf' | undefined;
}

/**
 * Reads the text of a request fence. Each line is sent with its line end, in UTF-8; lines of the notation do what they
 * say. At the end of the text, line ends do not count: the empty line after a head, or after the last chunk, is added,
 * and the line end of a body if its Content-Length counts it. After a line of the notation nothing is added.
 *
 * Throws NotationError, with the line and the column.
 */
export function parseRequest(text: string, { lineEnds = 'crlf' }: RequestOptions = {}): Script {
  const lines = linesOf(text);
  const lineEnd = lineEnds === 'lf' ? '\n' : '\r\n';
  const writer = new ScriptWriter();
  let isEnded = false;
  for (const { text: content, number: line } of lines) {
    const directive = directiveOf(content, line, 'request');
    if (isEnded) throw new NotationError('[[end]] must be the last line: what follows would not be sent', line, 1);
    if (directive?.word === 'end') isEnded = true;
    else if (directive !== undefined) writer.obey(directive, line);
    else {
      writer.send(utf8(content, { line, column: 1 }));
      if (line < lines.length) writer.send(encodeLatin1(lineEnd));
      else writer.complete(lineEnd);
    }
  }
  return writer.script();
}

/** Reads the value of the attribute `request`: one send of one client, with escapes. Throws NotationError. */
export function unescapeRequest(text: string): Script {
  const writer = new ScriptWriter();
  writer.send(unescapeBytes(text, { line: 1, column: 1 }));
  return writer.script();
}

/** Collects steps; what one client sends without a pause is one send. */
class ScriptWriter {
  private readonly _steps: ScriptStep[] = [];
  /** What each client has sent so far, one character for each byte. */
  private readonly _sent: string[] = [];
  private _client = 0;
  private _pending: Uint8Array[] = [];

  send(data: Uint8Array): void {
    if (data.length > 0) this._pending.push(data);
  }

  /** Adds what tools may have trimmed from the end of the text. */
  complete(lineEnd: string): void {
    this._flush();
    const missing = completion(this._sent[this._client] ?? '', 'request', lineEnd);
    const last = this._steps.pop();
    if (last?.do === 'send') this._pending.push(last.data);
    else if (last !== undefined) this._steps.push(last);
    this.send(encodeLatin1(missing));
  }

  obey(directive: Directive, line: number): void {
    if (directive.word === 'bytes') return this.send(directive.bytes);
    if (directive.word === 'client') return this._switch(directive.number - 1, line);
    this._flush();
    const { word } = directive;
    if (word === 'pause') this._steps.push({ do: word, seconds: directive.seconds });
    else if (word === 'wait' || word === 'interrupt') this._steps.push({ do: word });
    else if (word === 'half-close' || word === 'close' || word === 'reset') {
      this._open();
      this._steps.push({ do: word === 'half-close' ? 'shutdownWrite' : word, client: this._client });
    }
    return undefined;
  }

  /** Throws NotationError for a script in which nothing is done. */
  script(): Script {
    this._flush();
    if (this._steps.every(({ do: name }) => name === 'pause' || name === 'wait'))
      throw new NotationError('the request is empty: there is nothing to send', 1, 1);
    return { steps: this._steps };
  }

  private _switch(client: number, line: number): void {
    this._flush();
    if (client > this._sent.length) {
      throw new NotationError(
        `client ${client + 1} comes before client ${this._sent.length + 1}; clients are numbered as they connect`,
        line,
        1,
      );
    }
    this._client = client;
    this._open();
  }

  /** Connects the client, if it has not done anything yet. */
  private _open(): void {
    if (this._sent[this._client] !== undefined) return;
    this._sent.push('');
    this._steps.push({ do: 'connect', client: this._client });
  }

  private _flush(): void {
    if (this._pending.length === 0) return;
    this._open();
    const data = joined(this._pending);
    this._pending = [];
    this._sent[this._client] += decodeLatin1(data);
    this._steps.push({ do: 'send', client: this._client, data });
  }
}

/** Several pieces of bytes as one. */
function joined(pieces: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}
