/** What stands beside the code: the top level, the scripts of package.json, the lock file. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

const TOP_LEVEL =
  /^(src|web|test|public|index\.html|embed\.html|vite\.config\.ts|vitest\.config\.ts|package(-lock)?\.json|tsconfig(\.base)?\.json|(README|ARCHITECTURE|DIFFERENCES|CHANGELOG|CONTRIBUTING|SECURITY)(\.[a-zA-Z-]+)?\.md|LICENSE|knip\.json|\..+)$/;
const LEFT_BY_TOOLS = ['node_modules', 'dist', 'test-results', 'playwright-report', 'coverage'];

const strangers = (names: readonly string[]): string[] =>
  names.filter((entry) => !TOP_LEVEL.test(entry) && !LEFT_BY_TOOLS.includes(entry));

describe('the top level', () => {
  test('holds only what the house allows', () => {
    expect(strangers(readdirSync('.'))).toEqual([]);
  });

  test('would notice a folder that does not belong there', () => {
    expect(strangers(['src', 'lib', 'README.md', 'notes.md', 'node_modules'])).toEqual(['lib', 'notes.md']);
  });
});

test('package.json has the scripts that others rely on', () => {
  const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };
  const names = ['start', 'dev', 'build', 'test', 'test:unit', 'test:e2e', 'oracle', 'bench', 'size', 'lint', 'format'];
  expect(Object.keys(scripts)).toEqual(expect.arrayContaining(names));
});

test('the programs that scripts name are there', () => {
  const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };
  const programs = Object.values(scripts).flatMap(
    (script) => script.match(/\b(test|src)\/[\w/.-]+\.(ts|mjs|json)\b/g) ?? [],
  );
  expect(programs).not.toHaveLength(0);
  expect(programs.filter((program) => !existsSync(program))).toEqual([]);
});

interface Lock {
  readonly packages: Record<string, { readonly optionalDependencies?: Record<string, string> }>;
}

// A registry that does not serve every platform makes `npm install` drop the others, and then `npm ci` fails
// everywhere.
test('the lock file lists the programs of the tools for every platform, not only for the one it was made on', () => {
  const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as Lock;
  const wanted = Object.values(packages).flatMap(({ optionalDependencies = {} }) => Object.keys(optionalDependencies));
  expect(wanted).not.toHaveLength(0);
  expect(wanted.filter((name) => packages[`node_modules/${name}`] === undefined)).toEqual([]);
});
