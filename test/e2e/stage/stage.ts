/** A document that is not Glaswerk's, with the means to open stages in it, each with a machine of its own. */
import { parseRequest, toScenario } from '../../../src/examples/index.ts';
import { MachineLink } from '../../../web/sandbox/machine-link.ts';
import type { Stage, Wanted } from '../../../web/embed/contract.ts';
import { openPane, openStage } from '../../../web/embed/stage/stage.ts';
import type { StageHost } from '../../../web/embed/stage/stage.ts';

export interface Staging {
  /** Opens a stage, or a pane, in a new element at the end of the page. */
  open(change?: Partial<Wanted>, tag?: string): Promise<Stage>;
}

const GET = 'GET / HTTP/1.1\nHost: localhost\n\n';

const host: StageHost = {
  // The workbench of the folder that is served.
  folder: new URL('/', location.href).href,
  connect:
    ({ scope }) =>
    (events) =>
      new MachineLink(events, scope),
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
  return tag === 'glas-werk'
    ? await openStage(element, wanted, where, host)
    : await openPane(element, wanted, where, host);
};

Object.assign(globalThis, { staging: { open } satisfies Staging });
