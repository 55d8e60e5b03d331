/** A lesson in a docs page: the page of Glaswerk itself, in a frame, which the browser loads when it comes near. */
import type { Wanted } from '../contract.ts';

const TITLES = { en: 'A lesson on Werkzeug', zh: '关于 Werkzeug 的课程' } as const;
const HEIGHT = '42em';

/** @param folder where the page is. */
export function showLesson(
  { folder, id }: { readonly folder: string; readonly id: string },
  { lang, height = HEIGHT }: Wanted,
  where: HTMLElement,
): void {
  const frame = document.createElement('iframe');
  const query = new URLSearchParams({ lang, lesson: id });
  Object.assign(frame, { src: `${folder}index.html?${query}`, title: TITLES[lang], loading: 'lazy', width: '100%' });
  Object.assign(frame.style, { border: '0', height });
  where.replaceChildren(frame);
}
