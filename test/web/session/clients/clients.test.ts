/** The clients of a session with a whole machine in the same process: who gets which connection, in every branch. */
import { describe, expect, test, vi } from 'vitest';
import { decodeLatin1 } from '../../../../src/index.ts';
import { remarkText } from '../../../../web/parts/terminal/remark-text.ts';
import type { Client } from '../../../../web/session/clients/client.ts';
import { noticed, noticeText } from '../../../../web/session/notices.ts';
import { ENGLISH } from '../../../../web/texts/texts.ts';
import { bootedPage, sessionPage, stubFrames } from '../../../support/session-page.ts';
import type { SessionPage } from '../../../support/session-page.ts';
import { scope, scopeForEachTest } from '../../../support/test-scope.ts';

const GET = 'GET / HTTP/1.0\r\n\r\n';

scopeForEachTest(stubFrames);

/** The transcript as text, without its hint. */
const shown = ({ view }: Client): string[] =>
  view.flatMap(({ piece }) => {
    if (piece.kind === 'hint') return [];
    return [piece.kind === 'remark' ? `-${remarkText(ENGLISH, piece.remark)}-` : decodeLatin1(piece.bytes)];
  });

const answers = (client: Client): number => shown(client).filter((text) => text.includes('200 OK')).length;

describe('clients', () => {
  test('there is one, which is active; what it sends before the machine is there goes out then', async () => {
    const { session, clients, link } = sessionPage(scope);
    expect([clients.all.length, clients.active.number]).toEqual([1, 1]);
    clients.active.send(new TextEncoder().encode(GET));
    expect(shown(clients.active)).toEqual(['-kept until the machine runs-']);
    session.boot({ app: 'hello' });
    await link.settle();
    expect([answers(clients.active), clients.active.shown.state]).toEqual([1, 'eof']);
    expect(session.state).toMatchObject({ health: 'running', address: '127.0.0.1:5000', connection: 0 });
  });

  test('each has its own connections, whose bytes come to it alone; the active one is looked at', async () => {
    const { session, clients, link } = await bootedPage(scope);
    const [first, second] = [clients.active, clients.add()];
    expect(second.number).toBe(2);
    second.sendText(GET);
    first.sendText(GET);
    await link.settle();
    expect([first, second].map((client) => [client.connection, answers(client)])).toEqual([
      [1, 1],
      [0, 1],
    ]);
    expect([clients.ownerOf(0), clients.ownerOf(1), clients.ownerOf(2)]).toEqual([second, first, undefined]);
    expect(session.state.connection).toBe(1);
    clients.activate(second);
    await link.settle();
    expect([clients.active, session.state.connection]).toEqual([second, 0]);
    expect(session.state.shown?.connections.map(({ client }) => client)).toEqual([0]);
  });

  test('what changes is told once for all that the machine causes, and as the news that it is', async () => {
    const { clients, link } = await bootedPage(scope);
    const changes: boolean[] = [];
    const second = clients.add();
    clients.events.on('changed', ({ isNews }) => changes.push(isNews), scope);
    clients.activate(clients.active);
    expect(changes).toEqual([]);
    clients.activate(second);
    expect(changes).toEqual([false]);
    changes.length = 0;
    second.connect();
    await link.settle();
    expect(changes.filter((isNews) => !isNews)).toHaveLength(1);
    expect(changes.length).toBeGreaterThan(1);
  });

  test('that come and go are told; one that is closed without being active leaves the active one alone', async () => {
    const { clients, link } = await bootedPage(scope);
    const told: string[] = [];
    clients.events.on('added', ({ number }) => told.push(`+${number}`), scope);
    clients.events.on('removed', ({ number }) => told.push(`-${number}`), scope);
    const first = clients.active;
    const [second, third] = [clients.add(), clients.add()];
    first.connect();
    second.connect();
    clients.plan({ act: 'close' }, { step: 1_000_000 });
    clients.activate(second);
    clients.plan({ act: 'close' }, { step: 1_000_000 });
    await link.settle();
    clients.close(third);
    clients.close(first);
    await link.settle();
    expect([told, clients.active]).toEqual([['+2', '+3', '-3', '-1'], second]);
    // The plan of another client stays.
    expect(clients.plans.map(({ client }) => client)).toEqual([1]);
  });

  test('one that is closed takes its connection and its plans with it, and the next one is active', async () => {
    const { session, clients, link } = await bootedPage(scope);
    const [first, second, third] = [clients.active, clients.add(), clients.add()];
    const removed: Client[] = [];
    clients.events.on('removed', (client) => removed.push(client), scope);
    second.connect();
    clients.activate(second);
    clients.plan({ act: 'send', bytes: new TextEncoder().encode(GET) }, { step: 1_000_000 });
    await link.settle();
    expect(clients.plans.map(({ client }) => client)).toEqual([0]);
    const say = vi.spyOn(link, 'say');
    clients.close(second);
    await link.settle();
    expect([removed, clients.all, clients.active]).toEqual([[second], [first, third], third]);
    expect([clients.plans, session.state.planned]).toEqual([[], []]);
    expect(say).toHaveBeenCalledWith({ type: 'client', client: 0, action: { act: 'close' } });
    clients.close(third);
    expect(clients.active).toBe(first);
    clients.close(first);
    expect([clients.all.length, clients.active.number]).toEqual([1, 4]);
  });

  test('a plan of the active client is done when it is due, and stands in its transcript; without a connection there is none', async () => {
    const { session, clients, link } = await bootedPage(scope);
    const client = clients.active;
    clients.plan({ act: 'connect' }, {});
    await link.settle();
    expect(session.state.planned).toEqual([]);
    client.connect();
    clients.plan({ act: 'send', bytes: new TextEncoder().encode(GET) }, { timeMicros: 2_000_000 });
    clients.plan({ act: 'close' }, { timeMicros: 3_000_000 });
    await link.settle();
    expect(shown(client)).toEqual([
      '-18 bytes, as planned-',
      GET,
      expect.stringContaining('200 OK'),
      '-closed by the server-',
      expect.stringContaining('closed, as planned, had no effect'),
    ]);
  });
});

