/** The words that comments, texts, test names and documents avoid, and how wide a comment may be. */
import type { Found, Source } from './source.ts';

export const MAX_COLUMNS = 120;

/** Words and turns that a reader has to puzzle over, each with a sample. */
export const PUZZLING: readonly (readonly [pattern: RegExp, sample: string])[] = [
  [/\b(?:lived|lives?|living) (?:it |them |the same )?again\b/i, 'the machine is lived again'],
  [/\b(?:un|out|re)lived?\b/i, 'a step that was not relived'],
  [/\b(?:has|have|had) (?:not )?(?:been )?lived\b/i, 'what a machine has lived'],
  [/\b(?:lived|lives?|living) (?:the same|a scenario)\b/i, 'the machine lives the same'],
  [/\b(?:is|are|was|were|be|being) (?:not )?lived\b/i, 'a scenario is being lived'],
  [/\banew\b/i, 'the machine was started anew'],
  [/\boftener\b/i, 'it draws oftener than it is painted'],
  [/\bunborn\b/i, 'threads are unborn'],
  [/\bwhom\b/i, 'before anybody runs whom that has woken'],
  [/\bin vain\b/i, 'how many turns were in vain'],
  [/\bforerunners?\b/i, 'the terminal has seen its forerunners'],
  [/\bcan not\b/i, 'it can not be removed'],
  [/\bdeeds?\b/i, 'the deeds of a client'],
  [/\b(?:any|some|every)body\b/i, 'somebody outside the machine did something'],
  [/\bwhoever\b/i, 'whoever opens a scenario'],
  [/\bwhich is said\b/i, 'none can be opened, which is said'],
  [/\bwhat (?:is|are|was) no\b/i, 'throws for what is no step'],
  [/\bso (?:many|much|long) (?:that|as)? ?(?:may|can|is|are|was|were|at most)\b/i, 'so many are shown of one'],
  [/\bcomes? about\b/i, 'no connection would come about'],
  [/\bwish(?:es|ed)?\b/i, 'a wish of the page'],
  [/\bweather\b/i, 'the weather of the network'],
  [/\bthe cast\b/i, 'the cast of a run'],
  [
    /\bso (?:many|much|long|few) (?:times|of|calls|steps|bytes|seconds|milliseconds|pixels|lines|rows)\b/i,
    'so many times',
  ],
  [
    /\b(?:in|of|than|for|after|every|most|least|to|within|until) so (?:many|long|much|few)\b/i,
    'each in less than so long',
  ],
  [/\b(?:from|of|as|in) the outside\b/i, 'a call of the outside'],
  [/\b(?:an|its|every|each|another|all|any) outside\b/i, 'a machine and its outside'],
  [
    /\b(?:done|told|said|asked|came|comes|come|waits?|waiting|wait|heard) (?:from|for|by|on) outside\b/i,
    'it waits for outside',
  ],
  [
    /\b(?:other|new|old|several|many|more|its|of) futures\b|\b(?:another|other|new|old|each|one|every) future\b/i,
    'begins another future',
  ],
  [/\bfor ever\b/i, 'it waits for ever'],
  [/\bnews from outside\b/i, 'only news from outside could go on'],
  [/\bwho(?:se)? (?:lives|watches|asks|seeks|wants)\b/i, 'kept for who watches the machine'],
];

/** Comments and texts of a file: string literals, and the parts of templates between their values. */
function prose(source: Source): Found[] {
  const strings = source.nodes.flatMap(({ node }) => {
    const value = node.type === 'TemplateElement' ? (node['value'] as { raw: string }).raw : node['value'];
    const isText = node.type === 'TemplateElement' || (node.type === 'Literal' && typeof value === 'string');
    return isText ? [{ position: node.start, what: value as string }] : [];
  });
  return [...source.comments.map(({ value, start }) => ({ position: start, what: value })), ...strings];
}

/** The puzzling turns of a text; a turn may go on in the next line, also after the `*` of a comment. */
export function puzzlingIn(text: string): string[] {
  const words = text.replaceAll(/\s*\n\s*\*?\s*/g, ' ');
  return PUZZLING.flatMap(([pattern]) => pattern.exec(words)?.slice(0, 1) ?? []);
}

export function puzzlingWords(source: Source): Found[] {
  return prose(source).flatMap(({ position, what }) => puzzlingIn(what).map((found) => ({ position, what: found })));
}

/** Lines of comments that are too wide; those that hold a link or an instruction to a tool may be. */
export function wideComments({ text, comments: all }: Source): Found[] {
  return all.flatMap(({ start, end }) => {
    const from = text.lastIndexOf('\n', start) + 1;
    const lines = text.slice(from, end).split('\n');
    return lines
      .filter((line) => line.length > MAX_COLUMNS && !/https?:|oxlint-disable|prettier-ignore/.test(line))
      .map((line) => ({ position: start, what: `${line.length} columns` }));
  });
}
