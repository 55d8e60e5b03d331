/** What a language has to say about waits. */
import type { DescriptorSentences } from '../../descriptors/text.ts';
import type { ReadCode, WaitCode } from '../codes.ts';

export interface WaitSentences {
  /** For threads: a clause with `{subject}`, which can be the reason in another sentence. For clients: a sentence. */
  readonly clauses: Readonly<Record<Exclude<WaitCode, 'client.asked'>, string>>;
  /** For a client that the server reads from, by the code of the server's wait. */
  readonly asked: Readonly<Record<ReadCode, string>>;
  /** The subject when a server has one thread. */
  readonly only: string;
  /** Between a clause and the clause that is its reason. */
  readonly reason: string;
  /** The end of a sentence. */
  readonly end: string;
  /** What `{peer}` stands for: the connection with the number `{connection}`, and a socket of no client. */
  readonly peer: string;
  readonly noPeer: string;
  /** A descriptor with what it is open on, `{fd}` and `{name}`, and what stands between two of them. */
  readonly file: string;
  readonly separator: string;
  readonly descriptors: DescriptorSentences;
  /** The last touch: a capital letter, no blanks where the language has none. */
  finish(sentence: string): string;
}
