/** A page without a document: a session and its clients, with a whole machine in the same process. */
import { vi } from 'vitest';
import type { Link, LinkEvents } from '../../web/sandbox/link.ts';
import type { Scope } from '../../web/kit/scope.ts';
import { Clients } from '../../web/session/clients/clients.ts';
import { Drafts } from '../../web/session/drafts.ts';
import { noticeText } from '../../web/session/notices.ts';
import type { SessionNotice } from '../../web/session/notices.ts';
import { Session } from '../../web/session/session.ts';
import { ENGLISH } from '../../web/texts/texts.ts';
import { HostLink } from './host-link.ts';
import { NO_STORAGE } from './quiet-session.ts';

export interface SessionPage {
  readonly session: Session;
  readonly clients: Clients;
  readonly link: HostLink;
  /** What the reader was told could not be done. */
  readonly told: string[];
  /** As the sandbox does when its machine has ended. */
  readonly fail: () => void;
}

/** Frames come at once. Stubbed globals end with the test. */
export function stubFrames(): void {
  vi.stubGlobal('requestAnimationFrame', (work: (now: number) => void) => {
    queueMicrotask(() => work(0));
    return 1;
  });
  vi.stubGlobal('cancelAnimationFrame', () => undefined);
}

/** As between threads: a message arrives once the page is done. */
const later = (link: Link): Link => ({
  ...link,
  boot: (request) => queueMicrotask(() => link.boot(request)),
  client: (...args) => queueMicrotask(() => link.client(...args)),
  request: (message) => queueMicrotask(() => link.request(message)),
  seek: (step) => queueMicrotask(() => link.seek(step)),
});

export function sessionPage(scope: Scope, storage = NO_STORAGE): SessionPage {
  const link = new HostLink();
  let events: LinkEvents | undefined;
  const session = new Session({
    scope,
    drafts: new Drafts(() => storage),
    connect: (given) => later(link.join((events = given))),
    takesFailure: () => false,
  });
  const told: string[] = [];
  const tell = (notice: SessionNotice | string): number =>
    told.push(typeof notice === 'string' ? notice : noticeText(ENGLISH, notice));
  session.on('rejected', tell, scope);
  session.on('refused', tell, scope);
  return {
    session,
    clients: new Clients(session, scope),
    link,
    told,
    fail: () => events?.onHealth('failed', undefined),
  };
}

/** A page whose machine is there. */
export async function bootedPage(
  scope: Scope,
  change: Parameters<Session['boot']>[0] = { app: 'hello', server: 'threaded' },
): Promise<SessionPage> {
  const made = sessionPage(scope);
  made.session.boot(change);
  await made.link.settle();
  return made;
}
