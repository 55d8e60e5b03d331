/**
 * Where the reader was, kept for a reload of the tab. The machine is in the form of a share link, and is checked and
 * counted as one: what another hand writes into the storage of a tab can do no more than a link can.
 */
import type { TextStorage } from './drafts.ts';
import { KEPT_MOMENT } from './kept-name.ts';
import { recordOf } from './scenario-options.ts';
import type { LinkView } from './link-view.ts';
import { viewIn } from './link-view.ts';
import { decodeLink, isStep } from './share-link.ts';
import type { Shared } from './share-link.ts';

/** Two clients and a request or two are a thousand characters; a link has 64,000 at most. */
const MOST_CHARACTERS = 80_000;

/** What can be kept at any moment, beside the machine, which takes its time. */
export interface Moment {
  /** The step that was shown; undefined for the live end. */
  readonly cursor: number | undefined;
  readonly length: number;
  readonly clients: number;
  readonly view: LinkView | undefined;
}

export interface KeptMoment extends Moment {
  /** The machine: the part of the address of a share link. */
  readonly link: string;
}

export class KeptMoments {
  private readonly _storage: () => TextStorage;

  /** @param storage of the tab. It may throw, as `sessionStorage` does where a browser stores nothing. */
  constructor(storage: () => TextStorage) {
    this._storage = storage;
  }

  /** What is kept; undefined where there is nothing, or something else. */
  read(): KeptMoment | undefined {
    try {
      const text = this._storage().getItem(KEPT_MOMENT) ?? '';
      return text.length > MOST_CHARACTERS ? undefined : momentIn(recordOf(JSON.parse(text)));
    } catch {
      return undefined;
    }
  }

  /** Keeps a moment in place of the one before. Where there is no room, none is kept. */
  write(moment: KeptMoment): void {
    const text = JSON.stringify(moment);
    try {
      if (text.length > MOST_CHARACTERS) return this.forget();
      this._storage().setItem(KEPT_MOMENT, text);
    } catch {
      this.forget();
    }
  }

  forget(): void {
    try {
      this._storage().removeItem(KEPT_MOMENT);
    } catch {
      // Nothing is kept.
    }
  }
}

function momentIn({ link, cursor, length, clients, view }: Readonly<Record<string, unknown>>): KeptMoment | undefined {
  if (typeof link !== 'string' || !isStep(length) || !isStep(clients)) return undefined;
  if (cursor !== undefined && !isStep(cursor)) return undefined;
  return { link, cursor, length, clients, view: viewIn(view) };
}

/** The machine that is kept, with the moment and the view. Throws LinkError for what no link may be. */
export async function sharedIn({ link, cursor, view }: KeptMoment): Promise<Shared> {
  const shared = await decodeLink(link);
  return { ...shared, cursor: cursor ?? shared.held?.step, view };
}
