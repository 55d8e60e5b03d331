/** The page as one file: it asks for nothing else, and its policy allows what it holds. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { ONE_FILE } from '../tools/build/one-file.ts';

const html = readFileSync(`dist/page/${ONE_FILE}`, 'utf8');
const policy = /Content-Security-Policy"\s*content="([^"]*)"/.exec(html)?.[1] ?? '';
const hashOf = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/** What is in the elements of a name, which hold text only. */
const insides = (name: string): string[] =>
  [...html.matchAll(new RegExp(`<${name}\\b[^>]*>([^]*?)</${name}>`, 'g'))].map(([, text = '']) => text);

test('it has one style, its options and one script, and its policy names style and script by their hashes', () => {
  const [options, script = '', ...others] = insides('script');
  expect([options, others]).toEqual(['{}', []]);
  expect(policy).toContain(`script-src ${hashOf(script)} `);
  expect(insides('style').map(hashOf)).toEqual([/style-src ('[^']+')/.exec(policy)?.[1]]);
});

test('its policy allows no address, and it names none that it would load', () => {
  expect(policy).toMatch(/^default-src 'none';/);
  expect(policy).not.toMatch(/https?:|'self'/);
  const head = html.slice(0, html.indexOf('<script type="module">'));
  expect([...head.matchAll(/\b(?:src|href)="([^"]*)"/g)].map(([, address]) => address?.slice(0, 5))).toEqual(['data:']);
});