describe('in the past', () => {
  /** Two answered requests of two clients; the reader is where the first was accepted. */
  async function past(): Promise<SessionPage & { readonly step: number }> {
    const made = await bootedPage(scope);
    const { clients, link, session } = made;
    clients.active.sendText(GET);
    await link.settle();
    const step = session.log.length;
    clients.add().sendText(GET);
    await link.settle();
    session.seek(step);
    await link.settle();
    return { ...made, step };
  }

  test('a client that had no connection yet shows the newest there was, and nothing of what follows if it hides', async () => {
    const { session, clients, step } = await past();
    const [first, second] = clients.all as [Client, Client];
    expect([first, second].map(({ shownConnection }) => shownConnection)).toEqual([0, undefined]);
    expect(second.view.every(({ isFuture }) => isFuture)).toBe(true);
    clients.activate(second);
    expect(session.state.cursor).toBe(step);
    expect(second.shown.state).toBe('none');
    session.store.set({ hidesFuture: true, hidesSent: true });
    await vi.dynamicImportSettled();
    expect(shown(second)).toEqual([]);
    expect(answers(first)).toBe(1);
    expect(clients.add().view.length).toBe(0);
  });

  test('what is sent makes a branch first; back in the other one each client has its own past again', async () => {
    const { session, clients, link, step } = await past();
    const [first, second] = clients.all as [Client, Client];
    second.sendText('HEAD / HTTP/1.0\r\n\r\n');
    expect(session.state.isReplaying).toBe(true);
    await link.settle();
    expect(session.state).toMatchObject({ isReplaying: false, cursor: undefined });
    expect(session.state.branches.map(({ step: from, parent, isCurrent }) => [from, parent, isCurrent])).toEqual([
      [0, undefined, false],
      [step, 1, true],
    ]);
    expect(shown(second).slice(0, 2)).toEqual([`-another branch from step ${step}-`, 'HEAD / HTTP/1.0\r\n\r\n']);
    expect(shown(second)).not.toContain(GET);
    expect([first.connection, second.connection]).toEqual([0, 1]);

    const [old, own] = session.state.branches;
    session.nameBranch(own?.id ?? 0, 'mine');
    session.goToBranch(own?.id ?? 0);
    session.goToBranch(99);
    await link.settle();
    expect(session.state.branches[1]).toMatchObject({ name: 'mine', isCurrent: true });
    session.goToBranch(old?.id ?? 0);
    await link.settle();
    expect(session.state.branches.map(({ name, isCurrent }) => [name, isCurrent])).toEqual([
      [expect.any(String), true],
      ['mine', false],
    ]);
    expect([answers(first), answers(second), second.connection]).toEqual([1, 1, 1]);
    expect(shown(second)).toContain(GET);
    expect(shown(second).at(-1)).toBe(
      `-${noticeText(ENGLISH, noticed('branchEntered', { name: session.state.branches[0]?.name ?? '' }))}-`,
    );
  });

  test('Ctrl+C is pressed in a branch of its own', async () => {
    const { session, link, step } = await past();
    session.interrupt();
    await link.settle();
    expect(session.state.branches).toHaveLength(2);
    expect(session.state.branches[1]).toMatchObject({ step, isCurrent: true });
    const server = session.state.live?.processes.find(({ name }) => name === 'server');
    expect([server === undefined || server.exitStatus !== undefined, session.state.cursor]).toEqual([true, undefined]);
  });

  test('a plan for a step that was is carried out in a branch from there', async () => {
    const { session, clients, link } = await bootedPage(scope);
    clients.active.connect();
    await link.settle();
    const step = session.log.length - 2;
    clients.plan({ act: 'send', bytes: new TextEncoder().encode(GET) }, { step });
    await link.settle();
    expect(session.state.branches[1]).toMatchObject({ step });
    expect(answers(clients.active)).toBe(1);
  });

  test('at a pause the input comes next, without a branch', async () => {
    const { session, clients, link } = await bootedPage(scope);
    session.debugging.addBreakpoint({ syscall: 'accept4' });
    clients.active.sendText(GET);
    await link.settle();
    const { cursor, debug } = session.state;
    expect([debug.pause?.step, cursor]).toEqual([debug.pause?.step, undefined]);
    expect(debug.pause?.why).toBe('breakpoint');
    clients.add().sendText(GET);
    await link.settle();
    expect(session.state.branches).toEqual([]);
  });
});

