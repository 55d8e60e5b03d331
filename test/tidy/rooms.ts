/** The rooms of the house, and what each may import. */
import { posix } from 'node:path';
import type { Import, Source } from '../support/source.ts';

/** Folder → what it may import beside itself. `src` is the entries: index.ts, tooling.ts, explain.ts. */
export const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  'src/kernel': [],
  'src/python': ['src/kernel'],
  'src/stdlib': ['src/kernel', 'src/python'],
  'src/werkzeug': ['src/kernel', 'src/python', 'src/stdlib'],
  'src/trace': ['src/kernel', 'src/python'],
  'src/modules': ['src/python', 'src/stdlib', 'src/werkzeug'],
  'src/explain': ['src/trace'],
  'src/machine': ['src/kernel', 'src/python', 'src/stdlib', 'src/werkzeug', 'src/trace', 'src/explain'],
  src: ['src/kernel', 'src/python', 'src/stdlib', 'src/werkzeug', 'src/trace', 'src/explain', 'src/machine'],
  'src/examples': ['src'],
  'src/lessons': ['src', 'src/machine', 'src/explain', 'src/examples'],
  'src/host': ['src', 'src/explain', 'src/examples'],
  'src/node': ['src', 'src/modules', 'src/examples', 'src/host'],
  'web/texts': [],
  'web/kit': ['web/texts'],
  'web/sandbox': ['src', 'src/modules', 'src/host', 'web/kit'],
  'web/session': [...['src', 'src/explain', 'src/lessons', 'src/host', 'web/texts', 'web/kit', 'web/sandbox']],
  'web/parts': ['src', 'src/explain', 'src/lessons', 'src/host', 'web/texts', 'web/kit', 'web/session'],
  'web/page': [
    ...['src', 'src/explain', 'src/examples', 'src/lessons', 'src/host'],
    ...['web/texts', 'web/kit', 'web/sandbox', 'web/session', 'web/parts'],
  ],
  'web/embed': ['src', 'src/host'],
  'web/embed/loader': ['src/examples', 'web/texts', 'web/kit', 'web/embed'],
  'web/embed/live': ['web/texts', 'web/kit', 'web/embed', 'web/embed/loader'],
  'web/embed/stage': [
    ...['src', 'src/explain', 'src/examples', 'src/lessons', 'src/host'],
    ...['web/texts', 'web/kit', 'web/sandbox', 'web/session', 'web/parts'],
    ...['web/page', 'web/embed'],
  ],
  'web/embed/engine': [
    ...['src', 'src/examples', 'src/host', 'web/texts', 'web/kit', 'web/sandbox', 'web/session', 'web/embed'],
    ...['web/embed/live', 'web/embed/stage'],
  ],
  'web/embed/plugins': ['src/examples'],
  'web/embed/frame': ['web/texts', 'web/session', 'web/embed', 'web/embed/loader', 'web/embed/live'],
  'web/article': [],
};

/** Imports nothing, and every folder of the table may import it. It has a tsconfig of its own beside it. */
export const VOCABULARY = 'src/vocabulary.ts';
export const VOCABULARY_CONFIG = 'src/tsconfig.vocabulary.json';

/** The folders of `src/kernel`, from the lowest. The files beside them belong to no layer. */
const KERNEL_LAYERS = ['sched', 'files', 'net', 'syscalls'];

/**
 * Mirrored modules reach the kernel by system calls only: from these folders `src/kernel` may be imported for its
 * types.
 */
export const KERNEL_TYPES_ONLY = ['src/stdlib', 'src/werkzeug'];

export const isRelative = (specifier: string): boolean => specifier.startsWith('.');

/** The folder of the table a path belongs to: `src/werkzeug/sansio/http.ts` → `src/werkzeug`. */
export function roomOf(path: string): string {
  if (path === VOCABULARY) return VOCABULARY;
  const [top = '', second = '', third = ''] = path.split('/');
  const inner = `${top}/${second}/${third}`;
  if (Object.hasOwn(MAY_IMPORT, inner)) return inner;
  const room = `${top}/${second}`;
  return third !== '' && (top === 'src' || Object.hasOwn(MAY_IMPORT, room)) ? room : top;
}

export const targetRoom = (source: Source, { specifier }: Import): string =>
  roomOf(posix.join(posix.dirname(source.path), specifier.replace(/\?.*$/, '')));

/** The layer of a file of the kernel; -1 for a file beside the layers. */
export const kernelLayer = (path: string): number =>
  path.startsWith('src/kernel/') ? KERNEL_LAYERS.indexOf(path.split('/')[2] ?? '') : -1;
