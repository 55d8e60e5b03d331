/** A document that is not Glaswerk's, with the means to mount faces and parts in it. */
import { Scope } from '../../../web/kit/scope.ts';
import type { Theme } from '../../../web/kit/face.ts';
import { Workbench } from '../../../web/page/workbench.ts';
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

const mounting: Mounting = { mount, listening };
Object.assign(globalThis, { mounting });