describe('a machine that is replaced', () => {
  test('leaves the transcripts, with the reason, and counts its connections from 0 again', async () => {
    const { session, clients, link } = await bootedPage(scope);
    const client = clients.active;
    const unused = clients.add();
    client.sendText(GET);
    await link.settle();
    const replaced = vi.fn<() => void>();
    clients.events.on('replaced', replaced, scope);
    session.boot({ server: 'base' });
    await link.settle();
    expect(replaced).toHaveBeenCalledOnce();
    expect(shown(client).at(-1)).toBe('-the machine was restarted-');
    expect([shown(unused), client.connection, client.connections]).toEqual([[], undefined, []]);
    client.sendText(GET);
    await link.settle();
    expect([client.connection, answers(client)]).toEqual([0, 2]);
    expect(session.state.options).toMatchObject({ app: 'hello', server: 'base' });
  });

  test('because it ended is told as such; what is typed then waits for the next', async () => {
    const { session, clients, link, fail } = await bootedPage(scope);
    clients.active.connect();
    await link.settle();
    fail();
    expect(session.state.health).toBe('failed');
    expect(shown(clients.active).at(-1)).toBe(`-${noticeText(ENGLISH, noticed('machineStopped', {}))}-`);
    clients.active.sendText(GET);
    expect(shown(clients.active).at(-1)).toBe('-kept until the machine runs-');
    session.boot({ app: 'hello' });
    await link.settle();
    expect(answers(clients.active)).toBe(1);
  });

  test('by one that takes datagrams makes the clients senders of datagrams', async () => {
    const { session, clients, link } = await bootedPage(scope);
    const second = clients.add();
    expect(clients.isDatagram).toBe(false);
    session.boot({ app: 'datagrams' });
    await link.settle();
    expect([clients.isDatagram, clients.add().isDatagram, second.isDatagram]).toEqual([true, true, true]);
    session.boot({ app: 'hello' });
    await link.settle();
    expect([clients.isDatagram, second.isDatagram]).toEqual([false, false]);
  });

  test('is compared with another kind of server than its own', async () => {
    const { session, clients, link } = await bootedPage(scope);
    clients.active.sendText(GET);
    await link.settle();
    session.compare('base');
    await link.settle();
    expect(session.state.comparison).toMatchObject({ server: 'base' });
    session.boot({ server: 'base' });
    await link.settle();
    expect(session.state.compared).toBe('threaded');
    session.compare(undefined);
    await link.settle();
    expect(session.state).toMatchObject({ compared: undefined, comparison: undefined });
  });
});

