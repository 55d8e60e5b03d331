/** What comments, texts and names of tests say. */
import { MAX_COLUMNS, PUZZLING, puzzlingWords, wideComments } from '../support/plain-words.ts';
import type { Found, Source } from '../support/source.ts';
import { EVERYWHERE, IN_SRC_OR_WEB, comments, texts } from './rule.ts';
import type { Rule } from './rule.ts';

const DOC_TAGS = [
  ...['python', 'differs', 'internal', 'param', 'returns', 'throws', 'example', 'link', 'linkcode', 'see', 'default'],
  ...['deprecated', 'typeParam'],
];
/** Where comments, texts and test names are in plain words: everywhere but in the list of the words to avoid. */
const IN_PLAIN_WORDS = /^(?!test\/support\/plain-words\.ts$)/;

function unknownTags(source: Source): Found[] {
  return source.comments
    .filter(({ value }) => value.startsWith('*'))
    .flatMap(({ value, start }) =>
      [...value.replaceAll(/`[^`]*`/g, (code) => ' '.repeat(code.length)).matchAll(/(?<![\w/])@([a-zA-Z]+)(?![\w/-])/g)]
        .filter(([, tag = '']) => !DOC_TAGS.includes(tag))
        .map((match) => ({ position: start + 2 + match.index, what: match[0] })),
    );
}

export const textRules: readonly Rule[] = [
  {
    says: 'doc comments use the known tags only',
    at: IN_SRC_OR_WEB,
    find: unknownTags,
    catches: [['src/stdlib/x.ts', `/** Waits. @pyhton time.sleep */\nexport const x = 1;`]],
    passes: [
      [
        'src/stdlib/x.ts',
        `/** Waits, unlike \`@wait\` of @xterm/xterm or a@b.org. @python time.sleep */\nexport const x = 1;`,
      ],
    ],
  },
  {
    says: '@python names a module and a qualified name, @differs gives a reason',
    at: IN_SRC_OR_WEB,
    find: (source) => [
      ...comments(source, /@python(?!\s+[a-z_]\w*(\.(\w+|<locals>))+)/),
      ...comments(source, /@differs\s*(\*|@|$)/),
    ],
    catches: [
      ['src/stdlib/x.ts', `/** Waits. @python */`],
      ['src/stdlib/x.ts', `/** Waits. @python serve_forever */`],
      ['src/stdlib/x.ts', `/** Waits. @differs */`],
    ],
    passes: [['src/stdlib/x.ts', `/** @python werkzeug.serving.WSGIRequestHandler.run_wsgi.<locals>.write */`]],
  },
  {
    says: 'nothing is left to do',
    at: EVERYWHERE,
    find: (source) => comments(source, /\b(TODO|FIXME|XXX|HACK)\b/),
    catches: [['src/kernel/x.ts', `// TODO: close it\nexport const x = 1;`]],
  },
  {
    says: 'comments, texts and test names are in plain words',
    at: IN_PLAIN_WORDS,
    find: puzzlingWords,
    catches: PUZZLING.flatMap(([, sample]): (readonly [string, string])[] => [
      ['src/kernel/x.ts', `/** Says ${sample}. */\nexport const x = 1;`],
      ['src/machine/x.ts', `export const x = 'a text: ${sample}';`],
    ]),
    passes: [
      [
        'src/kernel/x.ts',
        `/** A replay cannot wait forever for an input from outside. */\nexport const x = 'it is idle';`,
      ],
    ],
  },
  {
    says: `no comment is wider than ${MAX_COLUMNS} columns`,
    at: IN_PLAIN_WORDS,
    find: wideComments,
    catches: [['src/kernel/x.ts', `/** ${'word '.repeat(30)}*/\nexport const x = 1;`]],
    passes: [['src/kernel/x.ts', `/** ${'word '.repeat(22)}*/\nexport const x = 1;`]],
  },
  {
    says: "no path of one person's machine is written down",
    at: EVERYWHERE,
    find: (source) => texts(source, /(?<=['"`(\s])\/(work|farm|root|home|Users)\/[a-z]\w*/g),
    catches: [['test/x.ts', ['const x = "', 'work', 'main";'].join('/')]],
    passes: [['test/x.ts', `const x = './work/main';`]],
  },
];
