/**
 * The sources of the preset apps as a reader would write them: one import from 'glaswerk' in place of the paths within
 * the library.
 */

const files = import.meta.glob<string>('../../../src/machine/setup/apps/*.ts', {
  query: '?raw',
  import: 'default',
  eager: true,
});

const IMPORT = /^import (type )?\{ ([^}]*) \} from '[^']*';\n/gm;

/** The source of a preset; undefined where there is no preset of that name. */
export function presetSource(name: string): string | undefined {
  const text = files[`../../../src/machine/setup/apps/${name}.ts`];
  return text === undefined ? undefined : forReaders(text);
}

/** Joins all imports into one, and exports the app under the name that the server looks for. */
export function forReaders(text: string): string {
  const values: string[] = [];
  const types: string[] = [];
  const body = text.replace(IMPORT, (_all, type: string | undefined, names: string) => {
    (type === undefined ? values : types).push(...names.split(', '));
    return '';
  });
  const lines = [
    values.length > 0 ? `import { ${values.toSorted().join(', ')} } from 'glaswerk';\n` : '',
    types.length > 0 ? `import type { ${types.toSorted().join(', ')} } from 'glaswerk';\n` : '',
  ];
  return `${lines.join('')}\n${body.trimStart().replace(/^export const \w+/m, 'export const app')}`;
}
