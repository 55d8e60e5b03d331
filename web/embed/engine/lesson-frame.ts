/** A lesson in a docs page: the page of Glaswerk itself, in a frame, which the browser loads when it comes near. */
import { LIVE as EN } from '../../texts/en/live.ts';
import { LIVE as ZH } from '../../texts/zh/live.ts';
import type { Wanted } from '../contract.ts';

const HEIGHT = '42em';

/** @param folder where the page is. */
export function showLesson(
  { folder, id }: { readonly folder: string; readonly id: string },
  { lang, height = HEIGHT }: Wanted,
  where: HTMLElement,
): void {
  const frame = document.createElement('iframe');
  const title = (lang === 'zh' ? ZH : EN).lesson;
  const query = new URLSearchParams({ lang, lesson: id });
  Object.assign(frame, { src: `${folder}index.html?${query}`, title, loading: 'lazy', width: '100%' });
  Object.assign(frame.style, { border: '0', height });
  where.replaceChildren(frame);
}
