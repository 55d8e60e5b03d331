/** The panes of a stage by their names: each is loaded when it comes into sight. */
import type { Face } from '../../kit/face.ts';
import { lazily } from '../../kit/lazy.ts';
import type { PaneName } from '../contract.ts';
import type { CodeOptions } from './code-pane.ts';
import type { StageMachine } from './machine.ts';

export interface Pane {
  readonly element: HTMLElement;
  /** Called when it is on the page. */
  open?(): void;
  focus?(): void;
}

/** The panes that an author can name, and the author's app. */
export type StagePane = PaneName | 'code';

export interface PaneOptions {
  readonly isReadonly: boolean;
  /** Undefined for an app that comes with Glaswerk. */
  readonly code: CodeOptions | undefined;
}

type Make = (face: Face, machine: StageMachine, options: PaneOptions) => Pane;

const NO_CODE = { source: '', kept: undefined, keep: () => false, run: () => undefined };

/** A pane that says more than those which elements usually show. */
async function withTexts<T>(pane: Promise<T>): Promise<T> {
  const [loaded, { addWorkbenchTexts }] = await Promise.all([pane, import('../../texts/workbench.ts')]);
  addWorkbenchTexts();
  return loaded;
}

const LOADERS = {
  terminal: lazily(async (): Promise<Make> => {
    const { TerminalPane } = await import('./terminal-pane.ts');
    return (face, { clients }, { isReadonly }) => new TerminalPane(face, clients, isReadonly);
  }),
  buffers: lazily(async (): Promise<Make> => {
    const { BuffersPane } = await import('../../parts/buffers/index.ts');
    return (face, { session }) => new BuffersPane(face, session);
  }),
  server: lazily(async (): Promise<Make> => {
    const { ServerPane } = await withTexts(import('../../page/panes/server-pane.ts'));
    return (face, { session }) => {
      const pane = new ServerPane(face, session);
      pane.show('wsgi');
      return pane;
    };
  }),
  timeline: lazily(async (): Promise<Make> => {
    const { TimelinePane } = await withTexts(import('./timeline-pane.ts'));
    return (face, { time }) => new TimelinePane(face, time);
  }),
  steps: lazily(async (): Promise<Make> => {
    const { StepsPane } = await withTexts(import('./steps-pane.ts'));
    return (face, { time }) => new StepsPane(face, time);
  }),
  code: lazily(async (): Promise<Make> => {
    const { CodePane } = await withTexts(import('./code-pane.ts'));
    return (face, { session }, { code, isReadonly }) => new CodePane(face, session, code ?? { ...NO_CODE, isReadonly });
  }),
} as const satisfies Readonly<Record<StagePane, () => Promise<Make>>>;

/** Makes a pane. */
export async function makePane(
  name: StagePane,
  face: Face,
  machine: StageMachine,
  options: PaneOptions,
): Promise<Pane> {
  const make = await LOADERS[name]();
  return make(face, machine, options);
}
