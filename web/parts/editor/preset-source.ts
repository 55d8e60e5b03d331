/** The preset apps as a reader writes them: what Glaswerk has under many paths comes from 'glaswerk'. */

const files = import.meta.glob<string>('../../../src/machine/setup/apps/*.ts', {
  query: '?raw',
  import: 'default',
  eager: true,
});

const IMPORT = /^import (type )?\{ ([^}]*) \} from '[^']*';\n/gm;

/** The source of a preset; a sentence for one that has none. */
export function presetSource(name: string): string {
  const text = files[`../../../src/machine/setup/apps/${name}.ts`];
  return text === undefined ? `// There is no preset ‘${name}’.\n` : forReaders(text);
}

/** One import of all names, and the app under the name that the server looks for. */
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
