/** The way from a stage to the workbench: a link that holds the machine, and the step that is shown. */
import { lazily } from '../../kit/lazy.ts';
import type { LinkView } from '../../session/link-view.ts';
import { noticeText } from '../../session/notices.ts';
import type { Texts } from '../../texts/texts.ts';
import type { StageMachine } from './machine.ts';
import type { StagePane } from './panes.ts';

/** Where the workbench has what a pane shows; undefined where it opens by itself. */
const VIEWS: Readonly<Partial<Record<StagePane, LinkView>>> = {
  buffers: { pane: 'buffers' },
  server: { pane: 'server', tab: 'wsgi' },
  timeline: { pane: 'time' },
  steps: { pane: 'time' },
};

const loadLinks = lazily(async () => {
  const [{ encodeLink }, { LinkError }] = await Promise.all([
    import('../../session/share-link.ts'),
    import('../../session/link-check.ts'),
  ]);
  return { encodeLink, LinkError };
});

export class WorkbenchLink {
  private readonly _machine: StageMachine;
  private readonly _page: string;
  private readonly _say: (text: (texts: Texts) => string) => void;

  /** @param folder where the workbench is. @param say tells the reader why there is no link. */
  constructor(machine: StageMachine, folder: string, say: (text: (texts: Texts) => string) => void) {
    this._machine = machine;
    this._page = `${folder}index.html`;
    this._say = say;
  }

  /** The reader is about to press a link: it gets the address of the machine as it is now, at what a pane shows. */
  async prepare(link: HTMLAnchorElement, pane: StagePane | undefined): Promise<boolean> {
    // In a frame the workbench has a tab of its own.
    if (window !== window.parent) link.target = '_blank';
    const { encodeLink, LinkError } = await loadLinks();
    try {
      const { shared, source } = await this._machine.exported();
      const app = source === undefined ? shared.scenario.app : { source, language: 'typescript' as const };
      const view = pane === undefined ? undefined : VIEWS[pane];
      link.href = this._page + (await encodeLink({ ...shared, scenario: { ...shared.scenario, app }, view }));
      return true;
    } catch (error) {
      if (!(error instanceof LinkError)) throw error;
      this._say((texts) => texts.say('stage.open.tooLong', { reason: noticeText(texts, error.notice) }));
      return false;
    }
  }

  /** The reader has pressed it. With a key held, the browser itself opens what was prepared. */
  open(link: HTMLAnchorElement, event: MouseEvent, pane: StagePane | undefined): void {
    const isPrepared = link.href.startsWith(this._page);
    if (isPrepared && (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey)) return;
    event.preventDefault();
    void this.prepare(link, pane).then((isThere) => {
      if (!isThere) return;
      if (link.target === '_blank') window.open(link.href, '_blank', 'noopener');
      else location.assign(link.href);
    });
  }
}
