/**
 * `npm run coverage:python [-- --missing | --write]`: every public member of the mirrored modules, with its Python
 * name, and whether it is mirrored, differs or is absent. `--missing` shows only what nobody has accounted for;
 * `--write` writes the summary into DIFFERENCES.md. Ends with status 1 when something is missing.
 */
import { parseArgs } from 'node:util';
import { commandLine } from '../../support/command-line.ts';
import { writeSection } from '../../support/sections.ts';
import { countStates, coverage, summary } from './table.ts';

const { values: given } = commandLine('usage: npm run coverage:python [-- --missing | --write]', (args) =>
  parseArgs({ args, options: { missing: { type: 'boolean' }, write: { type: 'boolean' } } }),
);

const rows = coverage();
const shown = given.missing ? rows.filter(({ state }) => state === 'missing') : rows;
const width = (text: (row: (typeof rows)[number]) => string): number =>
  Math.max(0, ...shown.map((row) => text(row).length));
const [modules, owners, members] = [width((row) => row.module), width((row) => row.owner), width((row) => row.member)];
for (const { module, owner, member, state, why } of shown) {
  const head = [module.padEnd(modules), owner.padEnd(owners), member.padEnd(members), state.padEnd(8)];
  console.log([...head, why].join('  ').trimEnd());
}
const counts = countStates(rows);
console.log(
  `\n${rows.length} public members: ${Object.entries(counts)
    .map(([state, count]) => `${count} ${state}`)
    .join(', ')}`,
);
if (given.write) writeSection('DIFFERENCES.md', 'coverage', summary(rows));
process.exitCode = counts.missing === 0 ? 0 : 1;
