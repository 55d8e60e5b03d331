/** The moments that authors name: found in the rows of the log as the machine itself finds them. */
import { describe, expect, test } from 'vitest';
import { Machine, PRESETS, preset } from '../../../src/index.ts';
import type { BreakpointSpec, ServerKind } from '../../../src/index.ts';
import { PROTOCOL_STATES, SERVER_KINDS } from '../../../src/vocabulary.ts';
import { findMoments } from '../../../src/explain/moments/find-moments.ts';
import { needsChapters, resolveAt } from '../../../web/embed/stage/at.ts';
import type { Rows } from '../../../web/embed/stage/at.ts';

const GET = 'GET / HTTP/1.1\r\nHost: localhost\r\n\r\n';

/** A machine that has had some requests, each on a connection of its own. */
function served(name: string, server: ServerKind, requests: readonly string[], spec?: BreakpointSpec): Machine {
  const app = preset(name)?.app;
  if (app === undefined) throw new Error(`there is no preset '${name}'`);
  const machine = new Machine({ app, server });
  machine.run();
  if (spec !== undefined) machine.breakpoints.add(spec);
  for (const request of requests) {
    const client = name === 'datagrams' ? machine.datagrams() : machine.connect();
    client.send(request);
    if (machine.run().why === 'breakpoint') break;
  }
  return machine;
}

const rowsOf = (machine: Machine): Rows => {
  const steps = machine.trace.steps();
  return { length: steps.length, at: (number) => steps[number] };
};

const rows = rowsOf(served('hello', 'base', [GET, GET]));
const nameAt = (at: string): string => {
  const moment = resolveAt(at, rows);
  return 'step' in moment ? (rows.at(moment.step - 1)?.name ?? '') : JSON.stringify(moment);
};

describe('a name', () => {
  test('of a method is the step that enters it, by its last part, its class or in full', () => {
    const whole = 'werkzeug.serving.WSGIRequestHandler.make_environ';
    for (const at of ['make_environ', 'make_environ()', 'WSGIRequestHandler.make_environ', whole])
      expect(nameAt(at)).toBe(whole);
    expect(nameAt('BaseServer.serve_forever')).toBe('socketserver.BaseServer.serve_forever');
  });

  test('of a system call goes before that of a method, which a dot makes plain', () => {
    expect(nameAt('recvfrom')).toBe('recvfrom');
    expect(nameAt('write')).toBe('write');
    expect(nameAt('_SocketWriter.write')).toBe('socketserver._SocketWriter.write');
  });

  test('with a number is one of several', () => {
    const [first, second] = [resolveAt('accept4', rows), resolveAt('accept4#2', rows)];
    if (!('step' in first) || !('step' in second)) throw new Error('accept4 was not found twice');
    expect(second.step).toBeGreaterThan(first.step);
    expect(resolveAt('accept4#3', rows)).toEqual({ beyond: 'accept4#3', there: 2 });
  });

  test('that nothing has lists those that are like it', () => {
    expect(resolveAt('make_enviorn', rows)).toEqual({ unknown: 'make_enviorn', near: ['make_environ'] });
    expect(resolveAt('headers parsd', rows)).toMatchObject({ near: ['headers parsed'] });
    expect(resolveAt('BaseServer.serve_for', rows)).toMatchObject({ near: ['BaseServer.serve_forever'] });
    expect(resolveAt('qqqqqq', rows)).toEqual({ unknown: 'qqqqqq', near: [] });
    expect(resolveAt('', rows)).toEqual({ unknown: '', near: [] });
  });
});

describe('a number', () => {
  test('is the moment after that step, and never before the first', () => {
    expect(resolveAt('120', rows)).toEqual({ step: 120 });
    expect(resolveAt(' 0 ', rows)).toEqual({ step: 1 });
  });

  test('beyond the end is told with the length', () => {
    expect(resolveAt('99999', rows)).toEqual({ beyond: '99999', there: rows.length });
  });
});

/** Two requests each, since the second one must not be taken for a part of the first. */
const REQUESTS: Readonly<Record<string, string>> = { echo: 'POST / HTTP/1.1\r\nContent-Length: 2\r\n\r\nhi' };

describe.each(SERVER_KINDS)('on a %s server', (server) => {
  test.each(PRESETS.map(({ name }) => name))(
    'the states of a request to %s are where the machine stops at them',
    (app) => {
      const request = REQUESTS[app] ?? GET;
      const all = rowsOf(served(app, server, [request, request]));
      for (const state of PROTOCOL_STATES) {
        const stopped = served(app, server, [request, request], { state });
        const moment = resolveAt(state, all);
        const isReached = stopped.breakpoints.list()[0]?.hits === 1;
        expect('step' in moment ? moment.step : undefined, `${app} ${state}`).toBe(
          isReached ? stopped.cursor : undefined,
        );
      }
    },
  );
});

describe('a moment of the log', () => {
  const chapters = findMoments(machineSteps());
  const at = (name: string): unknown => resolveAt(name, rows, chapters);

  function machineSteps(): readonly NonNullable<ReturnType<Rows['at']>>[] {
    return Array.from({ length: rows.length }, (_, number) => rows.at(number)).filter((step) => step !== undefined);
  }

  test('is named with @, and is the one of that request', () => {
    const steps = chapters.filter(({ name }) => name === 'make_environ').map(({ step }) => step + 1);
    expect(steps).toHaveLength(2);
    expect([at('make_environ@1'), at('make_environ@2')]).toEqual(steps.map((step) => ({ step })));
    expect(at('make_environ@3')).toEqual({ beyond: 'make_environ@3', there: 2 });
    expect(at('make_enviorn@2')).toEqual({ unknown: 'make_enviorn', near: ['make_environ'] });
  });

  test('is found by its name where nothing else of the log has it', () => {
    const answered = chapters.find(({ name }) => name === 'answered');
    expect(at('answered')).toEqual({ step: (answered?.step ?? Number.NaN) + 1 });
    expect(at('answred')).toMatchObject({ near: ['answered'] });
    expect([needsChapters('answered', rows), needsChapters('make_environ@2', rows)]).toEqual([true, true]);
    // A name of a method or of a system call means what it has always meant.
    expect([needsChapters('make_environ', rows), at('make_environ')]).toEqual([false, resolveAt('make_environ', rows)]);
  });
});
