/**
 * Plays a scenario from its start to its end and tells what its clients received: for an element that shows an answer
 * and no machine. It goes in slices, so that the host answers in between.
 */
import { Machine, encodeLatin1, preset, readScenario } from '../index.ts';
import { PlainMachine } from '../tooling.ts';
import { compareAnswer } from '../examples/compare.ts';
import type { Answers, Match } from '../examples/compare.ts';
import { joinScripts } from '../examples/group.ts';
import { linkOf } from '../examples/link.ts';
import { printAnswer } from '../examples/print.ts';
import { parseRequest, unescapeRequest } from '../examples/request.ts';
import { before, openWait, scenarioData } from '../examples/scenario-of.ts';
import type { ExampleOptions, WaitEnds } from '../examples/scenario-of.ts';
import type { Script } from '../examples/script.ts';
import { writesOf } from '../examples/writes.ts';
import type { PlannedInput, RunResult, Scenario, ScenarioInput, WsgiApp } from '../index.ts';
import { AppLoadError, failureNotice } from './app-loading.ts';
import type { LoadedModule } from './app-loading.ts';
import { Budget } from './budget.ts';
import { Complaints } from './complaints.ts';
import { MESSAGE_LIMITS } from './limits.ts';
import { errorNotice } from './notices.ts';
import type { Notice } from './notices.ts';
import type { Host } from './session-host.ts';
import type { FromMachine, ToMachine, WithoutSession } from './protocol.ts';
import type { ComplaintInfo } from './app-faults.ts';
import type { PlaySubject, Played, PlayedEnd, RequestText } from './played.ts';
import type { Timer } from './wall-clock.ts';

type Play = Extract<ToMachine, { type: 'play' }>;

/** System calls, and turns of threads, between two looks at the clock. */
const AT_A_TIME = { calls: 100, resumptions: 10_000 } as const;

/** Where there are more such parts, the app counts as one that has no end. */
const MOST_PARTS = 10_000;

export class Playing {
  private readonly _host: Host;
  private readonly _request: Play;
  private readonly _budget: Budget;
  private _machine: Runner | undefined;
  private _module: LoadedModule | undefined;
  private _code: WsgiApp | undefined;
  private _read: Read | undefined;
  /** When waits end, as far as what comes before them has been played. */
  private readonly _ends = new Map<number, number>();
  /** The wait before which the machine ends; undefined when it plays all. */
  private _wait: number | undefined;
  private _scenario: Scenario | undefined;
  private _parts = 0;
  private _timer: Timer | undefined;
  private _hasEnded = false;

  constructor(request: Play, host: Host) {
    this._request = request;
    this._host = host;
    this._budget = new Budget(host.clock);
  }

  /** Whether code that did not come with Glaswerk runs in it. */
  get isForeign(): boolean {
    return this._request.code !== undefined;
  }

  start(): void {
    const { code } = this._request;
    // What was used before does not concern this play.
    this._host.takeAbsent();
    if (code === undefined) return this._guard(() => this._begin(undefined));
    this._host
      .loadApp(code, () => this._host.entered(this._request.session))
      .then(
        (loaded) => {
          this._module = loaded;
          this._guard(() => this._begin(loaded.app));
        },
        (error: unknown) => {
          if (error instanceof AppLoadError) this._tell({ type: 'loadProblem', problem: error.problem });
          this._fail(failureNotice(error));
        },
      );
  }

  end(): void {
    this._hasEnded = true;
    this._host.clock.cancel(this._timer);
    this._host.timeShare.note(this._request.session, false);
    this._machine = undefined;
  }

  private _begin(code: WsgiApp | undefined): void {
    this._code = code;
    this._read = read(this._request.subject);
    this._next(this._read);
  }

  /** Plays what comes before a wait from which a pause counts, to learn when it ends; at last, all. */
  private _next(read: Read): void {
    const { isTraced, isRun } = this._request;
    const { _code: code, _ends: ends } = this;
    this._wait = 'script' in read ? openWait(read.script, ends) : undefined;
    const scenario = 'script' in read ? scenarioOf(read, this._wait, ends) : read.scenario;
    this._scenario = scenario;
    if (!isRun && this._wait === undefined) {
      const checked = readScenario(scenario);
      return this._close(this._absent() ?? { type: 'played', played: { ...UNPLAYED, scenario: checked } });
    }
    const plain = isTraced || code !== undefined ? undefined : plainMachine(scenario);
    this._machine = plain ?? Machine.from(scenario, { trace: isTraced, ...(code === undefined ? {} : { app: code }) });
    this._go();
  }

  private _go(): void {
    const { clock, timeShare } = this._host;
    const machine = this._machine;
    if (machine === undefined) return;
    const end = clock.now() + timeShare.sliceMillis(this._request.session);
    let result: RunEnd;
    do {
      this._parts += 1;
      result = machine.run(AT_A_TIME);
    } while (isUnfinished(result) && this._parts < MOST_PARTS && clock.now() < end);
    const absent = this._absent();
    if (absent !== undefined) return this._close(absent);
    const budget = this._budget.usedUp(machine, result.why);
    if (result.why === 'panic') return this._fail(failureNotice(result.panic));
    if (budget !== undefined) return this._fail(budget);
    if (!isUnfinished(result) || this._parts >= MOST_PARTS) return this._finish(machine, endOf(result));
    timeShare.note(this._request.session, true);
    this._timer = clock.later(() => this._guard(() => this._go()), 0);
  }

