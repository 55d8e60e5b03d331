/**
 * How vitest runs the tests for one mutant: no build, those of its own room only, and a sample of the recordings last.
 */
import { defineConfig } from 'vitest/config';
import type { Plugin } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';
import { residentWorker } from './resident-worker.ts';
import { ROOT } from '../../support/root.ts';

/**
 * Which tests are tried for what is mutated, in this order. Nearly every test comes to the kernel: to run them all for
 * each mutant of it would take days, and the tests of a module should be able to speak for it.
 */
const NEAR: readonly (readonly [mutated: RegExp, tests: readonly string[]])[] = [
  [
    /^src\/kernel/,
    [
      'test/kernel/**/*',
      'test/stdlib/{socket,selectors,threading}',
      'test/machine/{setup/link,setup/link-corners,families}',
    ],
  ],
  [/^src\/(python|stdlib|werkzeug)/, ['test/{python,stdlib,werkzeug}/**/*', 'test/machine/{misuse,families}']],
  // What an app did wrong is told by machines.
  [/^src\/werkzeug/, ['test/machine/{odd-apps,odd-handlers,watch/app-errors}']],
  [
    /^src\/trace/,
    ['test/trace/**/*', 'test/machine/{machine,time/branches,time/replay,scenario/plans}', 'test/host/host'],
  ],
  [
    /^src\/machine\/study/,
    ['test/machine/study/*', 'test/machine/{misuse,odd-values,families}', 'test/machine/time/{calls-back,choices}'],
  ],
  [/^src\/machine(?!\/study)/, ['test/machine/**/*', 'test/host/host']],
  [/^src\/host/, ['test/host/**/*', 'test/web/sandbox/**/*']],
  [/^src\/node/, ['test/{node,examples}/**/*']],
  ...['explain', 'lessons', 'examples', 'modules'].map(
    (room) => [RegExp(`^src/${room}`), [`test/${room}/**/*`]] as const,
  ),
  [/^web/, ['test/web/**/*']],
];
const RECORDINGS = 'test/tools/mutation/recordings.ts';

/** What is mutated, as `mutate.ts` was told. */
const mutated = (process.env['MUTATED'] ?? 'src/kernel src/python src/trace src/machine web').split(' ');
const STUDY = 'src/machine/study';
const isStudied = mutated.some((path) => path.startsWith(STUDY) || STUDY.startsWith(path));

/** These read the sources as text, which the tool has changed, or a bundle, or take longer than all the others. */
const LEFT_OUT = [
  'test/web/parts/source/source.test.ts',
  'test/web/parts/debug/debug-names.test.ts',
  'test/web/sandbox/worker-map.test.ts',
  'test/machine/determinism.test.ts',
  ...(isStudied ? [] : ['test/machine/study/align.test.ts']),
];

const near = NEAR.flatMap(([about, tests]) => (mutated.some((path) => about.test(path)) ? tests : []));

/** Recordings last: a test of the module itself tells a mutant sooner. */
class RecordingsLast extends BaseSequencer {
  override sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification): number =>
      moduleId.endsWith(RECORDINGS) ? 2 : Number(moduleId.includes('/test/machine/'));
    return Promise.resolve(files.toSorted((a, b) => rank(a) - rank(b)));
  }
}

/** The program of a worker is bundled for the page. Tests play it here in the page's own thread, or not at all. */
const noProgram: Plugin = {
  name: 'no-program',
  enforce: 'pre',
  load: (id) => (id.endsWith('?source') ? 'export default "";' : undefined),
};

export default defineConfig({
  root: ROOT,
  plugins: [residentWorker, noProgram],
  test: {
    include: [...near.map((files) => `${files}.test.ts`), RECORDINGS],
    exclude: LEFT_OUT,
    // Runs a tenth of the usual cases of a property.
    env: { PROPERTY_TIMES: '0.1' },
    setupFiles: ['test/support/properties.ts', 'test/support/texts.ts', 'test/tools/mutation/setup.ts'],
    // One worker for all files of a run: the modules are loaded once.
    isolate: false,
    restoreMocks: true,
    unstubGlobals: true,
    unstubEnvs: true,
    testTimeout: 120_000,
    sequence: { sequencer: RecordingsLast },
  },
});
