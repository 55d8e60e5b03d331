/** What an element shows on "Step through it", and the panes that stand alone: see `Stage` in ../contract.ts. */
import { Scope } from '../../kit/scope.ts';
import { encodeText } from '../../kit/escapes.ts';
import { Drafts, draftName } from '../../session/drafts.ts';
import type { Connect } from '../../sandbox/link.ts';
import { STAGE } from '../../texts/en/stage.ts';
import { ENGLISH } from '../../texts/texts.ts';
import type { Texts } from '../../texts/texts.ts';
import type { PaneName, Stage, Wanted } from '../contract.ts';
import { tell } from '../events.ts';
import type { Moment } from './at.ts';
import { controlFontIn } from './control-font.ts';
import { Labs } from './labs.ts';
import type { Lab } from './labs.ts';
import type { Example } from './machine.ts';
import { momentText } from './moment-text.ts';
import { StageView } from './stage-view.ts';
import { WorkbenchLink } from './workbench-link.ts';

export type { Example } from './machine.ts';

/** What a stage takes from `embed.js`. */
export interface StageHost {
  /** The address of the folder with `index.html`, the workbench; it ends with a slash. */
  readonly folder: string;
  /** How the session of an element gets its machine. */
  connect(place: { readonly owner: Element; readonly scope: Scope }): Connect;
  /** What an element shows. */
  example(element: HTMLElement, wanted: Wanted): Promise<Example>;
}

/** Something that was asked of a stage cannot be done; the message is a sentence for the reader. */
export class StageError extends Error {
  override readonly name = 'StageError';
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/** Of readers, for the apps of authors: the only thing that is kept. */
const DRAFTS = new Drafts(() => localStorage);

const labs = new WeakMap<Document, Labs>();

function labsOf(document: Document): Labs {
  const known = labs.get(document);
  if (known !== undefined) return known;
  const made = new Labs();
  labs.set(document, made);
  return made;
}

/** Opens the stage of an element. @param where an empty element, which gets a shadow root. */
export async function openStage(
  element: HTMLElement,
  wanted: Wanted,
  where: HTMLElement,
  host: StageHost,
): Promise<Stage> {
  const opened = new Opened(element, wanted, where, { host, only: undefined });
  return await opened.start();
}

/** Opens one pane by itself. The name of the element says which. */
export async function openPane(
  element: HTMLElement,
  wanted: Wanted,
  where: HTMLElement,
  host: StageHost,
): Promise<Stage> {
  const only = element.localName.replace(/^glas-/, '') as PaneName;
  const opened = new Opened(element, wanted, where, { host, only });
  return await opened.start();
}

/** A stage that is open. */
class Opened implements Stage {
  private readonly _element: HTMLElement;
  private readonly _scope = new Scope();
  private readonly _host: StageHost;
  private readonly _lab: Lab;
  private readonly _view: StageView;
  private _wanted: Wanted;

  constructor(
    element: HTMLElement,
    wanted: Wanted,
    where: HTMLElement,
    { host, only }: { readonly host: StageHost; readonly only: PaneName | undefined },
  ) {
    const scope = this._scope;
    ENGLISH.add(STAGE);
    this._element = element;
    this._host = host;
    this._wanted = wanted;
    controlFontIn(element.ownerDocument, scope);
    this._lab = labsOf(element.ownerDocument).enter(
      wanted.lab,
      (owned) => host.connect({ owner: element, scope: owned }),
      scope,
    );
    const { machine } = this._lab;
    const workbench = new WorkbenchLink(machine, host.folder, (texts) => this._view.note(texts));
    const events = {
      // What fails is shown where the machine stood: see `MachineEnded` and the health of the session.
      reset: () => void this.reset().catch(() => undefined),
      prepare: (link: HTMLAnchorElement) => void workbench.prepare(link, this._view.latestPane),
      open: (link: HTMLAnchorElement, event: MouseEvent) => workbench.open(link, event, this._view.latestPane),
    };
    this._view = new StageView(where, scope, machine, { wanted, only, events });
  }

