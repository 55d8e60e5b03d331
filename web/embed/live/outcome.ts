/** Draws what a run has shown: a verdict in the bar, and below it the first difference and the answer. */
import { addControlFont } from '../../kit/control-font.ts';
import { make } from '../loader/shadow.ts';
import type { Difference, EmbedLanguage, Face, Outcome, Wanted } from '../contract.ts';
import { rangeIn } from './printed-block.ts';
import css from './outcome.css?inline';
import { sayLive } from './words.ts';

/** The name under which the differing place of a printed block is highlighted. */
const HIGHLIGHT = 'glaswerk-difference';

let sheet: CSSStyleSheet | undefined;
let marks: CSSStyleSheet | undefined;

/** What stands below the bar has styles of its own. */
export function adoptStyles({ status }: Face): void {
  if (sheet === undefined) addControlFont();
  adopt(status.getRootNode() as ShadowRoot, (sheet ??= sheetOf(css)));
}

/** @param lead goes to the step that wrote the first byte that differs. @returns takes it all away. */
export function showOutcome(face: Face, outcome: Outcome, wanted: Wanted, lead: () => Promise<void>): () => void {
  const { text, bytes, matches, first } = outcome;
  const { lang } = wanted;
  const isExpected = face.element.hasAttribute('expect-drift');
  const verdict = make('span', 'verdict');
  if (matches === true) verdict.textContent = sayLive(lang, 'same', { count: bytes });
  else if (first === undefined) verdict.textContent = sayLive(lang, 'live');
  else if (isExpected) verdict.textContent = sayLive(lang, 'expected');
  else if (first.isGivenUp === true) verdict.textContent = sayLive(lang, 'givenUp');
  else verdict.textContent = sayLive(lang, 'differs', { line: first.line, column: first.column });
  if (matches !== undefined && !(isExpected && !matches)) verdict.classList.add(matches ? 'same' : 'differs');
  face.status.replaceChildren(verdict, ` ${sayLive(lang, 'ran')}`);
  if (first !== undefined) face.below.append(difference(first, wanted, lead));
  if (matches !== true) face.below.append(answer(text, lang));
  const unmark = first === undefined ? undefined : mark(face.blocks.answer, first);
  return () => {
    face.status.replaceChildren();
    face.below.replaceChildren();
    unmark?.();
  };
}

function answer(text: string, lang: EmbedLanguage): HTMLElement {
  const element = make('pre', 'answer');
  // It may be wider than the page: then keys scroll it.
  element.tabIndex = 0;
  element.role = 'region';
  element.ariaLabel = sayLive(lang, 'answer');
  element.textContent = text === '' ? sayLive(lang, 'silent') : text;
  return element;
}

/** Both sides of the line that differs, up to its end. */
function difference(first: Difference, wanted: Wanted, lead: () => Promise<void>): HTMLElement {
  const { lang, answer = '' } = wanted;
  const before = (answer.split('\n')[first.line - 1] ?? '').slice(0, first.column - 1);
  const side = (name: 'printed' | 'received', rest: string): readonly Node[] => {
    const term = document.createElement('dt');
    term.textContent = sayLive(lang, name);
    const line = document.createElement('dd');
    const mark = document.createElement('mark');
    const [differing = ''] = rest;
    mark.textContent = differing === '' ? sayLive(lang, 'nothing') : differing;
    line.append(before, mark, rest.slice(differing.length));
    return [term, line];
  };
  const where = make('dd', 'where');
  const failure = document.createElement('p');
  failure.role = 'alert';
  const byte = sayLive(lang, 'byte', { byte: first.byte });
  const button = document.createElement('button');
  button.textContent = byte;
  button.title = sayLive(lang, 'lead');
  button.addEventListener('click', () => {
    button.textContent = byte;
    failure.remove();
    lead().catch(({ message }: Error) => {
      button.textContent = sayLive(lang, 'again');
      failure.textContent = `${sayLive(lang, 'unled')} ${message}`;
      where.prepend(failure);
    });
  });
  // Where nothing came, nothing wrote it.
  where.append(first.actual === '' ? byte : button);
  return make('dl', 'difference', ...side('printed', first.expected), ...side('received', first.actual), where);
}

/** Marks the differing place in the printed block, which stays as it is: where the browser can highlight ranges. */
function mark(block: Element | undefined, { printedOffset, column }: Difference): (() => void) | undefined {
  if (block === undefined || !('highlights' in CSS)) return undefined;
  const range = rangeIn(block, printedOffset, printedOffset + 1);
  // A line end cannot be seen: then the line before it is marked.
  if (range.toString().trim() === '') range.setStart(...placeBefore(block, printedOffset, column));
  const root = block.getRootNode() as Document | ShadowRoot;
  adopt(root, (marks ??= sheetOf(`::highlight(${HIGHLIGHT}) { background-color: #ffd0c9; color: #7a0c05; }`)));
  const highlight = CSS.highlights.get(HIGHLIGHT) ?? new Highlight();
  CSS.highlights.set(HIGHLIGHT, highlight);
  highlight.add(range);
  return () => {
    highlight.delete(range);
    if (highlight.size === 0) CSS.highlights.delete(HIGHLIGHT);
  };
}

function placeBefore(block: Element, offset: number, column: number): [node: Node, offset: number] {
  const { startContainer, startOffset } = rangeIn(block, offset - column + 1, offset);
  return [startContainer, startOffset];
}

function sheetOf(text: string): CSSStyleSheet {
  const made = new CSSStyleSheet();
  made.replaceSync(text);
  return made;
}

function adopt(root: Document | ShadowRoot, added: CSSStyleSheet): void {
  if (!root.adoptedStyleSheets.includes(added)) root.adoptedStyleSheets.push(added);
}
