/** The sources of the mirrored modules as text. This module is large: import it on demand only. */

/** By path from `src`: `stdlib/socketserver/base-server.ts`. The build leaves out what find.ts cannot find. */
export const TEXTS: ReadonlyMap<string, string> = new Map(
  Object.entries(
    import.meta.glob<string>(['../../../src/stdlib/**/*.ts', '../../../src/werkzeug/**/*.ts'], {
      query: '?raw',
      import: 'default',
      eager: true,
    }),
  ).flatMap(([path, text]) => (text === '' ? [] : [[path.replace('../../../src/', ''), text]])),
);
