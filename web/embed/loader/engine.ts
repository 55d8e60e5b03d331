/** Where `embed.js` is, and its import: once for a document, on the reader's first act. */
import type { EmbedLanguage, EmbedModule } from '../contract.ts';
import { problem } from './words.ts';

/** The folder that holds this script and all else of Glaswerk. */
let folder = '';
let loading: Promise<EmbedModule> | undefined;

export function setFolder(address: string): void {
  folder = address;
}

export async function loadEmbed(lang: EmbedLanguage): Promise<EmbedModule> {
  const value = `${folder}embed.js`;
  loading ??= import(/* @vite-ignore */ value) as Promise<EmbedModule>;
  try {
    return await loading;
  } catch {
    // The next act tries again.
    loading = undefined;
    throw problem(lang, 'not-loaded', { value });
  }
}
