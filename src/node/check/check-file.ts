/** Checks all examples of one document. */
import { said } from './attributes.ts';
import { editOf } from './edit-block.ts';
import { examplesOf } from './examples.ts';
import type { Example } from './examples.ts';
import { readBeside, readText, shownPath } from './files.ts';
import { ENDINGS, findIn, isDocument } from './find/find.ts';
import { textOf } from './find/found.ts';
import type { Document, FoundBlock } from './find/found.ts';
import type { FileReport, Result } from './result.ts';
import { runUnit } from './run-unit.ts';
import type { Outcome, Settings } from './run-unit.ts';
import { SourceText, UnreadableError } from './source-text.ts';
import type { Edit } from './source-text.ts';

/** Reads a document, runs its examples and, when updating, says which files are to be written. Writes nothing. */
export function checkFile(path: string, settings: Settings): FileReport {
  const shown = shownPath(path);
  const report = { path: shown, results: [], rewritten: [] };
  if (!isDocument(path)) return { ...report, unread: `does not end in .${ENDINGS.join(', .')}` };
  let source: SourceText;
  try {
    source = readText(path, shown);
  } catch (error) {
    if (error instanceof UnreadableError) return { ...report, unread: error.message };
    throw error;
  }
  const read: Read = (text) => findIn(text, (name) => readBeside(settings.root, path, name));
  let document: Document;
  try {
    document = read(source);
  } catch (error) {
    if (!(error instanceof UnreadableError)) throw error;
    const place = { path: shown, line: 1, column: 1 };
    return {
      ...report,
      results: [{ ...place, tag: place, verdict: 'failed', message: `the file ${error.message}`, notes: [] }],
    };
  }
  const outcomes: Outcome[] = [];
  // What names stand for holds in later examples of the page too.
  const values = new Map<string, string>();
  for (const unit of unitsOf(examplesOf(document))) outcomes.push(...runUnit(unit, { path, values }, settings));
  const { results, rewritten } = updated(outcomes, document, read);
  return { ...report, results: results.toSorted(byPlace), rewritten };
}

const byPlace = ({ tag: one }: Result, { tag: other }: Result): number =>
  one.line - other.line || one.column - other.column;

/**
 * Examples that share a machine: those of one `group`, or of one `lab`. A tag of a lab that has no request of its own
 * shows the machine of the others, and is no example.
 */
function unitsOf(examples: readonly Example[]): Example[][] {
  const units: Example[][] = [];
  const named = new Map<string, Example[]>();
  for (const example of examples) {
    const [group, lab] = [said(example.tag, 'group'), said(example.tag, 'lab')];
    const name = group === undefined ? (lab === undefined ? undefined : `lab ${lab}`) : `group ${group}`;
    const unit = name === undefined ? undefined : named.get(name);
    if (unit !== undefined && lab !== undefined && example.problem !== undefined) continue;
    if (unit === undefined) {
      units.push([example]);
      if (name !== undefined) named.set(name, units.at(-1) ?? []);
    } else unit.push(example);
  }
  return units;
}

type Read = (source: SourceText) => Document;

interface Updates {
  readonly results: readonly Result[];
  readonly rewritten: FileReport['rewritten'];
}

/** Makes the edits of all outcomes. An edit after which its block does not say what it should is not made. */
function updated(outcomes: readonly Outcome[], document: Document, read: Read): Updates {
  const edits = new Map<SourceText, Edit[]>();
  const results = outcomes.map(({ result, update }): Result => {
    if (update === undefined) return result;
    const { source } = update.block;
    const edit = editOf(update.block, update.text);
    if (edit === undefined) return result;
    if ('reason' in edit) return cannot(result, edit.reason);
    const before = edits.get(source) ?? [];
    // Two documents of one run, or two tags, may show the same file.
    if (before.some(({ start, end }) => start === edit.start && end === edit.end))
      return { ...result, isUpdated: true };
    // An included file is the block as a whole.
    const isSafe = source !== document.source || isWritten(update.block, update.text, edit, read);
    if (!isSafe) return cannot(result, 'its format has no place for it');
    edits.set(source, [...before, edit]);
    return { ...result, isUpdated: true };
  });
  const rewritten = [...edits].map(([source, list]) => ({ path: source.path, text: source.withEdits(list) }));
  return { results, rewritten };
}

const cannot = (result: Result, reason: string): Result => ({
  ...result,
  notes: [...result.notes, `the true answer cannot be written into the code block: ${reason}`],
});

/** Whether a block has its new text when the file is read again: an answer can hold the end of its own fence. */
function isWritten({ source, start }: FoundBlock, text: string, edit: Edit, read: Read): boolean {
  const again = read(new SourceText(source.path, source.withEdits([edit])));
  const block = again.found.find((one) => one.kind === 'block' && one.start === start);
  return block?.kind === 'block' && textOf(block).trimEnd() === text.trimEnd();
}
