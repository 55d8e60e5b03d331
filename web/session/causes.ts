/**
 * Why moments come, in the language of the reader. The words are loaded when they are first wanted; until those of
 * another language have come, the ones before are kept.
 */
import type { Moment } from '../../src/explain/moments/moment.ts';
import { Events } from '../kit/events.ts';
import type { Language } from '../texts/texts.ts';
import { loadSentences } from './sentences.ts';
import type { CauseWords } from './sentences.ts';

export class Causes {
  readonly events = new Events<{ changed: undefined }>();
  private _words: CauseWords | undefined;
  private _wanted: Language | undefined;

  /** Code is in backticks. Undefined while there are no words. */
  of({ cause }: Moment): string | undefined {
    return this._words?.causeText(cause, this._words.sentences);
  }

  /** Loads the words of a language. Rejects where they cannot be loaded; they are tried again the next time. */
  async speak(language: Language): Promise<void> {
    if (language === this._wanted) return;
    this._wanted = language;
    try {
      const words = await loadSentences(language);
      if (language !== this._wanted) return;
      this._words = words;
      this.events.emit('changed', undefined);
    } catch (error) {
      if (language === this._wanted) this._wanted = undefined;
      throw error;
    }
  }
}
