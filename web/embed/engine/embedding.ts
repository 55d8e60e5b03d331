/** Runs the examples of elements and opens their stages, all with the one engine of their document. */
import type { Scenario } from '../../../src/index.ts';
import type { Played } from '../../../src/host/played.ts';
import { lazily } from '../../kit/lazy.ts';
import type { Embed, Outcome, Stage, Wanted } from '../contract.ts';
import type { Example, StageHost } from '../stage/stage.ts';
import type { MachineLink } from '../../sandbox/machine-link.ts';
import type { Engine, Job } from './engine.ts';
import { exampleOf } from './example.ts';

/** The app of an example that names none. */
const DEFAULT_APP = 'hello';

const loadStage = lazily(async () => {
  const [{ openStage, openPane }, { MachineLink }] = await Promise.all([
    import('../stage/stage.ts'),
    import('../../sandbox/machine-link.ts'),
  ]);
  return { openStage, openPane, MachineLink };
});
const loadFailures = lazily(() => import('./failure.ts'));

export class Embedding implements Embed {
  private readonly _engine: Engine;
  private readonly _host: Omit<StageHost, 'connect'>;

  /** @param folder the address of the folder that holds `embed.js` and all else. */
  constructor(engine: Engine, folder: string) {
    this._engine = engine;
    this._host = {
      folder,
      example: (element, wanted) => this._told(wanted, () => this._example(element, wanted)),
    };
  }

  run(element: HTMLElement, wanted: Wanted, isTraced?: boolean): Promise<Outcome> {
    return this._told(wanted, async () => {
      const { text, matches, first, captured, answers } = await this._play(element, wanted, { isTraced });
      const bytes = answers.reduce((sum, answer) => sum + answer.bytes.length, 0);
      return { text, bytes, matches, first, captured };
    });
  }

  openStage(element: HTMLElement, wanted: Wanted, where: HTMLElement): Promise<Stage> {
    return this._told(wanted, async () => {
      const { openStage, MachineLink } = await loadStage();
      return await openStage(element, wanted, where, this._stageHost(MachineLink));
    });
  }

  openPane(element: HTMLElement, wanted: Wanted, where: HTMLElement): Promise<Stage> {
    return this._told(wanted, async () => {
      const { openPane, MachineLink } = await loadStage();
      return await openPane(element, wanted, where, this._stageHost(MachineLink));
    });
  }

  async showLesson(id: string, wanted: Wanted, where: HTMLElement): Promise<void> {
    (await import('./lesson-frame.ts')).showLesson({ folder: this._host.folder, id }, wanted, where);
  }

  scenario(element: HTMLElement, wanted: Wanted): Promise<object> {
    return this._told(wanted, async () => (await this._play(element, wanted, { isRead: true })).scenario);
  }

  forget(element: HTMLElement): void {
    this._engine.forget(element);
  }

  private _stageHost(Link: typeof MachineLink): StageHost {
    return { ...this._host, connect: (place) => this._engine.connect(place, Link) };
  }

  private async _play(owner: HTMLElement, wanted: Wanted, how: Pick<Job, 'isRead' | 'isTraced'>): Promise<Played> {
    const { subject, source, isForeign } = await exampleOf(wanted);
    return await this._engine.play({ owner, subject, source, isForeign, ...how });
  }

  /** What a stage shows: it plays the scenario itself. */
  private async _example(owner: HTMLElement, wanted: Wanted): Promise<Example> {
    const { subject, source, isForeign, shown } = await exampleOf(wanted);
    this._engine.mark(owner, isForeign && source !== undefined);
    if ('scenario' in subject) {
      const scenario = subject.scenario as Scenario;
      const app = 'preset' in scenario.app ? scenario.app.preset : DEFAULT_APP;
      return { app, ...shown, scenario, source };
    }
    const { scenario } = await this._engine.play({ owner, subject, source: undefined, isForeign, isRead: true });
    return { scenario, app: wanted.app ?? DEFAULT_APP, source };
  }

  /** What goes wrong is told in the words of the reader. */
  private async _told<T>(wanted: Wanted, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      const { failureOf } = await loadFailures();
      throw await failureOf(error, wanted);
    }
  }
}
