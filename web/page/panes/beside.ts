/** The panes that come when they are wanted and then lie over others: the editor over one, the comparison over two. */
import { loadComparison } from '../../parts/compare/index.ts';
import type { ComparePane } from '../../parts/compare/index.ts';
import { loadEditor } from '../../parts/editor/index.ts';
import type { EditorPane } from '../../parts/editor/index.ts';
import type { ServerKind } from '../../../src/host/protocol.ts';
import type { Face } from '../../kit/face.ts';
import { otherThan } from '../../session/session.ts';
import type { Session } from '../../session/session.ts';
import type { Arrangement } from './arrangement.ts';
import { LatePane } from './late-pane.ts';

export interface BesidePort {
  /** Lays out the panes, after one has come. */
  arrange(): void;
  /** Says what could not be loaded. */
  tell(message: string): void;
}

export class PanesBeside {
  private readonly _session: Session;
  private readonly _arrangement: Arrangement;
  private readonly _port: BesidePort;
  private readonly _editor: LatePane<EditorPane>;
  private readonly _comparison: LatePane<ComparePane>;

  constructor(face: Face, session: Session, arrangement: Arrangement, port: BesidePort) {
    this._session = session;
    this._arrangement = arrangement;
    this._port = port;
    this._editor = new LatePane(face, 'editor', {
      load: async () => {
        const { EditorPane } = await loadEditor();
        return (own) => new EditorPane(own, session);
      },
      arrived: (element, pane) => {
        this._put(element);
        if (!matchMedia('(pointer: coarse)').matches) pane?.focus();
      },
      missing: () => {
        session.store.set({ isEditing: false });
        port.tell(face.texts.say('page.editor.missing'));
      },
    });
    this._comparison = new LatePane(face, 'compare', {
      load: async () => {
        const { ComparePane } = await loadComparison();
        return (own) => new ComparePane(own, session);
      },
      arrived: (element, pane) => {
        this._put(element);
        arrangement.reveal('compare');
        pane?.focus();
      },
      missing: () => {
        session.compare(undefined);
        port.tell(face.texts.say('page.comparison.missing'));
      },
    });
  }

  get isEditing(): boolean {
    return this._session.state.isEditing && this._editor.isThere;
  }

  get isComparing(): boolean {
    return this._session.state.compared !== undefined && this._comparison.isThere;
  }

  toggleEditor(): void {
    const { store } = this._session;
    const isEditing = !store.state.isEditing;
    store.set({ isEditing });
    if (!isEditing) return;
    this._arrangement.reveal('editor');
    this._editor.want();
  }

  toggleComparison(): void {
    const { compared, options } = this._session.state;
    this.compare(compared === undefined ? otherThan(options.server) : undefined);
  }

  /** Compares with another server; undefined ends that. */
  compare(server: ServerKind | undefined): void {
    const session = this._session;
    session.compare(server);
    if (session.state.compared === undefined) return;
    // There is room for one of them.
    if (!this._arrangement.isDesk) session.store.set({ isEditing: false });
    if (!this._comparison.isThere) return this._comparison.want();
    this._arrangement.reveal('compare');
    this._comparison.pane?.focus();
  }

  private _put(element: HTMLElement): void {
    this._arrangement.quarters.append(element);
    this._port.arrange();
  }
}
