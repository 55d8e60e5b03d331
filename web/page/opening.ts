/** Opens the page: a workbench fills it. */
import { loadAhead } from '../kit/lazy.ts';
import type { Scope } from '../kit/scope.ts';
import type { SandboxHost } from '../sandbox/sandbox-host.ts';
import { AHEAD } from './ahead.ts';
import { ownOptions } from './own-options.ts';
import { Workbench } from './workbench.ts';

export function openPage(host: HTMLElement, scope: Scope, sandbox: SandboxHost): void {
  const workbench = new Workbench(host, scope, ownOptions(), sandbox);
  workbench.face.onTexts((texts) => {
    document.documentElement.lang = texts.tag;
    document.title = texts.say('page.title');
  });
  // A task of its own: building everything and laying it out would keep the reader waiting in one piece.
  scope.timeout(() => {
    workbench.start();
    workbench.face.late(
      'page.font.missing',
      () => import('../kit/control-font.ts'),
      ({ addControlFont }) => addControlFont(),
    );
    const bringRest = async (): Promise<void> => await workbench.link?.bringRest();
    void loadAhead([bringRest, ...AHEAD], scope);
  }, 0);
}
