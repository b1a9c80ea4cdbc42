/** The nine states of the front page: who asks, and in which theme. Every target is checked in all of them. */
import type { Visitor } from '../model/plan.ts';
import { homePage, type Theme } from './page.ts';
import { expiredSession, readerSession } from './people.ts';
import type { Visit } from './rows.ts';

export interface State {
  /** As a reader of a message knows it, e.g. `expired session, dark theme`. */
  readonly name: string;
  /** Value of the `cookie` header; null: the header is not sent. */
  readonly cookie: string | null;
  /** The right page. */
  readonly golden: string;
}

/** Value of the session cookie, or null, by name. */
const sessionsByName = {
  'no session': null,
  'valid session': readerSession.id,
  'expired session': expiredSession.id,
} as const;

const themes: readonly (Theme | null)[] = [null, 'dark', 'light'];

/** The cookies of the two visitors that a sweep may send. */
export const visitorCookies: Readonly<Record<Visitor, string | null>> = {
  anonymous: null,
  reader: cookieOf(readerSession.id, 'dark'),
};

/**
 * The nine states with their golden pages.
 * @param visit reads what `GET /` reads, given the value of the session cookie
 */
export function frontPageStates(visit: (session: string | null) => Visit): readonly State[] {
  return Object.entries(sessionsByName).flatMap(([name, session]) => {
    const { reader, posts } = visit(session);
    return themes.map((theme) => ({
      name: `${name}, ${theme ?? 'no'} theme`,
      cookie: cookieOf(session, theme),
      golden: homePage({ reader, theme: theme ?? 'light' }, posts),
    }));
  });
}

function cookieOf(session: string | null, theme: Theme | null): string | null {
  const pairs = [
    session === null ? [] : [`session=${session}`],
    theme === null ? [] : [`theme=${theme}`],
  ].flat();
  return pairs.length === 0 ? null : pairs.join('; ');
}
