/** What goes wrong while an example runs, as a sentence for its reader. Loaded when it is wanted. */
import { PlayError } from '../../sandbox/play.ts';
import { noticeText } from '../../session/notices.ts';
import type { SessionNotice } from '../../session/notices.ts';
import { ENGINE as EN } from '../../texts/en/engine.ts';
import type { EngineKey } from '../../texts/en/engine.ts';
import { loadTexts } from '../../texts/texts.ts';
import { ENGINE as ZH } from '../../texts/zh/engine.ts';
import type { EmbedError, EmbedLanguage, Wanted } from '../contract.ts';
import { ExampleError } from './example.ts';

class Failure extends Error implements EmbedError {
  override readonly name = 'EmbedError';
  readonly code: string;

  constructor(code: string, message: string, cause: unknown) {
    super(message, { cause });
    this.code = code;
  }
}

interface Mistake {
  readonly code: EngineKey;
  readonly values: Values;
}

type Values = Readonly<Record<string, string | number>>;

const say = (lang: EmbedLanguage, key: EngineKey, values: Values = {}): string =>
  (lang === 'zh' ? ZH : EN)[key].replaceAll(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));

/** The error for an element. Other errors are passed on as they are. */
export async function failureOf(error: unknown, wanted: Pick<Wanted, 'lang' | 'app' | 'src'>): Promise<unknown> {
  const { lang } = wanted;
  if (error instanceof ExampleError) return new Failure(error.code, say(lang, error.code, error.values), error);
  if (!(error instanceof PlayError)) return error;
  const { notice, problem } = error;
  if (notice === undefined) return new Failure('no-answer', say(lang, 'no-answer'), error);
  if (notice.code === 'sandboxForbidden') return new Failure(notice.code, say(lang, 'sandbox', notice.values), error);
  const message = await sentence(problem?.notice ?? notice, lang);
  const mistake = mistakeIn(message, wanted);
  if (mistake !== undefined) return new Failure(mistake.code, say(lang, mistake.code, mistake.values), error);
  if (problem?.line === undefined) return new Failure(notice.code, message, error);
  return new Failure('source', say(lang, 'source', { line: problem.line, message }), error);
}

/** What the scenario says of its app, where an attribute names it. */
const NO_APP = /^\$\.app\.preset: .*; there are (.+)$/;

/** What is wrong with an attribute, where the machine has found it in the scenario that was made of it. */
function mistakeIn(why: string, { app = '', src }: Pick<Wanted, 'app' | 'src'>): Mistake | undefined {
  if (src !== undefined) {
    return why.startsWith('$') && !src.startsWith('#')
      ? { code: 'not-scenario', values: { address: src, why } }
      : undefined;
  }
  const [, apps] = NO_APP.exec(why) ?? [];
  return apps === undefined ? undefined : { code: 'app', values: { app, apps } };
}

async function sentence(notice: SessionNotice, lang: EmbedLanguage): Promise<string> {
  return noticeText(await loadTexts(lang), notice);
}
