/** A document that is not Glaswerk's, with the means to mount faces and parts in it. */
import { Scope } from '../../../web/kit/scope.ts';
import { Face } from '../../../web/kit/face.ts';
import type { Theme } from '../../../web/kit/face.ts';
import { ClientsPane } from '../../../web/page/panes/clients-pane.ts';
import { ServerPane } from '../../../web/page/panes/server-pane.ts';
import { TimePane } from '../../../web/page/panes/time-pane.ts';
import { Workbench } from '../../../web/page/workbench.ts';
import { BuffersPane } from '../../../web/parts/buffers/index.ts';
import { loadComparison } from '../../../web/parts/compare/index.ts';
import { DebugTools, loadDrawer } from '../../../web/parts/debug/index.ts';
import { loadEditor } from '../../../web/parts/editor/index.ts';
import { loadOrigins } from '../../../web/parts/origins/index.ts';
import { StepList, StepSearch } from '../../../web/parts/steps/index.ts';
import { Timeline } from '../../../web/parts/timeline/index.ts';
import type { Session } from '../../../web/session/session.ts';
import { TimeModel } from '../../../web/session/time/time-model.ts';
import type { Language } from '../../../web/texts/texts.ts';

export interface Mounted {
  readonly host: HTMLElement;
  readonly workbench: Workbench;
  /** Ends the scope and removes the host. */
  end(): void;
}

export interface Mounting {
  mount(change?: { readonly theme?: Theme; readonly language?: Language; readonly lang?: string }): Mounted;
  /** Resolves when the server of a workbench listens. */
  listening(mounted: Mounted): Promise<void>;
  /** The names of parts that `mountPart` knows. */
  readonly parts: readonly string[];
  mountPart(name: string, on: Mounted, times: number): Promise<void>;
}

function mount({ theme, language, lang }: Parameters<Mounting['mount']>[0] = {}): Mounted {
  const host = document.body.appendChild(document.createElement('div'));
  host.style.height = '600px';
  if (lang !== undefined) host.lang = lang;
  const scope = new Scope();
  const workbench = new Workbench(host, scope);
  if (theme !== undefined) workbench.face.theme = theme;
  if (language !== undefined) void workbench.face.speak(language);
  workbench.start();
  return {
    host,
    workbench,
    end: () => {
      scope.end();
      host.remove();
    },
  };
}

type Make = (face: Face, session: Session) => { readonly element: HTMLElement };

const timeOf = (face: Face, session: Session): TimeModel => new TimeModel(session, face.scope);

/** Each pane, and each part of the time pane by itself. */
const PARTS: Readonly<Record<string, () => Promise<Make> | Make>> = {
  clients: () => (face, session) => new ClientsPane(face, session),
  buffers: () => (face, session) => new BuffersPane(face, session),
  server: () => (face, session) => new ServerPane(face, session),
  time: () => (face, session) => new TimePane(face, timeOf(face, session)),
  timeline: () => (face, session) => new Timeline(face, timeOf(face, session)),
  steps: () => (face, session) => new StepList(face, timeOf(face, session)),
  search: () => (face, session) => new StepSearch(face, timeOf(face, session)),
  'debug tools': () => (face, session) => new DebugTools(face, timeOf(face, session)),
  breakpoints: async () => {
    const { BreakpointDrawer } = await loadDrawer();
    return (face, session) => new BreakpointDrawer(face, timeOf(face, session), () => undefined);
  },
  editor: async () => {
    const { EditorPane } = await loadEditor();
    return (face, session) => new EditorPane(face, session);
  },
  origins: async () => {
    const { OriginsPart } = await loadOrigins();
    return (face, session) => new OriginsPart(face, session);
  },
  comparison: async () => {
    const { ComparePane } = await loadComparison();
    return (face, session) => new ComparePane(face, session);
  },
};

/** Mounts a part on the session of a workbench and ends it, the given number of times. */
async function mountPart(name: string, { workbench: { session } }: Mounted, times: number): Promise<void> {
  const make = await PARTS[name]?.();
  if (make === undefined) throw new Error(`there is no part '${name}'`);
  for (let turn = 0; turn < times; turn += 1) {
    const host = document.body.appendChild(document.createElement('div'));
    const scope = new Scope();
    const face = Face.in(host, scope);
    face.root.append(make(face.child(), session).element);
    // Some are drawn before they go.
    if (turn % 4 === 0) {
      await new Promise((resolve) => {
        requestAnimationFrame(resolve);
      });
    }
    scope.end();
    host.remove();
  }
}

const listening = ({ workbench: { session } }: Mounted): Promise<void> =>
  new Promise((resolve) => {
    const scope = new Scope();
    session.select(
      ({ address }) => address,
      (address) => {
        if (address === undefined) return;
        resolve();
        queueMicrotask(() => scope.end());
      },
      scope,
    );
  });

const mounting: Mounting = { mount, listening, parts: Object.keys(PARTS), mountPart };
Object.assign(globalThis, { mounting });
