/** The rules of the house, as far as a machine can see them. Each rule is also shown a sample that it must catch. */
import { describe, expect, test } from 'vitest';
import { parse } from '../support/source.ts';
import { codeRules } from './code-rules.ts';
import { importRules } from './import-rules.ts';
import { violations } from './rule.ts';
import { sources } from './sources.ts';
import { textRules } from './text-rules.ts';

const bySentence = [...importRules, ...codeRules, ...textRules].map((rule) => [rule.says, rule] as const);

describe('the house rules', () => {
  test.each(bySentence)('%s', (_says, rule) => {
    expect(sources.flatMap((source) => violations(rule, source))).toEqual([]);
  });
});

describe('the rules see', () => {
  test.each(bySentence)('when it is not so that %s', (_says, rule) => {
    const caught = rule.catches.filter(([path, text]) => violations(rule, parse(path, text)).length > 0);
    expect(caught).toEqual(rule.catches);
    const wronglyCaught = (rule.passes ?? []).flatMap(([path, text]) => violations(rule, parse(path, text)));
    expect(wronglyCaught).toEqual([]);
  });
});
