/**
 * Plays a scenario from its start to its end and tells what its clients received: for an element that shows an answer
 * and no machine. It goes in slices, so that the host answers in between.
 */
import { Machine } from '../index.ts';
import { writesOf } from '../examples/writes.ts';
import type { RunResult, WsgiApp } from '../index.ts';
import { AppLoadError, failureNotice } from './app-loading.ts';
import type { AppLoader } from './app-loading.ts';
import { Budget } from './budget.ts';
import { Complaints } from './complaints.ts';
import type { Host } from './machine-session.ts';
import { errorNotice } from './notices.ts';
import type { Notice } from './notices.ts';
import { MessagePacker } from './packing.ts';
import type { ByteOnWire, FromMachine, Played, PlayedEnd, ToMachine, WithoutSession } from './protocol.ts';
import { truncateMessage } from './truncate-message.ts';
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
  private readonly _packer = new MessagePacker();
  private _machine: Machine | undefined;
  private _address: string | undefined;
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

  start(loadApp: AppLoader): void {
    const { code } = this._request;
    if (code === undefined) return this._guard(() => this._begin(undefined));
    loadApp(code, () => this._host.entered(this._request.session)).then(
      ({ app, address }) => {
        this._address = address;
        this._guard(() => this._begin(app));
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
    this._machine = Machine.from(this._request.scenario, code === undefined ? {} : { app: code });
    this._go();
  }

  private _go(): void {
    const { clock, timeShare } = this._host;
    const machine = this._machine;
    if (machine === undefined) return;
    const end = clock.now() + timeShare.sliceMillis(this._request.session);
    let result: RunResult;
    do {
      this._parts += 1;
      result = machine.run(AT_A_TIME);
    } while (isUnfinished(result) && this._parts < MOST_PARTS && clock.now() < end);
    const budget = this._budget.usedUp(machine, result.why);
    if (result.why === 'panic') return this._fail(failureNotice(result.panic));
    if (budget !== undefined) return this._fail(budget);
    if (!isUnfinished(result) || this._parts >= MOST_PARTS) return this._finish(machine, endOf(result));
    timeShare.note(this._request.session, true);
    this._timer = clock.later(() => this._guard(() => this._go()), 0);
  }

  private _finish(machine: Machine, why: PlayedEnd): void {
    const { find } = this._request;
    const played: Played = {
      answers: machine.clients.map(({ receivedBytes: bytes, state, error }) => ({ bytes, state, error })),
      log: machine.log,
      why,
      time: machine.time,
      step: find && stepOf(machine, find),
      complaints: new Complaints().news(machine, this._address),
    };
    this._tell({ type: 'played', played });
    this.end();
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
    this._tell({ type: 'failed', notice });
    this.end();
  }

  private _tell(message: WithoutSession<FromMachine>): void {
    if (this._hasEnded) return;
    const whole = { ...message, session: this._request.session } as FromMachine;
    this._host.post(this._packer.pack(truncateMessage(whole)));
  }
}

const isUnfinished = ({ why }: RunResult): boolean => why === 'stopped' || why === 'steps';

/** What had parts enough, and has not ended, has no end. */
const endOf = ({ why }: RunResult): PlayedEnd =>
  why === 'idle' || why === 'deadlock' || why === 'exit' ? why : 'limit';

/** How many steps had happened when the server had written a byte. */
function stepOf(machine: Machine, { client, byte }: ByteOnWire): number | undefined {
  return writesOf(machine)[client]?.findLast(({ from, to }) => from <= byte && byte < to)?.step;
}