describe('the machine of a link', () => {
  const send = (client: number, step?: number) => ({
    client,
    do: 'send',
    data: GET,
    ...(step === undefined ? {} : { step }),
  });
  const scenario = (inputs: readonly object[]) => ({
    version: 3,
    options: { server: 'threaded' },
    app: { preset: 'hello' },
    schedule: [],
    inputs,
    link: { latency: 0 },
  });

  async function opened(inputs: readonly object[], cursor?: number): Promise<SessionPage> {
    const made = sessionPage(scope);
    made.session.open(
      { app: 'hello', server: 'threaded' },
      { scenario: scenario(inputs), cursor, held: undefined, breakpoints: [], isAsking: false },
    );
    await made.link.settle();
    return made;
  }

  test('has a client for each of its connections that are open together, and shows the step that it names', async () => {
    const { session, clients } = await opened(
      [{ client: 0, do: 'connect' }, { client: 1, do: 'connect' }, send(1), send(0), { client: 2, do: 'connect' }],
      30,
    );
    expect(session.state.cursor).toBe(30);
    session.seek(undefined);
    expect(clients.all.map(({ connections }) => connections)).toEqual([[0], [1], [2]]);
    expect(clients.all.map(answers)).toEqual([1, 1, 0]);
  });

  test('that is refused says so, and runs without it', async () => {
    const { session, told } = await opened([send(7)]);
    expect(told).toHaveLength(1);
    expect(session.state.isReplaying).toBe(false);
  });

  test('that has yet to connect does so first', async () => {
    const { session, clients, told } = await opened([{ client: 0, do: 'connect', time: 60 }]);
    session.link.request({ type: 'plan', client: 0, action: { act: 'connect' }, when: { timeMicros: 90_000_000 } });
    expect(session.mayConnect()).toBe(session.state.planned.length === 0);
    if (session.state.planned.length > 0) expect(told).toHaveLength(1);
    expect(clients.all.length).toBeGreaterThan(0);
  });

  test('is exported as it is now: a link of a link', async () => {
    const { session, clients, link } = await opened([{ client: 0, do: 'connect' }, send(0)]);
    const exported = vi.fn<(value: { shared: { app: string; cursor: number | undefined } }) => void>();
    session.on('exported', exported, scope);
    clients.add().sendText(GET);
    await link.settle();
    session.seek(40);
    session.share();
    await link.settle();
    const [{ shared }] = exported.mock.calls[0] ?? [{ shared: undefined }];
    expect(shared).toMatchObject({ app: 'hello', cursor: 40, scenario: { app: { preset: 'hello' } } });
    expect(
      (shared as unknown as { scenario: { inputs: { client: number }[] } }).scenario.inputs.map(({ client }) => client),
    ).toEqual([0, 0, 0, 1, 1, 1]);
  });
});
