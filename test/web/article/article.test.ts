/**
 * The article says what its servers do: each name and each line of steps is in the log of the server beside it, in both
 * languages alike, and the pages hold all of it without JavaScript. Its bytes are checked with all other documents.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { resolveAt } from '../../../web/embed/stage/at.ts';
import { ARTICLES, articlePage } from '../../tools/build/article.ts';
import { follow, logOf, readArticle, told } from './sections.ts';

const english = readArticle('en');
const runs = english.map(told).filter(({ tag }) => tag.size > 0);

describe.each(runs.map((run) => [run.tag.get('at') ?? '', run] as const))('the section at %s', (at, run) => {
  const log = logOf(run);
  const rows = { length: log.length, at: (number: number) => log[number] };

  test('names moments that its server has', () => {
    const unknown = [at, ...run.moments].map((name) => resolveAt(name, rows)).filter((moment) => !('step' in moment));
    expect(unknown).toEqual([]);
  });

  test.each(run.steps.map((lines) => [lines[0]?.text ?? '', lines] as const))('lists the steps of %s', (_, lines) => {
    const found = follow(lines, log);
    expect(lines[found.length]?.text).toBeUndefined();
    // Where a line leads is where it stands.
    const led = lines.map(({ text, at }, index) => {
      const moment = at === undefined ? undefined : resolveAt(at, rows);
      const number = moment === undefined ? found[index]?.number : 'step' in moment ? moment.step - 1 : undefined;
      return { text, at, number: lineNumber(number, found[index]?.number, log) };
    });
    expect(led).toEqual(lines.map(({ text, at }, index) => ({ text, at, number: found[index]?.number })));
  });
});

/** A call that blocks leads to where it returns: only that can be named. */
function lineNumber(
  number: number | undefined,
  expected: number | undefined,
  log: ReturnType<typeof logOf>,
): number | undefined {
  const [step, wanted] = [log[number ?? -1], log[expected ?? -1]];
  return wanted?.kind === 'block' && step?.name === wanted.name && step.tid === wanted.tid ? expected : number;
}

describe('both languages', () => {
  const chinese = readArticle('zh');

  test('have the same sections, with the same examples, names and steps', () => {
    const essence = (sections: typeof english): unknown =>
      sections.map((section) => {
        const { tag, request, moments, steps } = told(section);
        return {
          tag: [...tag],
          request,
          moments,
          steps: steps.map((lines) => lines.map(({ depth, text, at }) => ({ depth, text, at }))),
        };
      });
    expect(essence(chinese)).toEqual(essence(english));
  });

  test('name the same recordings, and these exist', () => {
    const named = (language: string): string[] => [
      ...new Set(readFileSync(`web/article/${language}.md`, 'utf8').match(/`(?:[abcehkls]|r|rl)-[a-z0-9-]+`/g)),
    ];
    const recorded = [
      'bodies',
      'connection',
      'headers',
      'lifecycle',
      'request_line',
      'response_api',
      'responses',
    ].flatMap(
      (category) =>
        (JSON.parse(readFileSync(`test/oracle/recordings/${category}.json`, 'utf8')) as { cases: { id: string }[] })
          .cases,
    );
    const ids = new Set(recorded.map(({ id }) => `\`${id}\``));
    expect(named('en').filter((name) => !ids.has(name))).toEqual([]);
    expect(named('en').length).toBeGreaterThan(15);
    expect(named('zh').toSorted()).toEqual(named('en').toSorted());
  });
});

describe.each(['en', 'zh'] as const)('the page %s', (language) => {
  const page = articlePage(language);

  test('holds everything without JavaScript, and leads to the other language, section by section', () => {
    expect(page.match(/<section /g)?.length).toBe(english.length - 1);
    expect(page).toContain('{"code": 0, "msg": "success"}');
    expect(page.match(/<glas-werk /g)?.length).toBe(runs.length);
    expect(page).toContain(`href="./${ARTICLES[language === 'en' ? 'zh' : 'en']}"`);
    expect(page).not.toContain('{{');
    const ids = (other: string): string[] => other.match(/<section id="[^"]+"/g) ?? [];
    expect(ids(page)).toEqual(ids(articlePage('en')));
    expect(new Set(ids(page)).size).toBe(english.length - 1);
  });

  test('has the policy of the workbench, and takes nothing from elsewhere', () => {
    const policy = /Content-Security-Policy"\s+content="([^"]*)"/;
    expect(policy.exec(page)?.[1]).toBe(policy.exec(readFileSync('index.html', 'utf8'))?.[1]);
    expect(page.match(/(?:src|<link[^>]+href)="(?!\.\/|data:)[^"]*"/g)).toBeNull();
  });
});
