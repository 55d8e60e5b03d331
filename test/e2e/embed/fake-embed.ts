/**
 * Stands in for `embed.js`: everything that an element does, over a server that always sends the same answer. Which
 * requests fail is told by their text.
 */
import type { Embed, Face, Live, Outcome, Stage, Wanted } from '../../../web/embed/contract.ts';
import { LiveElement } from '../../../web/embed/live/live.ts';

const ANSWER = 'HTTP/1.0 200 OK\nServer: Glaswerk\nContent-Length: 5\n\nHello';

/** What was asked of the stage, for the test to see. */
const calls: unknown[] = [];
Object.assign(globalThis, { calls });

function outcomeOf({ request = '', answer }: Wanted, isTraced = false): Outcome {
  if (request.includes('/silent')) throw Object.assign(new Error('The app did not answer.'), { code: 'silent' });
  const bytes = ANSWER.length + 4;
  if (answer === undefined) return { text: ANSWER, bytes };
  const printed = answer.trimEnd();
  if (printed === ANSWER) return { text: ANSWER, bytes, matches: true };
  let at = 0;
  while (printed[at] === ANSWER[at]) at += 1;
  const before = printed.slice(0, at).split('\n');
  const rest = (text: string): string =>
    text.slice(at).includes('\n') ? text.slice(at).replace(/\n.*/s, '␍␊') : text.slice(at);
  return {
    text: ANSWER,
    bytes,
    matches: false,
    first: {
      ...{ printedOffset: at, line: before.length, column: (before.at(-1)?.length ?? 0) + 1 },
      ...{ byte: at + before.length - 1, client: 1, expected: rest(printed), actual: rest(ANSWER) },
      ...(isTraced ? { step: 77 } : {}),
    },
  };
}

function openStage(element: HTMLElement, wanted: Wanted, where: HTMLElement): Promise<Stage> {
  const { theme, lang, view, height } = wanted;
  calls.push(['open', element.localName, { theme, lang, view, height }]);
  where.textContent = 'the stage';
  return Promise.resolve({
    send: (...values) => Promise.resolve(void calls.push(['send', ...values])),
    step: (count = 1) => Promise.resolve(100 + count),
    seek: (to) => {
      calls.push(['seek', to]);
      return Promise.resolve(Number(to));
    },
    reset: () => Promise.resolve(void calls.push(['reset'])),
    scenario: () => Promise.resolve({ of: 'stage' }),
    update: ({ theme, lang }) => void calls.push(['update', theme, lang]),
    close: () => {
      calls.push(['close', element.localName]);
      where.textContent = '';
    },
  });
}

const fake: Embed = {
  run: async (_element, wanted, isTraced) => {
    await Promise.resolve();
    return outcomeOf(wanted, isTraced);
  },
  openStage,
  openPane: openStage,
  showLesson: () => Promise.resolve(),
  scenario: (_element, wanted) => Promise.resolve({ of: wanted.request }),
  forget: () => undefined,
};

export const live = (face: Face): Live => new LiveElement(face, fake);

export { BLOCKS, isBlock, readBlock } from '../../../web/embed/loader/read-block.ts';