  /** Plays the example, unless another element of the lab has. */
  async start(): Promise<Stage> {
    try {
      await this._open();
    } catch (error) {
      // What is wrong with the example is the author's: nothing is shown of it.
      if (!this._lab.machine.hasBooted) this.close();
      throw error;
    }
    this._tellSteps();
    return this;
  }

  async send(data: string | Uint8Array, client = 1): Promise<void> {
    const { machine } = this._lab;
    const { clients, session } = machine;
    while (clients.all.length < client) clients.add();
    const isPast = session.state.cursor !== undefined;
    clients.all[client - 1]?.send(typeof data === 'string' ? encodeText(data) : data.slice());
    await machine.settled();
    // A branch is made first; what was sent follows it.
    if (isPast) await machine.settled();
  }

  async step(count = 1): Promise<number> {
    const { machine } = this._lab;
    machine.time.moveRows(count);
    await machine.shown();
    return machine.time.state.at;
  }

  async seek(to: number | string): Promise<number> {
    const { machine } = this._lab;
    const moment = await machine.goTo(to);
    const text = momentText(this._view.face.texts, moment);
    if (text !== '') throw new StageError('at', text);
    return machine.time.state.at;
  }

  async reset(): Promise<void> {
    const { machine, example, at } = this._lab;
    if (example === undefined) return;
    await machine.open(example, at);
  }

  async scenario(): Promise<object> {
    const { shared, source } = await this._lab.machine.exported();
    return source === undefined
      ? shared.scenario
      : { ...shared.scenario, app: { source, language: 'typescript' as const } };
  }

  update(wanted: Wanted): void {
    this._wanted = wanted;
    this._view.update(wanted);
  }

  close(): void {
    this._scope.end();
  }

  private async _open(): Promise<void> {
    const lab = this._lab;
    const { request, escaped, src } = this._wanted;
    const hasOwn = request !== undefined || escaped !== undefined || src !== undefined;
    // A pane of a lab shows what another element brings.
    if (lab.opened === undefined && (hasOwn || this._wanted.lab === undefined)) lab.opened = this._play();
    const moment = await (lab.opened ?? lab.brought);
    this._offerCode();
    if (moment === undefined) return;
    const show = (texts: Texts): string => momentText(texts, moment);
    const message = show(this._view.face.texts);
    this._view.note(show);
    if (message !== '') tell(this._element, 'glaswerk:error', { code: 'at', message });
  }

  /** The author's own app can be read, and changed for the next run. */
  private _offerCode(): void {
    const { machine, example, at } = this._lab;
    const { appSource, isReadonly } = this._wanted;
    if (appSource === undefined || example?.source === undefined) return;
    const { source } = example;
    const name = `${location.pathname}#${this._element.id} ${draftName('', source)}`;
    const serve = (own: string): Example => ({
      ...example,
      source: own,
      scenario: { ...example.scenario, app: { source: own, language: 'typescript' } },
    });
    this._view.offer({
      ...{ source, isReadonly, kept: isReadonly ? undefined : DRAFTS.read(name) },
      keep: (own) => DRAFTS.write(name, own),
      // What is wrong with the app is shown below it, and the end of a machine where it stood.
      run: (own) => void machine.open(own === undefined ? example : serve(own), at).catch(() => undefined),
    });
  }

  private async _play(): Promise<Moment | undefined> {
    const lab = this._lab;
    try {
      lab.example = await this._host.example(this._element, this._wanted);
      lab.at = this._wanted.at;
      const moment = await lab.machine.open(lab.example, lab.at);
      lab.bring(moment);
      return moment;
    } catch (error) {
      // The next element, or the next press, tries again.
      lab.opened = undefined;
      throw error;
    }
  }

  private _tellSteps(): void {
    const { session } = this._lab.machine;
    session.select(
      ({ shown, length }) => [shown?.step ?? 0, length] as const,
      ([step, of]) => tell(this._element, 'glaswerk:step', { step, of }),
      this._scope,
    );
  }
}
