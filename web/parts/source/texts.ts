/** The sources of the mirrored modules as text. Heavy: only for a chunk that is loaded when somebody looks at one. */

/** By path from `src`: `stdlib/socketserver/base-server.ts`. What cannot be found in them is left out when the page is built. */
export const TEXTS: ReadonlyMap<string, string> = new Map(
  Object.entries(
    import.meta.glob<string>(['../../../src/stdlib/**/*.ts', '../../../src/werkzeug/**/*.ts'], {
      query: '?raw',
      import: 'default',
      eager: true,
    }),
  ).flatMap(([path, text]) => (text === '' ? [] : [[path.replace('../../../src/', ''), text]])),
);
