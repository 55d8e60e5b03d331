/**
 * What a screen reader hears of the machine: each answer once, whether the server listens, and another branch. One
 * sentence each, politely; nothing while the reader types or steps through the past.
 */
import type { Moment } from '../../src/explain/moments/moment.ts';
import type { Face } from '../kit/face.ts';
import { AnswerReader } from '../session/answers.ts';
import type { Causes } from '../session/causes.ts';
import type { Session } from '../session/session.ts';
import type { Walk } from '../session/walk/walk.ts';

/** Announces news of the session's machine until the scope of the face ends. */
export function announceNews(face: Face, session: Session): void {
  announceAnswers(face, session);
  announceServer(face, session);
  announceBranches(face, session);
}

/** Says each moment that the reader goes to, or that plays, and why it comes. Steps are too many to be said. */
export function announceMoments(face: Face, walk: Walk, causes: Causes): void {
  let last: Moment | undefined;
  walk.events.on(
    'changed',
    () => {
      const { moment, isWalking } = walk.state;
      if (moment === last || !isWalking) return;
      last = moment;
      if (moment === undefined) return;
      const cause = causes.of(moment)?.replaceAll('`', '') ?? '';
      face.announce(face.texts.say('page.heard.moment', { name: moment.name, cause }));
    },
    face.scope,
  );
}

function announceAnswers(face: Face, session: Session): void {
  /** By connection. */
  const readers = new Map<number, AnswerReader>();
  const forget = (): void => readers.clear();
  session.on('reset', forget, face.scope);
  session.on('history', forget, face.scope);
  session.on(
    'reports',
    (reports) => {
      for (const { client, bytes } of reports) {
        const reader = readers.get(client) ?? new AnswerReader();
        readers.set(client, reader);
        for (const { status } of reader.read(bytes)) {
          if (!session.state.hidesFuture) face.announce(answerText(face, client + 1, status));
        }
      }
    },
    face.scope,
  );
}

function answerText({ texts }: Face, number: number, status: string | undefined): string {
  if (status === undefined) return texts.say('page.heard.bare', { number });
  return texts.say('page.heard.answer', { number, status });
}

function announceServer(face: Face, session: Session): void {
  let last: string | undefined;
  session.select(
    ({ address, health }) => ({ address, health }),
    ({ address, health }) => {
      const { texts } = face;
      const isNew = address !== last;
      if (isNew && address !== undefined) face.announce(texts.say('page.heard.listening', { address }));
      else if (isNew && health === 'running') face.announce(texts.say('page.heard.stopped'));
      last = address;
    },
    face.scope,
  );
}

function announceBranches(face: Face, session: Session): void {
  let isFirst = true;
  session.select(
    ({ branches }) => branches.find(({ isCurrent }) => isCurrent)?.name,
    (name) => {
      if (name !== undefined && !isFirst) face.announce(face.texts.say('page.heard.branch', { name }));
      isFirst = false;
    },
    face.scope,
  );
}
