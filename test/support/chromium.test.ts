import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { chromium } from './chromium.ts';

let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'glaswerk-path-'));
});

afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

function program(name: string): string {
  const path = join(folder, name);
  writeFileSync(path, '#!/bin/sh\n');
  chmodSync(path, 0o755);
  return path;
}

test('CHROME_PATH comes first', () => {
  vi.stubEnv('PATH', folder);
  program('chromium');
  const asked = program('my-browser');
  vi.stubEnv('CHROME_PATH', asked);
  expect(chromium()).toBe(asked);
});

test('a CHROME_PATH that names no program is an error that says so, not a silent fallback', () => {
  vi.stubEnv('PATH', folder);
  program('chromium');
  vi.stubEnv('CHROME_PATH', join(folder, 'missing'));
  expect(() => chromium()).toThrow(`CHROME_PATH is ${join(folder, 'missing')}`);
});

test('the usual names are looked for on PATH, Chromium before Chrome', () => {
  vi.stubEnv('CHROME_PATH', '');
  vi.stubEnv('PATH', ['', folder].join(':'));
  const chrome = program('google-chrome-stable');
  expect(chromium()).toBe(chrome);
  const free = program('chromium-browser');
  expect(chromium()).toBe(free);
});
