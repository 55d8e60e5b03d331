import { describe, expect, test } from 'vitest';
import { Machine, preset } from '../../src/index.ts';
import type { WsgiApp } from '../../src/index.ts';
import { forPage } from '../../src/host/page-snapshot.ts';
import { rowsOf } from '../../src/host/step-rows.ts';
import { connectionOf, machineName, pageName } from '../../src/host/thread-names.ts';

describe('names of threads on the page', () => {
  test('the machine counts its clients from 0, the page its connections from 1', () => {
    expect(pageName('client-0')).toBe('connection 1');
    expect(pageName('client-11 send')).toBe('connection 12 send');
    expect(pageName('MainThread')).toBe('MainThread');
    expect(pageName('client-side')).toBe('client-side');
    expect(machineName('connection 12')).toBe('client-11');
    expect(machineName('MainThread')).toBe('MainThread');
    expect(connectionOf('connection 1')).toBe(0);
    expect(connectionOf('server')).toBeUndefined();
  });

  test('rows and snapshots use the same name for a connection', () => {
    const machine = new Machine({ server: 'base', app: preset('hello')?.app as WsgiApp });
    machine.connect().send('GET / HTTP/1.0\r\n\r\n');
    machine.run();
    const rows = rowsOf(machine.trace.steps());
    expect(rows.table).toContain('connection 1');
    expect(rows.table).toContain('connection 1 send');
    expect(rows.table.join(' ')).not.toContain('client-0');
    expect(rows.details).not.toContain('client-0');
    const { processes, threads } = forPage(machine.snapshot(), [0]);
    expect(JSON.stringify([processes, threads])).not.toContain('client-0');
  });
});
