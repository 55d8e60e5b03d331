/**
 * Which modules of the page stand in one file. Left to itself, the bundler makes a file of whatever some parts have in
 * common: of those that are asked for before the page opens, forty had less than two kilobytes.
 */
const SHARED = 'shared';
/** What has fewer bytes stands in the file of something that nearly the same parts ask for. */
const SMALL = 1_200;

/** The article is no part of the page; the editor and the finder of moments are known to tests by their names. */
const KEEPS_ITS_NAME = /\/web\/(?:article\/|parts\/editor\/code-view)|\/src\/explain\/moments\/find-moments/;

/** What a terminal that is text says too: it would stand in the file of the terminal itself, which is large. */
const ALONE = /\/web\/parts\/terminal\/remark-text\.ts$/;
/** What the bar of a stage writes with: it would stand in a file with what only the page needs. */
const OF_STAGE = /\/web\/kit\/rich\.ts$/;
/** What is wrong with a link is said by those who read or write one: a stage does so when it is asked for a link. */
const OF_LINKS = /\/web\/texts\/en\/links\.ts$/;

export const PAGE_CHUNKS = {
  groups: [
    { name: 'remarks', test: ALONE, priority: 1 },
    { name: 'rich', test: OF_STAGE, priority: 1 },
    { name: 'link-texts', test: OF_LINKS, priority: 1 },
    {
      name: SHARED,
      test: (id: string) => id.endsWith('.ts') && !KEEPS_ITS_NAME.test(id),
      minShareCount: 2,
      entriesAware: true,
      entriesAwareMergeThreshold: SMALL,
    },
  ],
};

/** The bundler would name all that ask for it. */
export const chunkFile = ({ name }: { readonly name: string }): string =>
  `assets/${name.startsWith(`${SHARED}~`) ? SHARED : name}-[hash].js`;
