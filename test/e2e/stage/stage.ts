/** A document that is not Glaswerk's, with the means to open stages in it, all with one engine. */
import { MachineLink } from '../../../web/sandbox/machine-link.ts';
import { parseRequest, toScenario } from '../../../src/examples/index.ts';
import type { Stage, Wanted } from '../../../web/embed/contract.ts';
import { Engine } from '../../../web/embed/engine/engine.ts';
import { openPane, openStage } from '../../../web/embed/stage/stage.ts';
import type { StageHost } from '../../../web/embed/stage/stage.ts';

export interface Staging {
  /** Opens a stage, or a pane, in a new element at the end of the page. */
  open(change?: Partial<Wanted>, tag?: string): Promise<Stage>;
}

const GET = 'GET / HTTP/1.1\nHost: localhost\n\n';

/** The folder that is served: the workbench is in it. */
const folder = new URL('/', location.href).href;
const engine = new Engine(folder);

const host: StageHost = {
  folder,
  connect: (place) => engine.connect(place, MachineLink),
  example: (_element, wanted) => {
    const { app = 'hello', server, seed, request = GET, appSource } = wanted;
    const source = appSource !== undefined && 'text' in appSource ? appSource.text : undefined;
    const scenario = toScenario(parseRequest(request, {}), { app, server, seed, source });
    return Promise.resolve({ scenario, app, source });
  },
};

const open: Staging['open'] = async (change = {}, tag = 'glas-werk') => {
  const element = document.body.appendChild(document.createElement(tag));
  const where = element.attachShadow({ mode: 'open' }).appendChild(document.createElement('div'));
  const wanted: Wanted = {
    ...{ request: GET, lineEnds: 'crlf', view: [], isReadonly: false, earlier: [], theme: 'light', lang: 'en' },
    ...change,
  };
  const stage = await (tag === 'glas-werk' ? openStage : openPane)(element, wanted, where, host);
  const closeStage = stage.close.bind(stage);
  stage.close = () => {
    closeStage();
    element.remove();
    engine.forget(element);
  };
  return stage;
};

Object.assign(globalThis, { staging: { open } satisfies Staging });
