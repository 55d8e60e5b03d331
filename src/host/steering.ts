/** A machine in people's hands: what they ask of it beside what its clients do, and what it tells of that. */
import type { BreakpointSpec, Machine, RunResult, ScenarioInput } from '../index.ts';
import { errorNotice, noticeOf } from './notices.ts';
import type { Notice } from './notices.ts';
import type { FromMachine, Pause, RequestType, ToMachine, WithoutSession } from './protocol.ts';
import { PauseControl } from './pause-control.ts';
import type { InvalidBreakpoint } from './pause-control.ts';
import { Plans } from './plans.ts';

/** What is asked. */
export type ControlRequest = Extract<
  ToMachine,
  {
    type:
      | 'breakpoints'
      | 'pause'
      | 'resume'
      | 'step'
      | 'askForChoices'
      | 'choose'
      | 'plan'
      | 'cancelPlan'
      | 'interrupt';
  }
>;

/** What it needs of the host. */
export interface SteeringPort {
  tell(message: WithoutSession<FromMachine>): void;
  /** The machine goes on by itself. */
  run(): void;
  /** The machine stands still: what is new is told. */
  stand(machine: Machine): void;
  /** Something is done where the machine stands. */
  do(machine: Machine, input: ScenarioInput): void;
}

export class Steering {
  private readonly _control = new PauseControl();
  private readonly _plans = new Plans();
  private readonly _port: SteeringPort;

  constructor(port: SteeringPort, breakpoints: readonly BreakpointSpec[], isAsking: boolean) {
    this._port = port;
    this._control.setBreakpoints(undefined, breakpoints);
    this._control.ask(undefined, isAsking);
  }

  get pause(): Pause | undefined {
    return this._control.pause;
  }

  /** Whether the machine may not go on by itself. */
  get isHeld(): boolean {
    return this._control.isHeld;
  }

  /** From here on a machine is steered, in the place of the one before. @param isSame whether it stands where that one stood. */
  attach(machine: Machine, isSame = false): void {
    this._tellNone(this._control.attach(machine));
    if (!isSame) this._control.replace(machine);
  }

  /** The machine stands still where it stood when it was shared. */
  hold(machine: Machine): void {
    this._control.hold(machine, 'link');
  }

  /** A run of the machine has ended. */
  learn(machine: Machine, result: RunResult): void {
    this._control.learn(machine, result);
  }

  /** Does what is asked; without a machine that can be steered only what the next one has to know. */
  obey(request: ControlRequest, machine: Machine | undefined): void {
    if (request.type === 'breakpoints') return this._tellNone(this._control.setBreakpoints(machine, request.specs));
    if (request.type === 'askForChoices') return this._ask(request.isAsking, machine);
    if (machine === undefined) return;
    switch (request.type) {
      case 'pause':
        this._control.hold(machine);
        return this._port.stand(machine);
      case 'resume':
        this._control.release();
        this.tellPause();
        return this._port.run();
      case 'step':
        return this._step(machine, request);
      case 'choose':
        // The page may not know yet that there is nothing to choose any more.
        if (machine.choice?.candidates.some(({ tid }) => tid === request.tid) !== true) return;
        machine.choose(request.tid);
        return this._port.run();
      case 'plan':
      case 'cancelPlan':
        return this._plan(machine, request);
      case 'interrupt':
        // The page may not know yet that it has ended.
        if (machine.serverProcess.exitStatus !== undefined) {
          return this._reject('interrupt', noticeOf('serverEnded', {}));
        }
        return this._port.do(machine, { do: 'interrupt' });
    }
  }

  /** Something was done: a machine that is held only shows it. */
  goOn(machine: Machine): void {
    if (!this._control.isHeld) return this._port.run();
    this._control.touch(machine);
    return this._port.stand(machine);
  }

  tellPause(): void {
    const { pause, isAsking } = this._control;
    this._port.tell({ type: 'paused', pause, isAsking });
  }

  /** Tells what is planned, if that has changed. */
  tellPlans(machine: Machine): void {
    if (this._plans.haveChanged(machine)) this._port.tell({ type: 'planned', inputs: this._plans.infos(machine) });
  }

  private _step(machine: Machine, { move, from }: Extract<ControlRequest, { type: 'step' }>): void {
    if (!this._control.isHeld) return;
    if (!this._control.step(machine, move, from)) this._reject('step', noticeOf('nothingToStep', {}));
    this._port.stand(machine);
  }

  private _ask(isAsking: boolean, machine: Machine | undefined): void {
    try {
      this._control.ask(machine, isAsking);
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      this._reject('askForChoices', errorNotice(error));
    }
    this.tellPause();
    this._port.run();
  }

  private _plan(machine: Machine, request: Extract<ControlRequest, { type: 'plan' | 'cancelPlan' }>): void {
    const problem =
      request.type === 'cancelPlan' ? this._plans.cancel(machine, request.id) : this._plans.add(machine, request);
    if (problem !== undefined) return this._reject(request.type, problem);
    return this.goOn(machine);
  }

  private _tellNone(problems: readonly InvalidBreakpoint[]): void {
    for (const problem of problems) this._port.tell({ type: 'breakpointRejected', ...problem });
  }

  private _reject(request: RequestType, notice: Notice): void {
    this._port.tell({ type: 'rejected', request, notice });
  }
}
