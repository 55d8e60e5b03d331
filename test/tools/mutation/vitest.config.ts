/**
 * How vitest runs the tests for one mutant: no build, those of its own room only, and a sample of the recordings last.
 */
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';
import { residentWorker } from './resident-worker.ts';

/**
 * Which tests are tried for what is mutated, in this order. Nearly every test comes to the kernel: to run them all for
 * each mutant of it would take days, and the tests of a module should be able to speak for it.
 */
const NEAR: readonly (readonly [mutated: RegExp, tests: readonly string[]])[] = [
  [
    /^src\/kernel/,
    ['test/kernel/**/*', 'test/stdlib/{socket,selectors,threading}', 'test/machine/{setup/link,families}'],
  ],
  [/^src\/(python|stdlib|werkzeug)/, ['test/{python,stdlib,werkzeug}/**/*', 'test/machine/misuse']],
  [
    /^src\/trace/,
    ['test/trace/**/*', 'test/machine/{machine,time/branches,time/replay,scenario/plans}', 'test/host/host'],
  ],
  [/^src\/machine/, ['test/machine/**/*', 'test/host/host']],
  [/^web/, ['test/web/**/*']],
];
const RECORDINGS = 'test/tools/mutation/recordings.ts';

/** These read the sources as text, which the tool has changed, or take longer than all the others. */
const LEFT_OUT = [
  'test/web/parts/source/source.test.ts',
  'test/web/parts/debug/debug-names.test.ts',
  'test/machine/determinism.test.ts',
  'test/machine/study/align.test.ts',
];

/** What is mutated, as `mutate.ts` was told. */
const mutated = (process.env['MUTATED'] ?? 'src/kernel src/python src/trace src/machine web').split(' ');
const near = NEAR.flatMap(([about, tests]) => (mutated.some((path) => about.test(path)) ? tests : []));

/** Recordings last: a test of the module itself tells a mutant sooner. */
class RecordingsLast extends BaseSequencer {
  override sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification): number =>
      moduleId.endsWith(RECORDINGS) ? 2 : Number(moduleId.includes('/test/machine/'));
    return Promise.resolve(files.toSorted((a, b) => rank(a) - rank(b)));
  }
}

export default defineConfig({
  root: fileURLToPath(new URL('../..', import.meta.url)),
  plugins: [residentWorker],
  test: {
    include: [...near.map((files) => `${files}.test.ts`), RECORDINGS],
    exclude: LEFT_OUT,
    // Runs a tenth of the usual cases of a property.
    env: { PROPERTY_TIMES: '0.1' },
    setupFiles: ['test/support/properties.ts', 'test/tools/mutation/setup.ts'],
    // One worker for all files of a run: the modules are loaded once.
    isolate: false,
    testTimeout: 120_000,
    sequence: { sequencer: RecordingsLast },
  },
});
