/** What the command was told. */
import { parseArgs } from 'node:util';
import { commandLine, namesIn, wholeNumber } from '../../../support/command-line.ts';

const PARTS = ['opening', 'embed', 'load', 'log', 'memory'];
const USAGE =
  `usage: npm run bench:page -- [--page DIR] [--only ${PARTS.join(',')}] [--rounds N] [--seconds N]\n` +
  '       [--steps N] [--profiles DIR]';

/**
 * - `built`: the folder of a built page; it is built when none is given.
 * - `profiles`: where profiles of the load are written.
 */
export const { built, profiles, only, rounds, seconds, steps } = commandLine(USAGE, (args) => {
  const { values } = parseArgs({
    args,
    options: {
      page: { type: 'string' },
      only: { type: 'string', default: PARTS.join(',') },
      rounds: { type: 'string', default: '3' },
      seconds: { type: 'string', default: '5' },
      steps: { type: 'string', default: '100000' },
      profiles: { type: 'string' },
    },
  });
  return {
    built: values.page,
    profiles: values.profiles,
    only: new Set(namesIn('only', values.only, PARTS)),
    rounds: wholeNumber('rounds', values.rounds),
    seconds: wholeNumber('seconds', values.seconds),
    steps: wholeNumber('steps', values.steps),
  };
});
