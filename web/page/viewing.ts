/** What is looked at on the page, for a link; and the same again, once a link has brought it. */
import type { ServerKind } from '../../src/host/protocol.ts';
import type { LinkView } from '../session/link-view.ts';
import { VIEW_PANES } from '../session/link-view.ts';
import type { Session } from '../session/session.ts';
import type { TimeModel } from '../session/time/time-model.ts';
import type { ClientsPane } from './panes/clients-pane.ts';
import type { PanePlace } from './panes/pane-place.ts';
import type { ServerPane } from './panes/server-pane.ts';
import type { PhoneTabs } from './phone-tabs.ts';

/** The parts of the page that know what is looked at. */
export interface ViewParts {
  readonly session: Session;
  readonly time: TimeModel;
  readonly server: PanePlace<ServerPane>;
  readonly clients: ClientsPane;
  readonly tabs: PhoneTabs;
  /** Opens the comparison with a server. */
  readonly compare: (server: ServerKind) => void;
  /** Opens or closes the editor. */
  readonly edit: () => void;
}

/** Without its moments the cursor stands where the link says. */
const nothing = (): void => undefined;

/** What is looked at now. */
export function viewOf({ session, time, server, tabs }: ViewParts): LinkView {
  const { compared, connection, isEditing } = session.state;
  const { filter, query, axis } = time.state;
  const pane = VIEW_PANES[tabs.place];
  const { tab = 'log' } = server.pane ?? {};
  return {
    ...(pane === undefined || pane === 'clients' ? {} : { pane }),
    ...(tab === 'log' ? {} : { tab }),
    ...(connection === undefined ? {} : { connection }),
    ...(compared === undefined ? {} : { compared }),
    ...(filter.hidden.size === 0 ? {} : { hidden: [...filter.hidden] }),
    ...(filter.tid === undefined ? {} : { tid: filter.tid }),
    ...(filter.owner === undefined ? {} : { owner: filter.owner }),
    ...(query === '' ? {} : { query }),
    ...(axis === 'steps' ? {} : { axis }),
    ...(time.walkedTo === undefined ? {} : { at: time.walkedTo }),
    ...(isEditing ? { isEditing } : {}),
  };
}

/** Looks at it again. The machine of the link has replayed what it holds. */
export function restoreView(view: LinkView, { session, time, server, clients, tabs, compare, edit }: ViewParts): void {
  const { pane = 'clients', tab = 'log', connection, compared, hidden = [], tid, owner, query = '' } = view;
  time.set({ axis: view.axis ?? 'steps' });
  time.filter({ hidden: new Set(hidden), tid, owner });
  time.query = query;
  server.pane?.show(tab);
  if (connection !== undefined) clients.look(connection);
  tabs.show(VIEW_PANES.indexOf(pane));
  const { at } = view;
  if (at !== undefined) void session.moments.load().then(() => time.walkTo(at), nothing);
  if (compared !== undefined && compared !== session.state.options.server) compare(compared);
  if ((view.isEditing ?? false) !== session.state.isEditing) edit();
}
