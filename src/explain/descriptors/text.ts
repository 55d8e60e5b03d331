/** Descriptors in words. Languages are given, so that a face loads only those that it shows. */
import type { DescriptorKind, DescriptorName } from './descriptor.ts';

/** The words of one language; `{connection}` is a number, from 1. */
export type DescriptorSentences = Readonly<Record<DescriptorKind, string>>;

/** What a descriptor is open on: `connection 3`, `listening socket`. */
export const descriptorText = ({ kind, client }: DescriptorName, sentences: DescriptorSentences): string =>
  sentences[kind].replace('{connection}', String((client ?? 0) + 1));
