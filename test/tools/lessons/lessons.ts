/**
 * `npm run lessons` checks the lessons of the library and writes their catalogue; `npm run lessons -- FILE…` checks the
 * files that are named. Ends with 1 if something is wrong.
 */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { loadApp } from '../../../src/node/check/app-code.ts';
import type { Lesson } from '../../../src/lessons/lesson.ts';
import { lessonFaults } from '../../../src/lessons/play-lesson.ts';
import { commandLine } from '../../support/command-line.ts';
import { library, orderFaults, readLessonFile } from '../../support/lesson-library.ts';
import { catalogueText } from './catalogue-text.ts';

const files = commandLine('usage: npm run lessons [-- FILE…]', (args) =>
  parseArgs({ args, allowPositionals: true }),
).positionals;
const faults: string[] = [];

function check(name: string, read: () => Lesson): void {
  try {
    const found = lessonFaults(read(), { compile: (source) => loadApp(source, `${name}.ts`) });
    faults.push(...found.map((fault) => `${name}: ${fault}`));
    console.log(`${found.length === 0 ? 'good' : 'BAD '} ${name}`);
  } catch (error) {
    faults.push(String(error));
    console.log(`BAD  ${name}`);
  }
}

if (files.length > 0) {
  for (const file of files) check(file, () => readLessonFile(file));
} else {
  faults.push(...orderFaults());
  if (faults.length === 0) {
    const lessons = library();
    for (const lesson of lessons) check(lesson.id, () => lesson);
    writeFileSync('src/lessons/catalogue.ts', catalogueText(lessons));
    console.log(`src/lessons/catalogue.ts: ${lessons.length} lessons`);
  }
}
for (const fault of faults) console.error(fault);
process.exitCode = faults.length === 0 ? 0 : 1;