  private _finish(machine: Runner, why: PlayedEnd): void {
    if (this._wait !== undefined && this._read !== undefined && this._parts < MOST_PARTS) {
      this._ends.set(this._wait, machine.time);
      return this._next(this._read);
    }
    const writes = machine instanceof PlainMachine ? [] : writesOf(machine);
    const all = machine.clients.map(({ number, receivedBytes, state, error }) => ({
      bytes: receivedBytes,
      state,
      error,
      writes: writes[number] ?? [],
    }));
    // Those of the example itself, where others come before it.
    const clients = this._read?.clients;
    const answers = clients === undefined ? all : clients.flatMap((client) => all[client] ?? []);
    const match = compared(this._request.subject, answers);
    const played: Played = {
      scenario: this._scenario as Scenario,
      text: printAnswer({ answers }),
      matches: match?.matches,
      first: match?.first,
      // A name that an answer with another text has given is not used later: what it says may be wrong.
      captured: match?.matches === true ? cut(match.captured) : undefined,
      answers: answers.map(({ bytes, state, error }) => ({ bytes, state, error })),
      log: machine.log.slice(-MESSAGE_LIMITS.log),
      why,
      time: machine.time,
      complaints: complaintsOf(machine, this._module).slice(0, MESSAGE_LIMITS.complaints),
    };
    this._close(this._absent() ?? { type: 'played', played });
  }

  private _guard(work: () => void): void {
    if (this._hasEnded) return;
    if (this.isForeign) this._host.entered(this._request.session);
    try {
      work();
    } catch (error) {
      this._fail(errorNotice(error));
    }
  }

  private _fail(notice: Notice): void {
    this._close(this._absent() ?? { type: 'failed', notice });
  }

  /** What it did does not count where it lacked something. */
  private _absent(): Told | undefined {
    const name = this._host.takeAbsent();
    return name === undefined ? undefined : { type: 'absent', name };
  }

  private _close(message: Told): void {
    this._tell(message);
    this.end();
  }

  private _tell(message: Told): void {
    if (this._hasEnded) return;
    this._host.post({ ...message, session: this._request.session });
  }
}

const UNPLAYED: Omit<Played, 'scenario'> = {
  text: '',
  matches: undefined,
  first: undefined,
  captured: undefined,
  answers: [],
  log: '',
  why: 'idle',
  time: 0,
  complaints: [],
};

/** Compares with the printed answer, if there is one. */
function compared(subject: PlaySubject, answers: Answers['answers']): Match | undefined {
  if ('scenario' in subject || subject.example.answer === undefined) return undefined;
  const { answer, values } = subject.example;
  return compareAnswer(answer, { answers }, values);
}

const cut = (captured: Match['captured']): Match['captured'] =>
  Object.fromEntries(Object.entries(captured).slice(0, MESSAGE_LIMITS.wildcards));

/** All complaints, those of a machine without a log too. */
function complaintsOf(machine: Runner, module: LoadedModule | undefined): ComplaintInfo[] {
  const complaints = new Complaints();
  complaints.restart(-1);
  return complaints.news(machine, module);
}

const isUnfinished = ({ why }: RunEnd): boolean => why === 'stopped' || why === 'steps';

/** What had parts enough, and has not ended, has no end. */
const endOf = ({ why }: RunEnd): PlayedEnd => (why === 'idle' || why === 'deadlock' || why === 'exit' ? why : 'limit');

/** Short messages of our own, which need not be cut. */
type Told = WithoutSession<Extract<FromMachine, { type: 'played' | 'failed' | 'loadProblem' | 'absent' }>>;

/** What plays: a plain machine where that is enough. */
type Runner = Machine | PlainMachine;
type RunEnd = Pick<RunResult, 'why' | 'panic'>;

/** A plain machine for one of Glaswerk's apps. Undefined where more is needed, or something may be wrong. */
function plainMachine({ app, inputs, options, link }: Scenario): PlainMachine | undefined {
  const known = 'preset' in app ? preset(app.preset) : undefined;
  if (known === undefined || inputs.some(({ step }) => step !== undefined)) return undefined;
  return new PlainMachine({ ...options, link, app: known.app }, inputs.map(plannedInput));
}

/** As a machine plans it. */
function plannedInput({ client, time, since, do: action, data = '' }: ScenarioInput): PlannedInput {
  const command = action === 'send' ? { do: action, data: encodeLatin1(data) } : { do: action };
  return { client, time, since, command };
}

/** What is played: a scenario as it is, or the script of requests. */
type Read = ({ readonly scenario: Scenario } | { readonly script: Script; readonly options: ExampleOptions }) & {
  /** The clients of the last one of several requests; undefined for all. */
  readonly clients: readonly number[] | undefined;
};

function read(subject: PlaySubject): Read {
  if ('scenario' in subject) return { scenario: readScenario(subject.scenario), clients: undefined };
  const { requests, app, source, server, seed, link } = subject.example;
  const { script, clients } = joinScripts(requests.map(scriptOf));
  const options = { app, source, server, seed, link: link === undefined ? undefined : linkOf(link) };
  return { script, options, clients: requests.length === 1 ? undefined : clients.at(-1) };
}

/** What is done before a wait; all without one. */
const scenarioOf = (
  { script, options }: Extract<Read, { readonly script: Script }>,
  wait: number | undefined,
  ends: WaitEnds,
): Scenario => scenarioData(wait === undefined ? script : before(script, wait), options, ends);

const scriptOf = ({ text, isEscaped, lineEnds }: RequestText): ReturnType<typeof parseRequest> =>
  isEscaped ? unescapeRequest(text) : parseRequest(text, { lineEnds });
