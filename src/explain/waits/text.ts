/**
 * Waits in words. The words of each language are data (`sentences`): `{name}` stands for a value, and what stands in
 * square brackets is left out when one of its values is zero or missing.
 */
import { descriptorText } from '../descriptors/text.ts';
import type { CauseValues } from '../moments/moment.ts';
import type { ReadCode } from './codes.ts';
import type { Wait, WaitCode, WaitFile } from './wait.ts';
import type { WaitSentences } from './sentences/sentences.ts';

/** The whole sentence, with the reason of the reason in it. */
export function waitText(wait: Wait, sentences: WaitSentences): string {
  const { code, because, values } = wait;
  if (code === 'client.asked') {
    const known = because === undefined ? {} : valuesOf(because, sentences);
    return sentences.finish(filled(sentences.asked[because?.code as ReadCode], known));
  }
  if (code.startsWith('client.')) return sentences.finish(filled(sentences.clauses[code], valuesOf(wait, sentences)));
  return sentences.finish(clauseOf(wait, sentences, values['thread'] as string) + sentences.end);
}

/** A wait of a thread with its subject, as a part of a sentence. */
function clauseOf(wait: Wait, sentences: WaitSentences, subject: string): string {
  const { clauses } = sentences;
  const code = wait.code as Exclude<WaitCode, 'client.asked'>;
  const clause = filled(clauses[code], { ...valuesOf(wait, sentences), subject });
  const { because } = wait;
  if (because === undefined) return clause;
  return clause + sentences.reason + clauseOf(because, sentences, because.values['thread'] as string);
}

function valuesOf({ values, because, files }: Wait, sentences: WaitSentences): CauseValues {
  const peer = values['connection'] === 0 ? sentences.noPeer : filled(sentences.peer, values);
  const known = { ...values, peer, files: files.map((file) => fileText(file, sentences)).join(sentences.separator) };
  if (because === undefined) return known;
  const subject = values['isOnly'] === 1 ? sentences.only : (because.values['thread'] as string);
  return { ...known, because: clauseOf(because, sentences, subject) };
}

function fileText({ fd, name }: WaitFile, sentences: WaitSentences): string {
  if (name === undefined) return String(fd);
  return filled(sentences.file, { fd, name: descriptorText(name, sentences.descriptors) });
}

/** Names become values; brackets around missing ones go. */
export function filled(sentence: string, values: CauseValues): string {
  const isThere = (name: string): boolean => values[name] !== undefined && values[name] !== 0 && values[name] !== '';
  return sentence
    .replaceAll(/\[([^\]]*)\]/g, (_, part: string) =>
      [...part.matchAll(/\{(\w+)\}/g)].every(([, name = '']) => isThere(name)) ? part : '',
    )
    .replaceAll(/\{(\w+)\}/g, (_, name: string) => {
      const value = values[name] ?? '';
      return typeof value === 'string' || NAMES.has(name) ? String(value) : numberText(value);
    });
}

/** Numbers that count nothing: they name something, and are written as they are everywhere else. */
const NAMES: ReadonlySet<string> = new Set(['connection', 'fd', 'pid']);

/** A number with a comma between thousands, as both languages read it; at most three digits behind the point. */
function numberText(value: number): string {
  const [whole = '', part] = String(Math.round(value * 1000) / 1000).split('.');
  return whole.replaceAll(/\B(?=(?:\d{3})+$)/g, ',') + (part === undefined ? '' : `.${part}`);
}
