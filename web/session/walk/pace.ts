/** How long a moment is shown while the walk plays: longer where there is more to read; a request takes about 20 s. */

/** What a sentence takes that has no more than the usual length. */
export const BASE_MS = 1_200;
/** In letters of English. */
const USUAL = 125;
/** For how many letters more a second is added. */
const LETTERS_PER_SECOND = 45;
/** A Chinese character takes as long as that many letters. */
const LETTERS_PER_CHARACTER = 2.8;
const CHINESE = /\p{Script=Han}/gu;

/** @param sentence why the moment comes; undefined while that is not known. */
export function paceOf(sentence: string | undefined): number {
  if (sentence === undefined) return BASE_MS;
  const characters = sentence.match(CHINESE)?.length ?? 0;
  const letters = sentence.length + characters * (LETTERS_PER_CHARACTER - 1);
  return BASE_MS + (Math.max(0, letters - USUAL) / LETTERS_PER_SECOND) * 1_000;
}
