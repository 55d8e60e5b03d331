import type { Terminal } from '@xterm/xterm';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Scope } from '../../../../web/kit/scope.ts';
import { alignTogether } from '../../../../web/parts/terminal/spared-layouts.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
afterEach(() => void vi.useRealTimers());

const CELL = 8;

/** What a screen reader reads of a terminal: rows that are `widths` wide without a transform, each of ten columns. */
function aligned(...widths: readonly number[]): string[] {
  const rows = widths.map((width) => ({
    isConnected: true,
    style: { transform: 'scaleX(2)' },
    getBoundingClientRect: () => ({ width }),
  }));
  const readable = {
    _alignRowWidth: (_row: unknown) => undefined as void,
    _rowColumns: new Map(rows.map((row) => [row, Array.from({ length: 11 }, (_, column) => column)])),
    _renderService: { dimensions: { css: { cell: { width: CELL } } } },
  };
  const terminal = { _core: { _accessibilityManager: { value: readable } } };
  alignTogether(terminal as unknown as Terminal, new Scope());
  for (const row of rows) readable._alignRowWidth(row);
  vi.runAllTimers();
  return rows.map(({ style }) => style.transform);
}

test('a row for screen readers is as wide as the row that is seen', () => {
  expect(aligned(10 * CELL * 2, 10 * CELL)).toEqual(['scaleX(0.5)', '']);
});

test('a row that is off by less than half a character stays as it is', () => {
  expect(aligned(10 * CELL + 1)).toEqual(['']);
});
